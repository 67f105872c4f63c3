import * as v from 'valibot';
import { approvalCalls } from './approval.ts';
import { billImportCalls } from './bill-import.ts';
import { bankAccountCalls } from './bank-account.ts';
import { billCalls } from './bill-calls.ts';
import { bookingCalls } from './booking.ts';
import { cardWindowCalls } from './card-window.ts';
import { billRunCalls } from './bill-run.ts';
import { command, event, query, type Desk, type EventPayloads } from './channel.ts';
import { dayEndCalls } from './day-end.ts';
import { payoutCalls } from './payouts.ts';
import { statementCalls } from './statement.ts';
import { consentCalls, evidenceCalls } from './consent-calls.ts';
import { purpose } from './consent.ts';
import { customerList, customerPage, importLine } from './customer.ts';
import { sure, sureView } from './doubt.ts';
import { deskStatus, todayView } from './desk-status.ts';
import { listCalls } from './export.ts';
import { historyCalls } from './history.ts';
import { holdReplaceCalls } from './hold-replace.ts';
import { holdReviewCalls } from './hold-review.ts';
import { captureRuleCalls } from './hold-rule.ts';
import { holdRunCalls } from './hold-run.ts';
import { email, freeText, id, nothing, stated } from './input.ts';
import { settingsCalls, staffCalls } from './house-calls.ts';
import { linkCalls } from './link-calls.ts';
import { missedCalls } from './missed-calls.ts';
import { paysafePagesCalls } from './paysafe-pages.ts';
import type { money } from './money.ts';
import { minorUnits } from './money.ts';
import { operationDetail, operationView, orderFilter } from './operation.ts';
import { payerCalls } from './payer.ts';
import { mode } from './provider.ts';
import { receiptCalls } from './receipt.ts';
import { recordsCalls } from './records.ts';
import { removalCalls } from './removal.ts';
import { repeat } from './repeat.ts';
import { pin, sessionState, staffName } from './staff.ts';
import { ticket } from './ticket.ts';

const cause = v.strictObject({ purpose, billId: v.nullable(id) });
/** A step-in that main gave for this very order; without one, what a guard stops stays stopped. */
const stepIn = v.optional(v.nullable(id));
const page = {
  offset: v.pipe(v.number(), v.integer(), v.minValue(0)),
  limit: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(200)),
};

const sessionCalls = {
  state: query('anyone', nothing, sessionState),
  signIn: command('anyone', v.strictObject({ staffId: id, pin }), sessionState),
  lock: command('anyone', nothing, sessionState),
  /** somebody is at the desk: puts the idle lock off */
  touch: query('anyone', nothing, v.object({ locked: v.boolean() })),
  createOwner: command(
    'anyone',
    v.strictObject({ name: staffName, pin, house: staffName, desk: staffName }),
    sessionState,
  ),
  setPreferences: command(
    'anyone',
    v.strictObject({
      language: v.optional(v.picklist(['en', 'fr'])),
      theme: v.optional(v.picklist(['system', 'light', 'dark'])),
    }),
    sessionState,
  ),
  changed: event(sessionState),
} as const;

const deskCalls = {
  status: query('anyone', nothing, deskStatus),
  statusChanged: event(deskStatus),
  today: query('find', nothing, todayView),
  /** refresh lists now */
  refresh: command('find', nothing, deskStatus),
  /** opens the provider's own site on this object, in the system's browser */
  openAtProvider: command(
    'find',
    v.strictObject({ kind: v.picklist(['customer', 'payment']), id }),
    v.object({ opened: v.boolean() }),
  ),
  openMode: command('keys', v.strictObject({ mode }), v.object({ opened: v.boolean() })),
  resetDemo: command('settings', nothing, v.object({ reset: v.boolean() })),
} as const;

const customersCalls = {
  list: query(
    'find',
    v.strictObject({
      search: v.pipe(v.string(), v.maxLength(100)),
      filter: v.picklist(['all', 'holds', 'cards']),
      ...page,
    }),
    customerList,
  ),
  get: query('find', v.strictObject({ id }), customerPage),
  refresh: command('find', v.strictObject({ id }), customerPage),
  bringIn: command(
    'import',
    v.strictObject({
      by: v.picklist(['profileId', 'merchantCustomerId']),
      value: v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(100)),
    }),
    v.object({ customerId: v.string(), already: v.boolean() }),
  ),
  bringInCsv: command(
    'import',
    v.strictObject({ text: v.pipe(v.string(), v.maxLength(2_000_000)) }),
    v.object({ lines: v.array(importLine) }),
  ),
  link: command('link', v.strictObject({ id, otherId: id }), customerPage),
  unlink: command('link', v.strictObject({ id }), customerPage),
  /** something in the lists changed: ids of customers to look at again; `all` after a fill */
  changed: event(v.object({ ids: v.array(v.string()), all: v.boolean() })),
} as const;

const cardsCalls = {
  rename: command(
    'charge',
    v.strictObject({ cardId: id, nickname: freeText(40) }),
    v.object({ nickname: v.nullable(v.string()) }),
  ),
  setDefault: command('set_default', v.strictObject({ ticket, cardId: id }), operationView),
  remove: command('remove_card', v.strictObject({ ticket, cardId: id, reason: freeText(200) }), operationView),
} as const;

const holdsCalls = {
  ...holdReviewCalls,
  ...holdReplaceCalls,
  place: command(
    'hold',
    v.strictObject({
      ticket,
      customerId: id,
      cardId: id,
      amount: stated,
      note: freeText(200),
      cause: v.exactOptional(cause),
      sure,
      stepIn,
    }),
    operationView,
  ),
  capture: command(
    'capture',
    v.strictObject({ ticket, holdId: id, amount: stated, note: freeText(200) }),
    operationView,
  ),
  release: command('release', v.strictObject({ ticket, holdId: id, note: freeText(200) }), operationView),
  /** somebody pressed the desktop's notification of holds that lapse */
  wanted: event(nothing),
} as const;

const paymentsCalls = {
  charge: command(
    'charge',
    v.strictObject({
      ticket,
      customerId: id,
      cardId: id,
      /** the whole amount, tip included */
      amount: stated,
      tip: v.nullable(minorUnits),
      note: freeText(200),
      receiptEmail: email,
      /** what it is for; the remaining balance of no bill when it is left out */
      cause: v.exactOptional(cause),
      sure,
      stepIn,
    }),
    operationView,
  ),
  refund: command(
    'refund',
    v.strictObject({ ticket, paymentId: id, amount: stated, reason: freeText(200), stepIn }),
    operationView,
  ),
  list: query(
    'find',
    v.strictObject({
      ...orderFilter.entries,
      /** a day of the house, YYYY-MM-DD in its time zone */
      day: v.nullable(v.pipe(v.string(), v.regex(/^\d{4}-\d{2}-\d{2}$/))),
      ...page,
    }),
    v.object({ rows: v.array(operationView), total: v.number(), capped: v.boolean() }),
  ),
  get: query('find', v.strictObject({ operationId: id }), operationDetail),
  /**
   * Charges and holds of this person in the last minutes: ours, and what the provider shows beside them. `ask`: read at the provider first, for
   * at most a few seconds; without it what main holds is answered at once.
   */
  recent: query(
    'find',
    v.strictObject({
      customerId: id,
      ask: v.boolean(),
      /** the bill about to be charged: its other parts are no repeats */
      billId: v.exactOptional(v.nullable(id)),
      /** a tip and nothing else: another tip alone of that bill is a repeat */
      tipOnly: v.exactOptional(v.boolean()),
      /** the card about to be charged: one that somebody lent may just have paid for its owner */
      cardId: v.exactOptional(v.nullable(id)),
    }),
    v.object({ repeats: v.array(repeat) }),
  ),
  /** why to look again before this person's card is charged or held with this amount; each must be confirmed in the order (`sure`) */
  sure: query(
    'find',
    v.strictObject({
      customerId: id,
      cardId: id,
      amount: stated,
      tip: v.nullable(minorUnits),
      billId: v.nullable(id),
    }),
    sureView,
  ),
  /** refunds of this payment in the last day, of any sum; `ask` as above */
  refunded: query('find', v.strictObject({ paymentId: id, ask: v.boolean() }), v.object({ repeats: v.array(repeat) })),
  askNow: command('find', v.strictObject({ operationId: id }), operationDetail),
  /** A refund that failed after it was done was given back in another way, and how: Today does not ask about it any more. Moves nothing. */
  answerRefund: command(
    'resolve',
    v.strictObject({ operationId: id, reason: v.pipe(v.string(), v.trim(), v.minLength(2), v.maxLength(200)) }),
    operationDetail,
  ),
  /** takes that back */
  askRefundAgain: command('resolve', v.strictObject({ operationId: id }), operationDetail),
  /** a manager compared with the provider's own site and says what is true there */
  resolve: command(
    'resolve',
    v.strictObject({
      operationId: id,
      outcome: v.picklist(['done', 'not_done']),
      note: v.pipe(v.string(), v.trim(), v.minLength(3), v.maxLength(300)),
      /** with `done` of what moves money: the sum that stands there, in the order's currency; null otherwise */
      sum: v.nullable(stated),
      /** the provider's own reference of it; null: not written down */
      reference: v.nullable(v.pipe(v.string(), v.trim(), v.regex(/^[\w-]{3,120}$/))),
    }),
    operationDetail,
  ),
  changed: event(operationView),
} as const;

/**
 * Every call and event between the window and main, on one page. Named group by group: written out whole, its type would be longer than the compiler keeps;
 * as an interface it would not be a tree of calls.
 */
export type DeskContract = {
  readonly session: typeof sessionCalls;
  readonly desk: typeof deskCalls;
  readonly customers: typeof customersCalls;
  readonly removal: typeof removalCalls;
  readonly cards: typeof cardsCalls;
  readonly holds: typeof holdsCalls;
  readonly holdRuns: typeof holdRunCalls;
  readonly captureRule: typeof captureRuleCalls;
  readonly payments: typeof paymentsCalls;
  readonly approvals: typeof approvalCalls;
  readonly bills: typeof billCalls;
  readonly missed: typeof missedCalls;
  readonly paysafePages: typeof paysafePagesCalls;
  readonly billImport: typeof billImportCalls;
  readonly billRuns: typeof billRunCalls;
  readonly bookings: typeof bookingCalls;
  readonly consents: typeof consentCalls;
  readonly payers: typeof payerCalls;
  readonly evidence: typeof evidenceCalls;
  readonly dayEnd: typeof dayEndCalls;
  readonly payouts: typeof payoutCalls;
  readonly statements: typeof statementCalls;
  readonly links: typeof linkCalls;
  readonly cardWindow: typeof cardWindowCalls;
  readonly bankAccounts: typeof bankAccountCalls;
  readonly settings: typeof settingsCalls;
  readonly staff: typeof staffCalls;
  readonly records: typeof recordsCalls;
  readonly history: typeof historyCalls;
  readonly lists: typeof listCalls;
  readonly receipts: typeof receiptCalls;
};

export const contract: DeskContract = {
  session: sessionCalls,
  desk: deskCalls,
  customers: customersCalls,
  removal: removalCalls,
  cards: cardsCalls,
  holds: holdsCalls,
  holdRuns: holdRunCalls,
  captureRule: captureRuleCalls,
  payments: paymentsCalls,
  approvals: approvalCalls,
  bills: billCalls,
  missed: missedCalls,
  paysafePages: paysafePagesCalls,
  billImport: billImportCalls,
  billRuns: billRunCalls,
  bookings: bookingCalls,
  consents: consentCalls,
  payers: payerCalls,
  evidence: evidenceCalls,
  dayEnd: dayEndCalls,
  payouts: payoutCalls,
  statements: statementCalls,
  links: linkCalls,
  cardWindow: cardWindowCalls,
  bankAccounts: bankAccountCalls,
  settings: settingsCalls,
  staff: staffCalls,
  records: recordsCalls,
  history: historyCalls,
  lists: listCalls,
  receipts: receiptCalls,
};

export type DeskCalls = Desk<DeskContract>;
export type DeskEvents = EventPayloads<DeskContract>;
export type StatedMoney = v.InferOutput<typeof money>;
