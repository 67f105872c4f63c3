import * as v from 'valibot';
import { approvalRules } from './approval-rules.ts';
import { houseDay } from './bill.ts';
import { cardNotice } from './card-event.ts';
import { consentRule } from './consent.ts';
import { dayRule } from './day-rule.ts';
import { dispute } from './dispute.ts';
import { missedRule } from './missed-visit.ts';
import { deskTroubles } from './failure.ts';
import { cardDaysList } from './hold-days.ts';
import { holdView } from './hold.ts';
import { money } from './money.ts';
import { operationView } from './operation.ts';
import { backupTrouble } from './records.ts';
import { mode, providerHealth, providerName } from './provider.ts';

export const providerStatus = v.object({
  provider: providerName,
  health: providerHealth,
  /** last time its list was brought up to date */
  syncedAt: v.nullable(v.number()),
  syncing: v.boolean(),
  /** since when it does not answer */
  troubleSince: v.nullable(v.number()),
});
export type ProviderStatus = v.InferOutput<typeof providerStatus>;

/** What the line at the bottom says. */
export const deskStatus = v.object({
  mode,
  providers: v.array(providerStatus),
  checking: v.number(),
  needsPerson: v.number(),
  openHolds: v.number(),
  lapsingToday: v.number(),
  /** money buttons are shut for this reason, or null */
  moneyShut: v.nullable(v.picklist(deskTroubles)),
  /** how far this PC's clock is from the providers', ms, when it is too far to take money; null otherwise or where they could not tell */
  clockOffMs: v.nullable(v.number()),
  /** when the records were last found to be what was written; unix ms */
  recordsVerifiedAt: v.number(),
  /** why the daily backup is not made, or null */
  backupTrouble: v.nullable(backupTrouble),
  /** the day of the house to which money of this moment belongs, as Day end counts it: what a list proposes as today */
  businessDay: houseDay,
  now: v.number(),
});
export type DeskStatus = v.InferOutput<typeof deskStatus>;

export const todayView = v.object({
  /** per currency */
  held: v.array(money),
  heldCount: v.number(),
  /** cards of people who come in the next days that changed at their provider */
  cardNotices: v.array(cardNotice),
  /** the first hundred to lapse; the sums per currency and the number are of all */
  lapsing: v.array(holdView),
  lapsingSums: v.array(money),
  lapsingCount: v.number(),
  /** the hundred that lapsed first of those of the last days, and how many there are */
  lapsedUnseen: v.array(holdView),
  lapsedCount: v.number(),
  /** how many of those lapsed by their date alone, as in `unheard` of a hold, and when Stripe's list was last read: only Stripe gives dates */
  lapsedUnheard: v.object({ count: v.number(), readAt: v.nullable(v.number()) }),
  collected: v.array(money),
  collectedCount: v.number(),
  checking: v.array(operationView),
  needsPerson: v.array(operationView),
  /** bank debits that were accepted and came back lately, and what they had paid is due still; the bill where there is one */
  sentBack: v.array(v.object({ operation: operationView, billId: v.nullable(v.string()) })),
  /** refunds that were said to be done or on their way, that the client never got, and that nobody has given again or in another way; the bill where there is one */
  refundsFailed: v.array(v.object({ operation: operationView, billId: v.nullable(v.string()) })),
  /**
   * bills of visits of the last days that nobody has paid or cancelled. released, lapsed: the hold that the house's rule would have captured is gone.
   * not_collected: Paysafe never collected what was charged, and nobody has decided whether the bill counts it. Longest ago first.
   */
  billsOwing: v.array(
    v.object({
      billId: v.string(),
      customerName: v.string(),
      /** of the visit */
      day: v.string(),
      why: v.picklist(['released', 'lapsed', 'not_collected']),
      amount: money,
    }),
  ),
  /** payments that clients' banks want back and nobody has decided about, newest first; the bill where there is one */
  disputes: v.array(
    v.object({
      paymentId: v.string(),
      customerId: v.nullable(v.string()),
      customerName: v.string(),
      amount: money,
      dispute,
      billId: v.nullable(v.string()),
    }),
  ),
  /** today's orders of this house, newest first */
  recent: v.array(operationView),
  asOf: v.nullable(v.number()),
});
export type TodayView = v.InferOutput<typeof todayView>;

export const settingsView = v.object({
  house: v.string(),
  desk: v.string(),
  timeZone: v.string(),
  currency: v.string(),
  idleLockMinutes: v.number(),
  statementName: v.string(),
  tipPercents: v.array(v.number()),
  /** how many days we expect a Paysafe hold to last; an estimate, by the house: for every card that has no number of its own */
  paysafeHoldDays: v.number(),
  /** and for cards of a brand and kind that have one */
  paysafeCardDays: cardDaysList,
  /** times of the day, HH:MM in the house's zone, at which managers are told of holds that lapse; empty: never */
  lapseTimes: v.array(v.string()),
  /** what happens to a charge that no consent covers */
  consentRule,
  /** what is asked for a missed visit */
  missedRule,
  /** what needs a second person */
  approvalRules,
  /** when a day ends, and whether the next one waits for it to be closed */
  dayRule,
  /** links of Paysafe are made: its account has the Hosted Payments API, the owner says */
  paysafePages: v.boolean(),
});
export type SettingsView = v.InferOutput<typeof settingsView>;

export const auditLine = v.object({
  id: v.number(),
  at: v.number(),
  staffName: v.nullable(v.string()),
  desk: v.string(),
  /** verb or event: sign_in, charge, capture, key_replaced, staff_added … */
  what: v.string(),
  outcome: v.picklist(['done', 'refused', 'failed', 'started']),
  detail: v.record(v.string(), v.union([v.string(), v.number(), v.boolean()])),
});
export type AuditLine = v.InferOutput<typeof auditLine>;
