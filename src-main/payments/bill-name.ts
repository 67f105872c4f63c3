import { createHash } from 'node:crypto';

/**
 * What every desk calls a bill of a file or a booking, as it goes with its payments: a digest, since a file's own number may be anybody's name. Desks with
 * records of their own find by it what another one took for the bill, whatever the card, the sum or the kind of order.
 */
export function billNameOf(ref: string): string {
  return createHash('sha256').update(`bill ${ref}`).digest('hex').slice(0, 32);
}
