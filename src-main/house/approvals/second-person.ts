import type { Failure } from '../../contract/failure.ts';
import type { HoldRunLine } from '../../ledger/hold-run-row.ts';
import { needsSecond } from './approval-rules.ts';
import type { World } from '../world.ts';

/** What somebody is about to have captured or released together: exactly these holds with exactly these amounts. */
export interface Together {
  readonly kind: HoldRunLine['kind'];
  readonly lines: readonly HoldRunLine[];
}

/**
 * Whether holds captured together need a second person by what they add up to: then they are prepared as a list, and no run is begun before
 * somebody else has approved that. What is given back needs nobody's.
 */
export async function secondPersonFor(world: World, { kind, lines }: Together): Promise<Failure | null> {
  if (kind === 'release') return null;
  const settings = world.settings.now();
  return needsSecond(
    settings,
    'capture',
    lines.map(({ amount }) => ({ amount, currency: settings.currency })),
  );
}
