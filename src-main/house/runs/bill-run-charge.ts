import { refused, type Failure } from '../../contract/failure.ts';
import type { BillRunLine } from '../../ledger/bill-run-row.ts';
import { billLineView } from './bill-run-view.ts';
import { purposeOf } from '../bills/bill-view.ts';
import { summed } from '../bills/bill-sums.ts';
import { order } from '../orders/orders.ts';
import type { RunKind } from './run-drive.ts';
import type { SignedIn } from '../signed-in.ts';
import type { World } from '../world.ts';

/** Bills that are charged together. Never two of one person at once. */
export const billRuns: RunKind<BillRunLine> = {
  name: 'charging bills together',
  history: 'run',
  book: ({ ledger }) => ledger.billRuns,
  needs: async () => ['charge'],
  call: () => 'payments.charge',
  oneAtATime: ({ customerId }) => customerId,
  give: charge,
  tell(world, run, told) {
    const line = told && billLineView(run, told.line, told.operation);
    world.emit('billRuns.changed', { run, line });
  },
};

async function charge(world: World, line: BillRunLine, who: SignedIn): Promise<Failure | null> {
  const { ticket, customerId, cardId, billId } = line;
  const currency = world.settings.now().currency;
  const amount = { amount: line.amount, currency };
  const missed = (await world.ledger.missed.ofBills([billId])).get(billId) ?? null;
  const cause = { purpose: purposeOf(missed), billId };
  const given = { ticket, customerId, cardId, amount, tip: null, note: null, receiptEmail: null, cause };
  const reply = await order(world, { ...given, kind: 'charge' }, who, () => asConfirmed(world, line));
  return reply.ok ? null : reply.failure;
}

/** The bill must still be the one that was shown: what it costs and what is left of it. Limits, consent and guards are the engine's own. */
export async function asConfirmed(
  world: Pick<World, 'ledger'>,
  { billId, billVersion, remaining }: Pick<BillRunLine, 'billId' | 'billVersion' | 'remaining'>,
): Promise<Failure | null> {
  const bill = await world.ledger.bills.byId(billId);
  if (!bill) return refused('unknown_id').failure;
  const [now] = await summed(world, [bill]);
  // These have words of their own, which the engine finds.
  if (!now || bill.cancelled || now.unsettled || now.sums.checking) return null;
  if (now.sums.remaining === 0) return refused('bill_paid').failure;
  const same = bill.version === billVersion && now.sums.remaining === remaining;
  return same ? null : refused('bill_changed').failure;
}
