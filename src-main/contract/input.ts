import * as v from 'valibot';
import { currency, minorUnits } from './money.ts';

/** Shapes that many calls take from the window. */
export const nothing = v.strictObject({});
export const id = v.pipe(v.string(), v.minLength(3), v.maxLength(120), v.regex(/^[\w:.-]+$/));
export const freeText = (most: number) => v.nullable(v.pipe(v.string(), v.trim(), v.maxLength(most)));
export const email = v.nullable(v.pipe(v.string(), v.trim(), v.maxLength(255), v.email()));
/** an amount as somebody typed it and saw it, with its currency */
export const stated = v.strictObject({ amount: v.pipe(minorUnits, v.maxValue(99_999_999)), currency });
