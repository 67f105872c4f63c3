import { done, refused, type Reply } from '../../contract/failure.ts';
import type { Purpose } from '../../contract/consent.ts';
import type { Money } from '../../contract/money.ts';
import type { Repeat, StepInFact, StepInView } from '../../contract/repeat.ts';
import {
  allRepeats,
  minutesAgoThere,
  needsManager,
  refundAgain,
  sameTakeMs,
  takeAgain,
} from '../../payments/repeats.ts';
import { consentStop } from '../consents/consent-cover.ts';
import { feeStop } from '../bills/missed-visits.ts';
import { readLastMinutes, readPaymentsAgain } from '../holds/last-minutes.ts';
import type { SignedIn } from '../signed-in.ts';
import type { World } from '../world.ts';

/** Charges and holds of this person in the last minutes, by anyone anywhere: shown before money moves again. */
export async function recentRepeats(
  world: World,
  {
    customerId,
    ask,
    ...of
  }: { customerId: string; ask: boolean; billId?: string | null; cardId?: string | null; tipOnly?: boolean },
): Promise<Reply<{ repeats: Repeat[] }>> {
  if (!(await world.mirror.customer(customerId))) return refused('unknown_id');
  if (ask) {
    const since = world.clock.now() - sameTakeMs;
    const lender = await lenderOf(world, customerId, of.cardId ?? null);
    const ids = await Promise.all([customerId, ...lender].map((id) => world.mirror.recordIds(id)));
    await readLastMinutes(world, ids.flat(), since);
  }
  return done({ repeats: await takeRepeats(world, customerId, of) });
}

/** Refunds of this payment in the last day, of any sum. */
export async function refundedRepeats(
  world: World,
  { paymentId, ask }: { paymentId: string; ask: boolean },
): Promise<Reply<{ repeats: Repeat[] }>> {
  if (ask) await readPaymentsAgain(world, [paymentId]);
  const repeats = await refundRepeats(world, paymentId, null);
  return repeats ? done({ repeats }) : refused('unknown_id');
}

export interface StepInAsked {
  readonly staffId: string;
  readonly pin: string;
  readonly reason: string;
  readonly ticket: string;
  readonly kind: 'charge' | 'hold' | 'refund' | 'fee';
  /** the customer of a charge or hold, the payment of a refund, the bill of a fee */
  readonly targetId: string;
  /** the bill it is for: its other parts are no repeats */
  readonly billId?: string | null;
  /** it is a tip and nothing else: another tip alone of the same bill is a repeat */
  readonly tipOnly?: boolean;
  /** of a charge or hold: the card it is for, and what for; whether its consents cover it is looked at too */
  readonly cardId?: string | null;
  readonly purpose?: Purpose;
  readonly amount: Money;
  readonly over: readonly StepInFact[];
}

/**
 * A manager's PIN for one order, over what the window showed them. What has come in since must be looked at first: then nobody's PIN is tried.
 */
export async function stepIn(world: World, asked: StepInAsked, who: SignedIn | null): Promise<Reply<StepInView>> {
  if (!who) return refused('not_signed_in');
  const { kind, targetId, amount, over } = asked;
  const repeats = await repeatsOf(world, asked);
  if (!repeats) return refused('unknown_id');
  const looked = new Set(over.flatMap(({ why, fact }) => (why === 'repeat' ? [fact] : [])));
  const unseen = needsManager(repeats.filter(({ id }) => !looked.has(id)));
  if (unseen) return { ok: false, failure: unseen };
  const why = kind === 'fee' ? 'fee' : 'consent';
  const stop = kind === 'fee' ? await feeStop(world, targetId, amount) : await consentStopOf(world, asked);
  // A house that never lets anybody pass, or something that came up since the window asked.
  if (stop && (stop.fact === null || !over.some((one) => one.why === why && one.fact === stop.fact)))
    return { ok: false, failure: stop.refusal };
  const facts: StepInFact[] = [
    ...repeats.map(({ id }) => ({ why: 'repeat' as const, fact: id })),
    ...(stop?.fact ? [{ why, fact: stop.fact } as const] : []),
  ];
  const vouched = await world.session.vouch(asked.staffId, asked.pin, {
    verb: 'step_in',
    what: 'step_in',
    detail: {
      person: who.name,
      customer: await nameOf(world, kind, targetId),
      kind,
      amount: amount.amount,
      currency: amount.currency,
      over: facts.map(({ fact }) => fact).join(', '),
      note: asked.reason,
    },
  });
  if (!vouched.ok) return vouched;
  const { ticket, reason } = asked;
  const by = vouched.value;
  return done(world.stepIns.give({ ticket, kind, targetId, amount, by, askedBy: who.id, reason, over: facts }));
}

async function consentStopOf(world: World, { kind, cardId, purpose, amount }: StepInAsked) {
  if (kind === 'refund' || kind === 'fee' || !cardId) return null;
  return consentStop(world, { cardId, purpose: purpose ?? 'balance', amount });
}

async function repeatsOf(
  world: World,
  { kind, targetId, amount, billId, cardId, tipOnly }: StepInAsked,
): Promise<Repeat[] | null> {
  if (kind === 'fee') return [];
  return kind === 'refund'
    ? refundRepeats(world, targetId, amount)
    : takeRepeats(world, targetId, { billId, cardId, tipOnly });
}

/** The owner of a card that is not this person's own, as a list of none or one. */
async function lenderOf(world: World, customerId: string, cardId: string | null): Promise<string[]> {
  const card = cardId === null ? null : await world.mirror.card(cardId);
  if (!card) return [];
  const [owner, person] = await Promise.all([card.customerId, customerId].map((id) => world.engine.personOf(id)));
  return owner === person ? [] : [card.customerId];
}

/** As the engine judges it: what was taken of this person, and of whoever lent them the card. */
async function takeRepeats(
  world: World,
  customerId: string,
  of: {
    readonly billId?: string | null | undefined;
    readonly cardId?: string | null | undefined;
    readonly tipOnly?: boolean | undefined;
  },
): Promise<Repeat[]> {
  const billId = of.billId ?? null;
  const since = world.clock.now() - sameTakeMs;
  const people = [customerId, ...(await lenderOf(world, customerId, of.cardId ?? null))];
  const each = await Promise.all(people.map((id) => world.engine.lastMinutes(id, since)));
  const last = {
    customerIds: each.flatMap(({ customerIds }) => customerIds),
    payments: each.flatMap(({ payments }) => payments),
  };
  const records = { ledger: world.ledger.operations };
  const there = minutesAgoThere(world.engine.sender);
  const credits = billId === null ? [] : ((await world.ledger.bills.credits([billId])).get(billId) ?? []);
  const credited = credits.flatMap(({ paymentId }) => paymentId ?? []);
  return allRepeats(
    records,
    await takeAgain(records, last, { since, there, billId, credited, tipAlone: of.tipOnly ?? false }),
  );
}

async function refundRepeats(world: World, paymentId: string, amount: Money | null): Promise<Repeat[] | null> {
  const payment = await world.mirror.payment(paymentId);
  if (!payment) return null;
  const records = { ledger: world.ledger.operations };
  const guard = `payment:${payment.id}`;
  const about = { payment, guard, amount: amount?.amount ?? null, now: world.clock.now() };
  return allRepeats(records, await refundAgain(records, about));
}

async function nameOf(world: World, kind: StepInAsked['kind'], targetId: string): Promise<string> {
  if (kind === 'fee') return (await world.ledger.bills.byId(targetId))?.customerName ?? '';
  const customerId = kind === 'refund' ? (await world.mirror.payment(targetId))?.customerId : targetId;
  return customerId ? ((await world.mirror.customer(customerId))?.name ?? '') : '';
}
