import type { BillView } from '../../contract/bill.ts';
import { done, refused, type Reply } from '../../contract/failure.ts';
import type { GivenBackChoice, GivenBackDecided } from '../../contract/given-back.ts';
import { summed, type SummedBill } from './bill-sums.ts';
import { factsFor, viewOf } from './bills.ts';
import { foundGivenBack } from './given-back-found.ts';
import type { SignedIn } from '../signed-in.ts';
import type { World } from '../world.ts';

/** Whether a bill counts what was given back of it elsewhere, as a manager says, once; to the cent what they were shown. Moves no money. */
export async function decideGivenBack(
  world: World,
  said: { readonly id: string; readonly paymentId: string; readonly amount: number; readonly choice: GivenBackChoice },
  who: SignedIn | null,
): Promise<Reply<BillView>> {
  const now = await readBill(world, said.id);
  if (!now) return refused('unknown_id');
  if (now.sums.checking) return refused('bill_checking');
  const found = (await foundGivenBack(world, [now])).get(said.id);
  // Another desk decided meanwhile, or more was given back since: whoever decides looks again.
  if (!found?.some(({ paymentId, amount }) => paymentId === said.paymentId && amount === said.amount))
    return refused('bill_changed');
  return write(world, { now, decision: said, who, undoes: null });
}

/** Takes a decision back, as long as it stands. What it was about is asked again, if it still is so. */
export async function undoGivenBack(
  world: World,
  { id, decisionId }: { readonly id: string; readonly decisionId: string },
  who: SignedIn | null,
): Promise<Reply<BillView>> {
  const now = await readBill(world, id);
  const decision = now?.decided.find((one) => one.id === decisionId);
  if (!now || !decision) return refused('unknown_id');
  if (now.sums.checking) return refused('bill_checking');
  if (decision.undone) return refused('bill_changed');
  return write(world, { now, decision, who, undoes: decision.id });
}

async function readBill(world: World, id: string): Promise<SummedBill | undefined> {
  const bill = await world.ledger.bills.byId(id);
  return bill ? (await summed(world, [bill]))[0] : undefined;
}

async function write(
  world: World,
  about: {
    readonly now: SummedBill;
    readonly decision: Pick<GivenBackDecided, 'paymentId' | 'amount' | 'choice'>;
    readonly who: SignedIn | null;
    readonly undoes: string | null;
  },
): Promise<Reply<BillView>> {
  const { now, decision, who, undoes } = about;
  const { paymentId, amount, choice } = decision;
  const [at, billId] = [world.clock.now(), now.bill.id];
  const row = { billId, paymentId, amount, choice, by: who?.name ?? '', at };
  const entry = {
    at,
    staffId: who?.id ?? null,
    staffName: who?.name ?? null,
    desk: world.settings.now().desk,
    what: undoes === null ? (`given_back_${choice}` as const) : 'given_back_undone',
    outcome: 'done',
    detail: { ...factsFor(now.bill), amount, payment: paymentId },
  } as const;
  const book = world.ledger.givenBack;
  const written =
    undoes === null
      ? await book.decide(row, now.seen, entry)
      : await book.undo({ ...row, id: undoes }, now.seen, entry);
  if (!written) return refused('bill_changed');
  world.emit('bills.changed', { ids: [billId] });
  return done(await viewOf(world, now.bill));
}
