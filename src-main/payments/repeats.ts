import { refused, type Failure } from '../contract/failure.ts';
import { factsOfRepeat, type Repeat } from '../contract/repeat.ts';
import type { Operation } from './operation.ts';
import type { StepIn } from './order.ts';
import type { ProviderName } from '../contract/provider.ts';
import type { Ledger, RepeatQuestion, Sender, Unless } from './ports.ts';
import type { PaymentRecord } from './records.ts';

/** So soon after a charge or hold of a person, another one needs a manager: providers take both (reliability.md, 1.1). */
export const sameTakeMs = 15 * 60_000;
/** And so soon after a refund of a part, the same sum of the same payment. */
export const sameRefundMs = 24 * 3_600_000;

/** What the lists show of one person's last minutes. */
export interface LastMinutes {
  /** this person's records at both providers */
  readonly customerIds: readonly string[];
  /** payments begun since then; their times by our clock, whatever the provider's says */
  readonly payments: readonly PaymentRecord[];
}

/** What an order may be doing again: what our records are asked in the commit that would open it, and what the provider's lists show besides. */
export interface Again {
  readonly question: RepeatQuestion;
  readonly beside: readonly Repeat[];
}

interface RepeatWorld {
  readonly ledger: Pick<Ledger, 'repeated'>;
}

/** How much longer ago than its payment an order of ours may have been written: it is sent again for ten minutes at most. */
const writtenBeforeMs = 2 * 3_600_000;

/** A quarter of an hour ago by each provider's own clock. */
export function minutesAgoThere(sender: Pick<Sender, 'providerNow'>): NonNullable<TakeQuestion['there']> {
  const from = (provider: ProviderName): number | null => {
    const now = sender.providerNow(provider);
    return now === null ? null : now - sameTakeMs;
  };
  return { stripe: from('stripe'), paysafe: from('paysafe') };
}
type TakeQuestion = Extract<RepeatQuestion, { about: 'take' }>;

/** Before a charge or a new hold. `since`: unix ms, from where `last` was read; `billId`: the bill it is for, `credited`: payments that stand on it. */
export async function takeAgain(
  world: RepeatWorld,
  last: LastMinutes,
  {
    since,
    there,
    billId,
    tipAlone = false,
    credited = [],
    replaced = null,
  }: {
    readonly since: number;
    /** the same moment by the providers' clocks, for what other desks wrote */
    readonly there?: TakeQuestion['there'];
    readonly billId: string | null;
    /** it is a tip and nothing else */
    readonly tipAlone?: boolean;
    readonly credited?: readonly string[];
    /** the hold whose place is taken: it is given back, and nothing is done again */
    readonly replaced?: Pick<PaymentRecord, 'id' | 'key'> | null;
  },
): Promise<Again> {
  const { customerIds, payments } = last;
  const exceptKey = replaced?.key ?? null;
  const question: TakeQuestion = {
    ...{ about: 'take', customerIds, since, exceptBill: billId, exceptKey },
    ...(there ? { there } : {}),
    ...(tipAlone ? { tipAlone } : {}),
  };
  const moved = payments.filter(
    ({ id, state }) => !neverMoved.has(state) && !credited.includes(id) && id !== replaced?.id,
  );
  if (moved.length === 0) return { question, beside: [] };
  const judged = keysOf(await world.ledger.repeated({ ...question, exceptBill: null, exceptKey: null }));
  const left = moved.filter(({ key }) => key === null || !judged.has(key));
  if (left.length === 0) return { question, beside: [] };
  // Ours, but written so long before the provider gave its payment a time that the question does not reach it: by name all the same.
  const earlier = { about: 'take', customerIds, since: since - writtenBeforeMs } as const;
  const [ours, mine] = await Promise.all([
    world.ledger.repeated(earlier),
    world.ledger.repeated({ ...earlier, exceptBill: billId, exceptKey, tipAlone }),
  ]);
  const own = keysOf(ours);
  const beside = left.flatMap((payment) => {
    const order = mine.find(({ plan }) => plan.key === payment.key);
    if (order) return [operationAsRepeat(order)];
    return payment.key !== null && own.has(payment.key) ? [] : [paymentAsRepeat(payment)];
  });
  return { question, beside };
}

const keysOf = (operations: readonly Operation[]): Set<string> => new Set(operations.map(({ plan }) => plan.key));

/** Before a refund of a part. `amount` null: of any sum, for the dialog in which it is still being typed. */
export async function refundAgain(
  world: RepeatWorld,
  about: {
    readonly payment: PaymentRecord;
    readonly guard: string;
    readonly amount: number | null;
    readonly now: number;
  },
): Promise<Again> {
  const { payment, guard, now } = about;
  const amount = about.amount === null ? null : { amount: about.amount, currency: payment.currency };
  const question: RepeatQuestion = { about: 'refund', guard, amount, since: now - sameRefundMs };
  if (payment.refunded === 0) return { question, beside: [] };
  const own = await world.ledger.repeated({ about: 'refund', guard, amount: null, since: 0 });
  const elsewhere = payment.refunded - own.reduce((sum, operation) => sum + givenBack(operation), 0);
  // The provider tells the sum and neither its parts nor when: as much as this, or more, may well be this.
  const same = elsewhere > 0 && elsewhere >= (about.amount ?? 0);
  return { question, beside: same ? [refundElsewhere(payment, elsewhere)] : [] };
}

/** The repeats of an `Again`, ours first; for the dialog that shows them before anything is ordered. */
export async function allRepeats(world: RepeatWorld, again: Again): Promise<Repeat[]> {
  const own = await world.ledger.repeated(again.question);
  return [...own.map(operationAsRepeat), ...again.beside];
}

/** What the commit that opens the order asks once more. */
export function unlessOf(again: Again, stepIn: StepIn | undefined): Unless {
  return { question: again.question, passed: passedBy(stepIn) };
}

/** Why what the provider's lists show stops this order, or null: a manager stepped in over all of it. */
export function stoppedBeside(again: Again, stepIn: StepIn | undefined): Failure | null {
  const passed = passedBy(stepIn);
  return needsManager(again.beside.filter(({ id }) => !passed.includes(id)));
}

/** Why our own records stop it: something is not known yet, whatever anybody says; or a manager has not stepped in over it. */
export function stoppedByRecords(operations: readonly Operation[]): Failure | null {
  const open = operations.find(({ state }) => state.name !== 'done' && state.name !== 'pending');
  if (open) return refused('busy', { operationId: open.id, by: open.staffName, kind: open.kind }).failure;
  return needsManager(operations.map(operationAsRepeat));
}

/** The newest of them in the facts of a refusal; `count` says that there are more. */
export function needsManager(repeats: readonly Repeat[]): Failure | null {
  const newest = repeats.toSorted((a, b) => (b.at ?? 0) - (a.at ?? 0))[0];
  if (!newest) return null;
  return refused('repeat_needs_manager', { ...factsOfRepeat(newest), count: repeats.length }).failure;
}

function passedBy(stepIn: StepIn | undefined): string[] {
  return stepIn?.over.flatMap(({ why, fact }) => (why === 'repeat' ? [fact] : [])) ?? [];
}

/** A payment that never took or held anything; whatever else it is, money moved or may have. */
const neverMoved: ReadonlySet<PaymentRecord['state']> = new Set(['declined', 'not_finished', 'lapsed']);

export function operationAsRepeat(operation: Operation): Repeat {
  const { id, kind, provider, amount, createdAt, staffName, desk, state } = operation;
  const known = ['open', 'unknown', 'pending', 'done', 'needs_person'] as const;
  return {
    id,
    kind: kind === 'hold' || kind === 'refund' ? kind : 'charge',
    provider,
    amount: amount ?? { amount: 0, currency: '' },
    at: createdAt,
    from: 'records',
    staffName,
    desk,
    state: known.find((name) => name === state.name) ?? 'unknown',
  };
}

function paymentAsRepeat(payment: PaymentRecord): Repeat {
  const { id, provider, authorized, currency, at, key, state } = payment;
  return {
    id,
    kind: state === 'held' || state === 'released' ? 'hold' : 'charge',
    provider,
    amount: { amount: authorized, currency },
    at,
    from: isOurKey(key) ? 'other_desk' : 'provider',
    staffName: null,
    desk: null,
    state: state === 'pending' ? 'pending' : state === 'unsure' ? 'unknown' : 'done',
  };
}

function refundElsewhere(payment: PaymentRecord, amount: number): Repeat {
  return {
    // With the sum in it: a step-in over it does not reach what is given back there later.
    id: `${payment.id}:refunded:${amount}`,
    kind: 'refund',
    provider: payment.provider,
    amount: { amount, currency: payment.currency },
    at: null,
    from: 'provider',
    staffName: null,
    desk: null,
    state: 'done',
  };
}

function givenBack({ plan, state, amount }: Operation): number {
  if (plan.kind !== 'refund' || plan.means !== 'refund' || !amount) return 0;
  if (state.name === 'done') return state.elsewhere ? 0 : (state.moved.refunded ?? amount.amount);
  return state.name === 'pending' ? amount.amount : 0;
}

/** Made by repeat-key.ts, here or at another desk of whoever uses Comptoir on this account. */
export function isOurKey(key: string | null): boolean {
  return key?.startsWith('cpt-') ?? false;
}
