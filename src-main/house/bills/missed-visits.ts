import type { BillView } from '../../contract/bill.ts';
import type { SettingsView } from '../../contract/desk-status.ts';
import { done, refused, type Failure, type Reply } from '../../contract/failure.ts';
import type { MissedKind, MissedOffer, MissedRule, MissedVisit } from '../../contract/missed-visit.ts';
import type { Money } from '../../contract/money.ts';
import type { Bill } from '../../ledger/bills.ts';
import { missedNow, ruledFee } from '../../payments/missed-visit.ts';
import type { StepIn } from '../../payments/order.ts';
import { summed, type SummedBill } from './bill-sums.ts';
import { factsFor, viewOf } from './bills.ts';
import { visitSpan } from '../days/calendar.ts';
import { audit } from '../customers/customers.ts';
import type { SignedIn } from '../signed-in.ts';
import type { World } from '../world.ts';

/** What somebody decided of a missed visit. Amounts minor units of the bill's currency. */
export interface MissedNoted {
  readonly ticket: string;
  readonly billId: string;
  readonly version: number;
  readonly kind: MissedKind;
  readonly outcome:
    | { readonly is: 'fee'; readonly amount: number; readonly stepIn: string | null }
    | { readonly is: 'waived'; readonly reason: string | null };
}

type Judging = Pick<World, 'clock' | 'settings'>;

/** What can be noted of a visit now, and what the house's rule makes of its bill. */
export async function missedOffer(world: World, { billId }: { billId: string }): Promise<Reply<MissedOffer>> {
  const bill = await world.ledger.bills.byId(billId);
  if (!bill) return refused('unknown_id');
  const rule = world.settings.now().missedRule;
  const most = ruledFee(rule, bill.total);
  return done({ kind: kindNow(world, bill), rule, most, currency: bill.currency, fact: feeFact(bill, most) });
}

/**
 * Writes what became of a visit. From then on its bill asks for the fee and for nothing else; what was paid of it stands against the fee. Said once
 * more, it is changed: a fee may be lowered or let go later.
 */
export async function noteMissed(world: World, noted: MissedNoted, who: SignedIn | null): Promise<Reply<BillView>> {
  if (!who) return refused('not_signed_in');
  const now = await readBill(world, noted);
  if ('code' in now) return { ok: false, failure: now };
  const { bill, missed: before } = now;
  // Once it is noted it stays what it was: a fee that is let go a week later was asked for a visit called off late all the same.
  if (noted.kind !== (before?.kind ?? kindNow(world, bill))) return refused('visit_not_come');
  const judged = judgeOutcome(world, { noted, bill, askedBy: who.id });
  if ('code' in judged) return { ok: false, failure: judged };
  const missed: MissedVisit = { kind: noted.kind, ...judged, at: world.clock.now(), by: who.name };
  const written = await world.ledger.missed.note(bill, missed);
  if (!written) return refused('bill_changed');
  if (noted.outcome.is === 'fee' && noted.outcome.stepIn) world.stepIns.used(noted.outcome.stepIn);
  await audit(world, who, missed.outcome === 'fee' ? 'fee_asked' : 'fee_waived', {
    ...factsFor(written),
    kind: missed.kind,
    ...(missed.outcome === 'fee' ? { amount: missed.fee } : { let: missed.ruled }),
    ...(before?.outcome === 'fee' ? { before: before.fee } : {}),
    ...(missed.stepIn === null ? {} : { stepIn: missed.stepIn }),
    ...(missed.reason === null ? {} : { note: missed.reason }),
  });
  world.emit('bills.changed', { ids: [written.id] });
  return done(await viewOf(world, written));
}

/** It was a slip, or somebody came after all: the bill asks for what the visit costs again. */
export async function takeBackMissed(
  world: World,
  { billId, version, reason }: { billId: string; version: number; reason: string },
  who: SignedIn | null,
): Promise<Reply<BillView>> {
  const now = await readBill(world, { billId, version });
  if ('code' in now) return { ok: false, failure: now };
  if (!now.missed) return refused('bill_not_missed');
  // What was taken as a fee must not become a part of what the visit costs by a click.
  if (now.operations.some(isFeeTaken)) return refused('fee_taken');
  const how = { at: world.clock.now(), by: who?.name ?? '', reason };
  const written = await world.ledger.missed.takeBack(now.bill, how);
  if (!written) return refused('bill_changed');
  await audit(world, who, 'missed_taken_back', { ...factsFor(written), note: reason });
  world.emit('bills.changed', { ids: [written.id] });
  return done(await viewOf(world, written));
}

/** What the house asks for a missed visit from now on. What was noted before stays as it was noted. */
export async function setMissedRule(
  world: World,
  rule: MissedRule,
  who: SignedIn | null,
): Promise<Reply<SettingsView>> {
  if (rule.fee === 'fixed' && rule.amount === 0) return refused('bad_input', { field: 'amount' });
  const saved = await world.settings.save({ missedRule: rule });
  const { currency } = saved;
  await audit(world, who, 'settings', {
    changed: 'missedRule',
    rule: rule.fee,
    ...(rule.fee === 'fixed' ? { amount: rule.amount, currency } : {}),
    ...(rule.fee === 'percent' ? { percent: rule.percent } : {}),
    ...(rule.cap === null ? {} : { cap: rule.cap }),
    lateHours: rule.lateHours,
  });
  return done(saved);
}

/** Why a manager would have to step in for a fee of this much, or null. Never more than the visit would have cost, whoever says so. */
export async function feeStop(
  world: Judging & Pick<World, 'ledger'>,
  billId: string,
  amount: Money,
): Promise<{ readonly refusal: Failure; readonly fact: string | null } | null> {
  const bill = await world.ledger.bills.byId(billId);
  if (!bill) return { refusal: refused('unknown_id').failure, fact: null };
  const refusal = overRule(world, bill, amount.amount);
  if (!refusal) return null;
  return { refusal, fact: refusal.code === 'fee_over_rule' ? feeFact(bill, ruledOf(world, bill)) : null };
}

type Outcome = Pick<MissedVisit, 'outcome' | 'fee' | 'ruled' | 'reason' | 'stepIn'>;

function judgeOutcome(
  world: World,
  { noted, bill, askedBy }: { readonly noted: MissedNoted; readonly bill: Bill; readonly askedBy: string },
): Outcome | Failure {
  const { ticket, outcome } = noted;
  const ruled = ruledOf(world, bill);
  if (outcome.is === 'waived' && ruled > 0 && (outcome.reason ?? '').length < 2)
    return refused('bad_input', { field: 'reason' }).failure;
  if (outcome.is === 'waived') return { outcome: 'waived', fee: 0, ruled, reason: outcome.reason, stepIn: null };
  const { amount } = outcome;
  const no = overRule(world, bill, amount);
  if (!no) return { outcome: 'fee', fee: amount, ruled, reason: null, stepIn: null };
  const target = { ticket, kind: 'fee', targetId: bill.id, amount: { amount, currency: bill.currency } } as const;
  const stepIn = outcome.stepIn ? world.stepIns.find(outcome.stepIn, target, askedBy) : null;
  if (no.code === 'fee_over_rule' && stepIn && passes(stepIn, feeFact(bill, ruled)))
    return { outcome: 'fee', fee: amount, ruled, reason: stepIn.reason, stepIn: stepIn.staffName };
  return outcome.stepIn && !stepIn ? refused('step_in_void', no.facts).failure : no;
}

function overRule(world: Judging, bill: Bill, amount: number): Failure | null {
  const { currency, total } = bill;
  if (amount > total) return refused('bill_over', { most: total, currency }).failure;
  const most = ruledOf(world, bill);
  return amount > most ? refused('fee_over_rule', { most, currency }).failure : null;
}

const ruledOf = ({ settings }: Pick<World, 'settings'>, { total }: Bill): number =>
  ruledFee(settings.now().missedRule, total);

/** What a manager looked at: this bill, and what the rule makes of it. A rule that was changed since is something else. */
const feeFact = ({ id }: Bill, most: number): string => `fee ${most} ${id}`.slice(0, 120);

const passes = ({ over }: StepIn, wanted: string): boolean =>
  over.some(({ why, fact }) => why === 'fee' && fact === wanted);

function kindNow({ clock, settings }: Judging, { visit }: Bill): MissedKind | null {
  const { missedRule, timeZone } = settings.now();
  const span = visitSpan(visit, timeZone);
  return span && missedNow(missedRule, { ...span, now: clock.now() });
}

/** The bill as it was looked at, with nothing of it under way; or why nothing is noted. */
async function readBill(
  world: World,
  { billId, version }: { readonly billId: string; readonly version: number },
): Promise<SummedBill | Failure> {
  const bill = await world.ledger.bills.byId(billId);
  const [now] = bill ? await summed(world, [bill]) : [];
  if (!now) return refused('unknown_id').failure;
  if (now.bill.version !== version) return refused('bill_changed').failure;
  if (now.bill.cancelled) return refused('bill_cancelled').failure;
  if (now.unsettled) return refused('bill_unsettled').failure;
  return now.sums.checking ? refused('bill_checking').failure : now;
}

function isFeeTaken({ plan, state }: SummedBill['operations'][number]): boolean {
  if ((plan.kind !== 'charge' && plan.kind !== 'hold') || plan.cause?.purpose !== 'no_show') return false;
  return state.name === 'done' || state.name === 'pending';
}
