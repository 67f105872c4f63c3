import { applyLinks } from './customers.ts';
import { applyRemoved } from './removed.ts';
import type { World } from '../world.ts';

/** What the copy of the lists takes from the records, whole: who is one person, what cards are called here, who was taken away. At start and after it was begun anew. */
export async function applyKept(
  { ledger, mirror, trouble }: Pick<World, 'ledger' | 'mirror' | 'trouble'>,
  mayWrite: boolean,
): Promise<void> {
  await applyLinks({ ledger, mirror });
  await mirror.setNicknames(await ledger.nicknames.all());
  await applyRemoved({ ledger, mirror, trouble }, mayWrite);
}
