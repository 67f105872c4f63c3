import { unknownCause } from '../../contract/bill.ts';
import type { TodayView } from '../../contract/desk-status.ts';
import { cameBack, refundCameBack } from '../../payments/follow.ts';
import { summed } from './bill-sums.ts';
import { operationView } from '../orders/operation-view.ts';
import { refundAnswers } from '../orders/refund-answers.ts';
import type { Operation } from '../../payments/operation.ts';
import type { World } from '../world.ts';

/** A debit that came back is shown for so long after it was ordered, ms, unless its bill was paid in another way meanwhile. */
const shownMs = 14 * 86_400_000;
const mostShown = 50;

/** What banks sent back lately and nobody has been paid for since: the visit was days ago, and no list of today would show it. */
export async function sentBack(world: Pick<World, 'ledger' | 'clock'>): Promise<TodayView['sentBack']> {
  const { rows } = await world.ledger.operations.list({
    states: ['declined'],
    provider: 'paysafe',
    staffId: null,
    from: world.clock.now() - shownMs,
    to: null,
    offset: 0,
    limit: mostShown,
  });
  const back = rows.filter(cameBack).map((operation) => ({ operation, billId: billOf(operation) }));
  const ids = [...new Set(back.flatMap(({ billId }) => billId ?? []))];
  const bills = (await Promise.all(ids.map((id) => world.ledger.bills.byId(id)))).flatMap((bill) => bill ?? []);
  const due = new Set(
    (await summed(world, bills)).flatMap(({ bill, sums }) => (bill.cancelled || sums.remaining === 0 ? [] : bill.id)),
  );
  return back
    .filter(({ billId }) => billId === null || due.has(billId))
    .map(({ operation, billId }) => ({ operation: operationView(operation), billId }));
}

const billOf = ({ plan }: Operation): string | null => ('cause' in plan ? (plan.cause?.billId ?? null) : null);

/** A refund that came back is shown for so long after it was found out, ms, unless as much of that payment was given back again since. */
const failedShownMs = 30 * 86_400_000;
/** How long ago it may have been ordered: nobody may have been here for months. */
const orderedWithinMs = 365 * 86_400_000;

/** Refunds that staff had read were done or on their way, that never reached the client, and that nobody has given again or says to have given in another way. Newest first. */
export async function refundsFailed(
  world: Pick<World, 'ledger' | 'mirror' | 'clock'>,
): Promise<TodayView['refundsFailed']> {
  const now = world.clock.now();
  const refunds = await world.ledger.operations.refundsSince(now - orderedWithinMs);
  const failed = refunds.filter(
    (one) => refundCameBack(one) && 'at' in one.state && now - one.state.at < failedShownMs,
  );
  const answered = await refundAnswers(
    world,
    failed.map(({ id }) => id),
  );
  const open = failed.filter((one) => !givenAgain(one, refunds) && !answered.has(one.id)).slice(0, mostShown);
  return Promise.all(
    open.map(async (operation) => ({
      operation: operationView(operation),
      billId: operation.targetId === null ? null : await billOfPayment(world, operation.targetId),
    })),
  );
}

/** As much of the same payment went back, or is on its way, by orders given after it was known; or the same failure was found by a newer order. */
function givenAgain(failed: Operation, refunds: readonly Operation[]): boolean {
  const since = 'at' in failed.state ? failed.state.at : failed.createdAt;
  const later = refunds.filter(({ id, targetId }) => targetId === failed.targetId && id !== failed.id);
  const again = later.reduce(
    (sum, { state, amount, createdAt }) =>
      createdAt >= since && (state.name === 'done' || state.name === 'pending')
        ? sum + (state.moved.refunded ?? amount?.amount ?? 0)
        : sum,
    0,
  );
  const said = later.some((one) => refundCameBack(one) && one.createdAt > failed.createdAt && sameThere(one, failed));
  return said || again >= (failed.amount?.amount ?? 0);
}

/** Two orders of one refund at the provider: the second one found it done. */
function sameThere(one: Operation, other: Operation): boolean {
  const refOf = ({ state }: Operation): string | null => (state.name === 'rejected' ? state.reference : null);
  return refOf(one) !== null && refOf(one) === refOf(other);
}

/** Payments that clients' banks want back, with whose they are and which bill they paid. */
export async function openDisputes(world: Pick<World, 'ledger' | 'mirror'>): Promise<TodayView['disputes']> {
  const payments = await world.mirror.disputed();
  const names = await world.mirror.names(payments.flatMap(({ customerId }) => customerId ?? []));
  return Promise.all(
    payments.flatMap(({ id, customerId, currency, dispute }) =>
      dispute
        ? [
            billOfPayment(world, id).then((billId) => ({
              ...{ paymentId: id, customerId, customerName: customerId === null ? '' : (names.get(customerId) ?? '') },
              ...{ amount: { amount: dispute.amount, currency }, dispute, billId },
            })),
          ]
        : [],
    ),
  );
}

/** The bill that a payment counts on: as a credit of it, or by the order of ours that made it; null: none that these records know. */
async function billOfPayment(
  { ledger, mirror }: Pick<World, 'ledger' | 'mirror'>,
  paymentId: string,
): Promise<string | null> {
  const credited = await ledger.bills.creditedTo(paymentId);
  if (credited !== null) return credited;
  const key = (await mirror.payment(paymentId))?.key ?? null;
  const made = key === null ? [] : await ledger.operations.byKeys([key]);
  const named = made.flatMap((one) => (one.kind === 'charge' || one.kind === 'hold' ? (billOf(one) ?? []) : []));
  return named.find((id) => id !== unknownCause) ?? null;
}
