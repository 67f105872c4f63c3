import { resolveByPerson } from '../../src-main/payments/complete.ts';
import type { Bank } from './bank.ts';
import type { Books } from './books.ts';
import type { Desk } from './desk.ts';

/**
 * A manager goes through what needs a person, looks at the provider's own site and says what is true there. Not while the provider is still at it:
 * a site that shows a request under way is looked at again later.
 */
export async function managerLooks(
  desk: Desk,
  { bank, books }: { readonly bank: Bank; readonly books: Books },
): Promise<void> {
  for (const { id, plan, state } of await desk.records.all()) {
    if (state.name !== 'needs_person' || books.inTheAir(id)) continue;
    const name = bank.nameOf(plan);
    const happened = books.movements.some((movement) => movement.name === name);
    books.note(`the manager sees that ${id} was ${happened ? '' : 'not '}done`);
    await resolveByPerson(
      desk.engine(),
      { operationId: id, outcome: happened ? 'done' : 'not_done', note: 'seen at the provider' },
      { ...desk.asker, staffName: 'Sylvie' },
    );
  }
}
