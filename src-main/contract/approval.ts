import * as v from 'valibot';
import { cardLabel } from './card.ts';
import { command, event, query } from './channel.ts';
import { purpose } from './consent.ts';
import { settingsView } from './desk-status.ts';
import { sure } from './doubt.ts';
import { failure } from './failure.ts';
import { email, freeText, id, nothing, stated } from './input.ts';
import { minorUnits, money } from './money.ts';
import { operationView } from './operation.ts';
import { providerName } from './provider.ts';
import { pin } from './staff.ts';
import { ticket } from './ticket.ts';
import { approvalKind, approvalRules } from './approval-rules.ts';

/**
 * prepared: waits for somebody else. approved: exactly this may be sent, once. used: it was. sent_back: with words. void: something changed since.
 * withdrawn: by whoever prepared it.
 */
export const approvalStates = ['prepared', 'approved', 'used', 'sent_back', 'void', 'withdrawn'] as const;
export const approvalState = v.picklist(approvalStates);
export type ApprovalState = v.InferOutput<typeof approvalState>;

/** Why an approval counts no more. changed: its amount or target. replaced: whoever prepared it did so anew. too_old: it was given too long ago. approver_gone: whoever gave it may not any more. */
export const approvalVoids = ['changed', 'replaced', 'too_old', 'approver_gone'] as const;
export const approvalVoid = v.picklist(approvalVoids);
export type ApprovalVoid = v.InferOutput<typeof approvalVoid>;

export const approvalLine = v.object({
  id: v.string(),
  kind: v.picklist(['charge', 'hold', 'capture', 'refund']),
  provider: providerName,
  customerId: v.nullable(v.string()),
  customerName: v.string(),
  card: v.nullable(cardLabel),
  billId: v.nullable(v.string()),
  amount: money,
  /** of a capture: what was held, minor units; null for the others */
  held: v.nullable(minorUnits),
  reason: v.nullable(v.string()),
  /** no consent covers it, of a charge or hold */
  outside: v.boolean(),
  /** of how many payments of the last minutes it may be the same once more */
  repeats: v.number(),
  /** what became of it once it was sent */
  operation: v.nullable(operationView),
});
export type ApprovalLine = v.InferOutput<typeof approvalLine>;

/** What somebody prepared for a second person's yes: exactly these amounts to exactly these targets. Times unix ms. */
export const approvalView = v.object({
  id: v.string(),
  of: approvalKind,
  state: approvalState,
  lines: v.array(approvalLine),
  /** per currency */
  totals: v.array(money),
  /** for whoever approves */
  note: v.nullable(v.string()),
  staffId: v.string(),
  staffName: v.string(),
  desk: v.string(),
  at: v.number(),
  /** who approved it or sent it back, and their words */
  decided: v.nullable(
    v.object({ staffId: v.string(), staffName: v.string(), at: v.number(), words: v.nullable(v.string()) }),
  ),
  why: v.nullable(approvalVoid),
  version: v.number(),
});
export type ApprovalView = v.InferOutput<typeof approvalView>;

const cause = v.strictObject({ purpose, billId: v.nullable(id) });
const taken = {
  customerId: id,
  cardId: id,
  amount: stated,
  note: freeText(200),
  cause: v.exactOptional(cause),
  sure,
};

/** An order as a dialog would give it, without its ticket. */
export const preparedOrder = v.variant('kind', [
  v.strictObject({ kind: v.literal('capture'), holdId: id, amount: stated, note: freeText(200) }),
  v.strictObject({ kind: v.literal('refund'), paymentId: id, amount: stated, note: freeText(200) }),
  v.strictObject({ kind: v.literal('charge'), ...taken, tip: v.nullable(minorUnits), receiptEmail: email }),
  v.strictObject({ kind: v.literal('hold'), ...taken }),
]);
export type PreparedOrder = v.InferOutput<typeof preparedOrder>;

const version = v.pipe(v.number(), v.integer(), v.minValue(1));

/** A second person's yes to captures, refunds and charges outside the consent, where the house asks for one. Main judges all of it. */
export const approvalCalls = {
  /** why this much needs a second person, or null; asked while the amount is typed. `targetId`: the hold or payment */
  needed: query(
    'find',
    v.strictObject({ of: approvalKind, targetId: v.nullable(id), amount: stated }),
    v.object({ refusal: v.nullable(failure) }),
  ),
  /** The same ticket and order again is the same approval; another amount or target voids the one before. */
  prepare: command('prepare', v.strictObject({ ticket, order: preparedOrder, note: freeText(200) }), approvalView),
  /** those that wait or may be sent, oldest first; and what was sent back or voided lately of whoever asks */
  list: query('find', nothing, v.object({ rows: v.array(approvalView) })),
  get: query('find', v.strictObject({ id }), approvalView),
  /** Another person's PIN for what was prepared, as it was looked at; whoever is signed in stays signed in. Sends nothing. */
  approve: command('signed_in', v.strictObject({ id, version, staffId: id, pin }), approvalView),
  sendBack: command(
    'signed_in',
    v.strictObject({
      id,
      version,
      staffId: id,
      pin,
      words: v.pipe(v.string(), v.trim(), v.minLength(3), v.maxLength(200)),
    }),
    approvalView,
  ),
  /** whoever prepared it takes it back, or has read why it was sent back */
  withdraw: command('prepare', v.strictObject({ id, version }), approvalView),
  /** gives the order that was approved, once, with exactly its amount and target */
  send: command('prepare', v.strictObject({ id, version }), operationView),
  setRules: command('settings', approvalRules, settingsView),
  changed: event(approvalView),
} as const;
