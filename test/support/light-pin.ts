import type { PinCost } from '../../src-main/staff/pin.ts';

/** To stretch a PIN as a house does takes a quarter of a second of a core: tests of other things sign in hundreds of times. */
export const lightPinCost: PinCost = { log2: 4, r: 8, p: 1 };
