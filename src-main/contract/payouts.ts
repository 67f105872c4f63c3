import * as v from 'valibot';
import { command, query } from './channel.ts';
import { failure } from './failure.ts';
import { freeText, id } from './input.ts';
import { currency, minorUnits } from './money.ts';
import { providerName } from './provider.ts';
import { statementView } from './statement.ts';

const units = v.pipe(v.number(), v.safeInteger());

/** The bill on which a payment counts. */
const ofBill = v.object({ id: v.string(), code: v.string(), customerName: v.string() });

const line = {
  id: v.string(),
  amount: units,
  currency,
  provider: providerName,
  /** Stripe's to the second; a statement of Paysafe names a day, and this is its noon */
  at: v.number(),
  description: v.nullable(v.string()),
};

/** A line of a payout that no record of this house explains, one with another sum than ours, or one more of a movement that another line has. Minor units; below zero: money that went back. */
export const oddLine = v.object({
  ...line,
  /** twice: Paysafe's statements name this movement of ours more often than it was made */
  why: v.picklist(['not_here', 'other_amount', 'twice']),
  /** our id of the payment, when it is in the lists: it can be looked at there */
  paymentId: v.nullable(v.string()),
  /** our order of the same movement */
  operationId: v.nullable(v.string()),
  /** where its payment counts already: what went back of it is decided there */
  bill: v.nullable(ofBill),
  /** where another line counts that has the same reference, or Paysafe's id, and the same sum: perhaps it is one payment that two reports word differently */
  alike: v.nullable(ofBill),
  /** bill: it can belong to a bill, or to none with a reason. reason: only the latter, since it went back, its sum is not ours, or another line has the movement */
  may: v.picklist(['bill', 'reason']),
});
export type OddLine = v.InferOutput<typeof oddLine>;

/** A line that somebody matched by hand, or said why it belongs with no bill. */
export const decidedLine = v.object({
  ...line,
  matchId: v.string(),
  /** null: with none, and `reason` says why */
  bill: v.nullable(ofBill),
  reason: v.nullable(v.string()),
  by: v.string(),
  decidedAt: v.number(),
});
export type DecidedLine = v.InferOutput<typeof decidedLine>;

/** What a provider pays the house: a payout that Stripe lists, or what one file of Paysafe's says was paid together. `lines` of clients’ payments: matched + before + explained + odd. `other`: fees of the account, adjustments. */
export const payoutView = v.object({
  id: v.string(),
  provider: providerName,
  /** Paysafe: the statement that it was read from; null at Stripe */
  statementId: v.nullable(v.string()),
  /** Paysafe: what the file calls the payment to the bank; null where no column does, and at Stripe */
  name: v.nullable(v.string()),
  amount: units,
  currency,
  /** Stripe's own word; `statement` for what a file says */
  status: v.string(),
  /** of a statement: noon of the last day that its lines name */
  arrivesAt: v.number(),
  /** its lines were read, all of them */
  read: v.boolean(),
  lines: v.number(),
  /** by our records, and by hand with a bill */
  matched: v.number(),
  /** older than these records: nothing here could know of them */
  before: v.number(),
  /** belong with no bill, as somebody said with a reason */
  explained: v.number(),
  other: v.number(),
  odd: v.array(oddLine),
  decided: v.array(decidedLine),
});
export type PayoutView = v.InferOutput<typeof payoutView>;

/**
 * Money of ours that should be on its way to the bank and is in no payout. At Stripe, no_line: its balance has nothing of it; not_paid_out: it was
 * available, and a later payout took what became available after it. At Paysafe, no_statement: the statements of its days do not name it.
 */
export const missingPayment = v.object({
  operationId: v.string(),
  provider: providerName,
  customerName: v.string(),
  amount: minorUnits,
  currency,
  at: v.number(),
  why: v.picklist(['no_line', 'not_paid_out', 'no_statement']),
});
export type MissingPayment = v.InferOutput<typeof missingPayment>;

/** One that somebody said is no question any more, and why. */
export const explainedMissing = v.object({
  ...missingPayment.entries,
  matchId: v.string(),
  reason: v.string(),
  by: v.string(),
  decidedAt: v.number(),
});
export type ExplainedMissing = v.InferOutput<typeof explainedMissing>;

/**
 * Of which days our own charges and captures at Paysafe were compared with its statements: each money by itself, YYYY-MM-DD, first and last day. None: no
 * statement that was brought in tells of it, or not for long enough.
 */
export const comparedMoney = v.object({
  currency,
  instrument: v.picklist(['card', 'bank']),
  spans: v.array(v.object({ from: v.string(), to: v.string() })),
});
export type ComparedMoney = v.InferOutput<typeof comparedMoney>;

/** What a provider kept of a day’s payments, of those whose fee is known already. Paysafe: only where a statement says the fees of some. */
export const dayFees = v.object({
  provider: providerName,
  currency,
  fees: units,
  net: units,
  known: v.number(),
  of: v.number(),
});
export type DayFees = v.InferOutput<typeof dayFees>;

export const payoutsView = v.object({
  /** those since `since`, and every one with an unmatched line however old it is; unmatched first, then the newest */
  payouts: v.array(payoutView),
  /** the day since which all are shown */
  since: v.string(),
  /** there are older ones, which are shown when an earlier day is asked for */
  earlier: v.boolean(),
  /** lines that nothing explains, of all payouts */
  unmatched: v.number(),
  /** first the one that waits longest */
  missing: v.array(missingPayment),
  /** of those the ones that somebody answered: they are not asked about */
  missingExplained: v.array(explainedMissing),
  /** of each money that was taken at Paysafe lately */
  compared: v.array(comparedMoney),
  fees: v.array(dayFees),
  /** Paysafe's of the payouts that are shown, newest first */
  statements: v.array(statementView),
  /** when they were last read at Stripe; null: never */
  asOf: v.nullable(v.number()),
  /** why they could not be read just now */
  failure: v.nullable(failure),
});
export type PayoutsView = v.InferOutput<typeof payoutsView>;

/** A bill that a line may belong to. Minor units. */
export const matchCandidate = v.object({
  ...ofBill.entries,
  day: v.string(),
  service: v.string(),
  currency,
  total: minorUnits,
  remaining: minorUnits,
});
export type MatchCandidate = v.InferOutput<typeof matchCandidate>;

export const matchCandidates = v.object({
  /** who paid, by the provider's lists; null: not known */
  customerName: v.nullable(v.string()),
  /** why the line can belong to no bill; null: it can */
  shut: v.nullable(failure),
  /** as with `oddLine`: to match it too, somebody says that it is another payment */
  alike: v.nullable(ofBill),
  /** best guess first, at most 20: the same amount, then the same person, then the nearer day */
  rows: v.array(matchCandidate),
});
export type MatchCandidates = v.InferOutput<typeof matchCandidates>;

const decided = v.object({ lineId: v.string() });
const reason = v.pipe(v.string(), v.trim(), v.minLength(2), v.maxLength(200));

/** A line of a payout that nothing here explains, and what a manager says of it. Nothing of this moves money. */
export const payoutCalls = {
  /** `search`: a name or the code of a bill; null: bills of the days around the line */
  candidates: query('resolve', v.strictObject({ lineId: id, search: freeText(60) }), matchCandidates),
  /** The payment counts on this bill as paid. `remaining`: as it was shown; where it is another by now, nothing is written. `another`: it is not the payment of the line that is `alike`. */
  match: command(
    'resolve',
    v.strictObject({ lineId: id, billId: id, remaining: minorUnits, another: v.optional(v.boolean(), false) }),
    decided,
  ),
  /** It belongs with no bill, and why. */
  explain: command('resolve', v.strictObject({ lineId: id, reason }), decided),
  /** Why our own money may be in no payout. */
  explainMissing: command(
    'resolve',
    v.strictObject({ operationId: id, reason }),
    v.object({ operationId: v.string() }),
  ),
  /** Takes one of these back. `matchId`: of a decision that still stands */
  undo: command('resolve', v.strictObject({ matchId: id }), decided),
} as const;
