import type { Mirror } from '../../mirror/mirror.ts';

/**
 * Whether all records of this person were taken away: no bill is made for them any more. Of somebody whom the lists do not know yet nothing is said, and a
 * person who has another record at the other provider is there.
 */
export async function isGone(mirror: Pick<Mirror, 'person'>, customerId: string | null): Promise<boolean> {
  const person = customerId === null ? null : await mirror.person(customerId);
  return person !== null && person.customers.length > 0 && person.customers.every(({ deleted }) => deleted);
}
