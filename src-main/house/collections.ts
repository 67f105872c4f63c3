import { collectOne, collectWithinMs } from '../payments/collect.ts';
import type { World } from './world.ts';

/** How often a desk asks by itself about debits that were accepted: banks answer in nights, not in minutes. */
export const collectionsEveryMs = 30 * 60_000;

const atOnce = 200;

/** Asks about every bank debit that is on its way, one after the other. Answers how many there were. */
export async function followCollections(world: Pick<World, 'ledger' | 'engine' | 'clock'>): Promise<number> {
  const { rows } = await world.ledger.operations.list({
    states: ['pending'],
    provider: 'paysafe',
    staffId: null,
    from: world.clock.now() - collectWithinMs,
    to: null,
    offset: 0,
    limit: atOnce,
  });
  for (const operation of rows) await collectOne(world.engine, operation);
  return rows.length;
}
