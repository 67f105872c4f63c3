import { done, refused, type Reply } from '../../contract/failure.ts';
import type { HoldListView, HoldQuestion } from '../../contract/hold-review.ts';
import { runEntry } from '../runs/run-drive.ts';
import type { SignedIn } from '../signed-in.ts';
import type { World } from '../world.ts';

type Views = Reply<{ views: HoldListView[] }>;

/** Views of the list of holds that the house keeps, for everybody in it. */
export async function holdViews({ ledger }: World): Promise<Views> {
  return done({ views: await ledger.holdWords.views() });
}

export async function saveHoldView(
  world: World,
  { name, question }: { name: string; question: HoldQuestion },
  who: SignedIn | null,
): Promise<Views> {
  if (!who) return refused('not_signed_in');
  const entry = runEntry(world, who, 'hold_view_saved', { name });
  const bounded = [question.least, question.most].some((one) => typeof one === 'number');
  const currency = bounded ? world.settings.now().currency : null;
  const view = { id: `view-${world.engine.random.id(16)}`, name, question, currency, at: entry.at };
  await world.ledger.holdWords.saveView({ ...view, staffId: who.id, staffName: who.name }, entry);
  return holdViews(world);
}

export async function removeHoldView(world: World, { id }: { id: string }, who: SignedIn | null): Promise<Views> {
  if (!who) return refused('not_signed_in');
  const view = (await world.ledger.holdWords.views()).find((one) => one.id === id);
  if (!view) return refused('unknown_id');
  await world.ledger.holdWords.removeView(id, runEntry(world, who, 'hold_view_removed', { name: view.name }));
  return holdViews(world);
}
