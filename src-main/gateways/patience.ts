import type { Sender } from '../payments/ports.ts';

/**
 * So long a provider may take, ms, to say what stands at it already before somebody charges: nothing was sent yet, so nothing is lost by giving up. A charge
 * itself has the whole time-out.
 */
const beforeChargeMs = 15_000;

/** The same sender for questions between somebody's press and their charge. */
export function beforeCharge(sender: Pick<Sender, 'send'>): Pick<Sender, 'send'> {
  return { send: (provider, request, repeat) => sender.send(provider, request, repeat, beforeChargeMs) };
}
