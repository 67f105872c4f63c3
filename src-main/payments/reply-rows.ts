import type { Reading } from './ports.ts';
import type { Records } from './records.ts';

/**
 * The rows of a reply that may go into the lists: none of one that carries another order's key or is about another payment or card. Such a reply was
 * mixed up on its way. Read as this order's it would put somebody else's payment under this client, with other sums (a settlement read as an
 * authorization has nothing taken), and nobody could give that money back, or say that it went back, until it is read anew.
 */
export function rowsOfReply({ outcome, records }: Reading): Records {
  const anothers = outcome.is === 'mismatch' && (outcome.why === 'key' || outcome.why === 'target');
  return anothers ? {} : records;
}
