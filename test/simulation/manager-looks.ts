import { movedFact } from '../../src-main/contract/moved-sum.ts';
import { resolveByPerson } from '../../src-main/payments/by-hand.ts';
import type { Bank } from './bank.ts';
import type { Books } from './books.ts';
import type { Desk } from './desk.ts';

/**
 * A manager goes through what needs a person, looks at the provider's own site and says what is true there, to the cent. Not while the provider is still at it:
 * a site that shows a request under way is looked at again later.
 */
export async function managerLooks(
  desk: Desk,
  { bank, books }: { readonly bank: Bank; readonly books: Books },
): Promise<void> {
  for (const { id, kind, plan, state, amount } of await desk.records.all()) {
    if (state.name !== 'needs_person' || books.inTheAir(id)) continue;
    const name = bank.nameOf(plan);
    const there = books.movements.filter((movement) => movement.name === name);
    const seen = there.find(({ from }) => from === id) ?? there.at(-1);
    const sum = seen && amount && movedFact[kind] !== null ? { amount: seen.amount, currency: amount.currency } : null;
    books.note(`the manager sees that ${id} was ${seen ? '' : 'not '}done${sum ? ` with ${sum.amount}` : ''}`);
    const reply = await resolveByPerson(
      desk.engine(),
      {
        ...{ operationId: id, outcome: seen ? 'done' : 'not_done', note: 'seen at the provider' },
        ...{ sum, reference: null },
      },
      { ...desk.asker, staffName: 'Sylvie' },
    );
    if (!reply.ok) books.note(`the desk refuses what the manager sees of ${id}: ${reply.failure.code}`);
  }
}
