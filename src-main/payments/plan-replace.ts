import { refused, type Failure } from '../contract/failure.ts';
import { judgeRelease } from './limits.ts';
import type { Order, Plan, PlanOf, ReplaceHold, Replaced, Replacement } from './order.ts';
import type { Planned, PlanningWorld } from './plan.ts';
import { about, unknownId } from './plan-on-file.ts';
import { planTake } from './plan-take.ts';
import type { PaymentRecord } from './records.ts';
import { repeatKey } from './repeat-key.ts';
import { replacedBefore } from './replaced-before.ts';

/**
 * A hold in the place of another, judged as a release of the old one and as a new hold of the same person for the same bill. The old hold is target and
 * guard of both steps, whichever comes first: nobody captures, releases or replaces it meanwhile.
 */
export async function planReplace(
  world: PlanningWorld,
  order: ReplaceHold & Pick<Order, 'stepIn'>,
): Promise<Planned | Failure> {
  const payment = await world.rows.payment(order.holdId);
  const no = judgeRelease(payment, world.clock.now());
  if (no) return no;
  if (!payment) return unknownId();
  const { customerId, ...cause } = await world.heldFor(payment);
  if (customerId === null) return refused('not_this_customer').failure;
  const guard = `payment:${payment.id}`;
  const key = repeatKey(order, { payment, wholeRefund: false, attempt: await ended(world, guard) });
  const { ticket, cardId, amount, note, sure, stepIn } = order;
  const taken = await planTake(
    world,
    {
      ...{ kind: 'hold', ticket, customerId, cardId, amount, note, tip: null, receiptEmail: null, cause },
      ...(sure ? { sure } : {}),
      ...(stepIn ? { stepIn } : {}),
    },
    { payment, key },
  );
  if ('code' in taken) return taken;
  // Another provider's operation could not name this one's hold: such a pair would not recover as one.
  if (taken.provider !== payment.provider) return refused('replace_other_provider').failure;
  const { plan } = taken;
  if (plan.kind !== 'hold') throw new Error('A hold was planned as something else');
  // Last, so that as little as possible lies between what the provider says and the order.
  const before = await replacedBefore(world, { payment, guard, taken, key });
  if (before) return before;
  const release = await releaseOf(world, payment, guard);
  if (order.first === 'new')
    return { ...taken, guard, targetId: payment.id, plan: { ...plan, replaces: { ...release, card: payment.card } } };
  const { customerId: personId, customerName, again, taking, seen = null } = taken;
  return {
    ...(await about(world, payment)),
    ...{ guard, customerId: personId, customerName, again, seen, taking, amount: release.amount },
    plan: {
      kind: 'release',
      ...release,
      replacement: { ...heldBy(plan), takesPlaceOf: payment.ref, card: taken.card },
    },
  };
}

/** What became of earlier replacements of this hold: each that has ended, well or not, leaves its key to itself. */
async function ended({ ledger }: PlanningWorld, guard: string): Promise<number> {
  const [failed, carried] = await Promise.all([ledger.attempts(guard, 'hold'), ledger.carriedOut(guard)]);
  return failed + carried.filter(({ kind }) => kind === 'hold').length;
}

/** Its release, under the key that any other release of it has: two desks that give it back at once send the same one. */
async function releaseOf(world: PlanningWorld, payment: PaymentRecord, guard: string): Promise<Omit<Replaced, 'card'>> {
  const order = { kind: 'release', ticket: '', holdId: payment.id, note: null } as const;
  const attempt = await world.ledger.attempts(guard, 'release');
  return {
    key: repeatKey(order, { payment, wholeRefund: false, attempt }),
    amount: { amount: payment.capturable, currency: payment.currency },
    paymentRef: payment.ref,
    rest: payment.taken > 0,
    account: payment.account,
  };
}

function heldBy({
  kind: _kind,
  receiptEmail: _none,
  replaces: _first,
  takesPlaceOf: _old,
  cause,
  ...plan
}: PlanOf<'charge' | 'hold'>): Omit<Replacement, 'card' | 'takesPlaceOf'> {
  if (!cause) throw new Error('A hold that is ordered now has a cause');
  return { ...plan, cause };
}

/** The hold that a release makes room for, as the plan it is sent by. */
export function heldAfter({ card: _label, ...replacement }: Replacement): Plan {
  return { kind: 'hold', ...replacement, receiptEmail: null };
}
