import type { HouseLedger } from '../../ledger/ledger.ts';
import type { Mirror } from '../../mirror/mirror.ts';
import type { Operation } from '../../payments/operation.ts';
import { repeatKey } from '../../payments/repeat-key.ts';
import { payersOf } from '../bills/bill-unsettled.ts';
import { refOf, summed, type SummedBill } from '../bills/bill-sums.ts';

/** Definite failures before it, and holds for it that were given back: so many are tried. So many tips alone before another. */
const attempts = 6;
/** Of so many sums every combination is tried; of more, those in the order they came in. */
const mostCombined = 10;

interface Settling {
  readonly ledger: Pick<
    HouseLedger,
    'bills' | 'givenBack' | 'payoutMatches' | 'missed' | 'closings' | 'payers' | 'links' | 'operations' | 'recovery'
  >;
  readonly mirror: Pick<Mirror, 'person'>;
}

/**
 * Finds the bills of payments that were found again, by the keys themselves: the key of a charge for a bill follows from the bill, what was paid of it,
 * card and amount, and nothing else makes the same one. A payment that counts for a bill changes what was paid of it for the next: it goes on as
 * long as one more is found. Answers how many were.
 */
export async function settleByKey({ ledger, mirror }: Settling): Promise<number> {
  let waiting = (await ledger.recovery.unsettled()).toReversed();
  if (waiting.length === 0) return 0;
  const bills = await ledger.bills.ofDays('0000-01-01', '9999-12-31');
  const mayPayFor = await payersOf(ledger);
  let settled = 0;
  for (let before = -1; before !== settled;) {
    before = settled;
    const left: Operation[] = [];
    for (const operation of waiting) {
      const payerId = operation.customerId;
      const may = bills.filter(
        ({ customerId, currency }) =>
          currency === operation.amount?.currency &&
          (customerId === null || payerId === null || mayPayFor(payerId, customerId)),
      );
      const cards = await cardIds(mirror, operation);
      const bill = (await summed({ ledger }, may)).find((one) => makesKey(one, operation, cards))?.bill;
      if (bill && (await ledger.recovery.settle(operation.id, bill.id, null))) settled += 1;
      else left.push(operation);
    }
    waiting = left;
  }
  return settled;
}

async function cardIds(mirror: Settling['mirror'], { provider, plan, customerId }: Operation): Promise<string[]> {
  const own = 'cardRef' in plan && plan.cardRef !== '' ? [`${provider}:${plan.cardRef}`] : [];
  const person = customerId === null ? null : await mirror.person(customerId);
  return [...new Set([...own, ...(person?.cards ?? []).map(({ id }) => id)])];
}

function makesKey({ bill, ...moved }: SummedBill, wanted: Operation, cards: readonly string[]): boolean {
  const { plan } = wanted;
  if (plan.kind !== 'charge' && plan.kind !== 'hold') return false;
  const { kind, amount, key } = plan;
  const ref = refOf(bill);
  return paidSums(moved).some((paid) =>
    cards.some((cardId) =>
      Array.from({ length: attempts }, (_, attempt) => attempt).some((attempt) =>
        // The key of a fee is another one; a bill is found by either.
        (['balance', 'no_show'] as const).some((purpose) => {
          const about = { kind, cardId, amount, cause: { purpose, billId: bill.id } };
          const order = { ...about, ticket: '', customerId: '', tip: null, note: null, receiptEmail: null };
          const facts = { payment: null, wholeRefund: false, attempt, bill: { ref, paid } };
          if (repeatKey(order, facts) === key) return true;
          if (kind !== 'charge' || purpose !== 'balance') return false;
          // Or it was a tip and nothing else.
          return Array.from({ length: attempts }, (_, tipped) => tipped).some(
            (tipped) =>
              repeatKey({ ...order, tip: amount.amount }, { ...facts, bill: { ...facts.bill, tipped } }) === key,
          );
        }),
      ),
    ),
  );
}

/** What may have been paid of the bill at the moment of the order, minor units. */
function paidSums({ credits, operations, decided }: Omit<SummedBill, 'bill'>): number[] {
  const moved = [
    ...credits.map(({ amount, at }) => ({ amount, at })),
    ...decided.flatMap(({ choice, amount, at }) => (choice === 'counted' ? [{ amount: -amount, at }] : [])),
    ...operations.flatMap(({ kind, state, amount, tip, createdAt }) => {
      if (state.name !== 'done' && state.name !== 'pending') return [];
      const sum = amount?.amount ?? 0;
      if (kind === 'charge') return [{ amount: (state.moved.charged ?? sum) - (tip ?? 0), at: createdAt }];
      if (kind === 'capture') return [{ amount: state.moved.captured ?? sum, at: createdAt }];
      return kind === 'refund' ? [{ amount: -(state.moved.refunded ?? sum), at: createdAt }] : [];
    }),
  ].toSorted((a, b) => a.at - b.at);
  let sums = new Set([0]);
  if (moved.length <= mostCombined) {
    for (const { amount } of moved) sums = new Set([...sums, ...[...sums].map((sum) => sum + amount)]);
  } else {
    let sum = 0;
    for (const { amount } of moved) sums.add((sum += amount));
  }
  return [...sums].filter((sum) => sum >= 0);
}
