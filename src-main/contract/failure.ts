import * as v from 'valibot';

/**
 * Why nothing was done. A Failure never describes what happened at the provider: that is an operation's state.
 * Every code has its sentence in both languages in the window's `wording/failures.ts`.
 */
export const failureCodes = [
  // who asks
  'not_signed_in',
  'not_allowed',
  'wrong_window',
  'wrong_pin',
  'pin_locked',
  'pin_weak',
  'name_taken',
  'last_owner',
  'owner_exists',
  // what is asked
  'bad_input',
  'unknown_call',
  'unknown_id',
  'ticket_reused',
  'too_many_calls',
  // limits, judged on the row that main holds
  'amount_zero',
  'amount_too_small',
  'amount_too_large',
  'over_held',
  'over_refundable',
  /** a manager said that the client was given this money in another way, after a refund of it that failed */
  'refund_given_otherwise',
  /** what a manager wrote down as an order's payment is another one */
  'reference_other_customer',
  'reference_other_sum',
  'reference_other_order',
  'wrong_currency',
  'hold_lapsed',
  'capture_rule_nobody',
  'capture_rule_late',
  'capture_rule_unread',
  'capture_rule_changed',
  /** a line that the rule named is not named by it any more, or with less: its bill or its plan is another */
  'capture_rule_otherwise',
  'hold_not_open',
  'replace_other_provider',
  /** another hold stands in its place, placed longer ago than its provider keeps keys */
  'hold_replaced',
  'not_refundable',
  'partial_needs_batch',
  'card_removed',
  'card_expired',
  'card_not_usable',
  'mandate_not_active',
  'not_this_customer',
  'busy',
  'default_elsewhere',
  // consent: saved is not authorised
  'consent_missing',
  'consent_over_cap',
  'consent_used_up',
  'consent_ended',
  'consent_withdrawn',
  'consent_other_purpose',
  'consent_other_currency',
  'payer_same_person',
  'payer_already',
  'payer_gone',
  'consent_text_changed',
  'scan_unreadable',
  'scan_too_large',
  'document_not_saved',
  // bills
  'bill_over',
  /** its provider shows a payment for it that these records do not know, of another sum or card */
  'bill_taken',
  'bill_held',
  'bill_checking',
  'bill_unsettled',
  'bill_cancelled',
  'visit_ahead',
  'bill_other_person',
  'bill_changed',
  'bill_has_payments',
  'bill_paid',
  'bill_missed',
  'bill_not_missed',
  'visit_not_come',
  'fee_over_rule',
  'fee_taken',
  // the end of a day
  'day_not_closed',
  // lines of payouts
  'line_decided',
  /** it never failed, was answered meanwhile, or its answer is taken back already */
  'refund_answered',
  'line_not_for_bill',
  'line_on_bill',
  'line_begun_here',
  'line_not_listed',
  /** `reference`: the code of the bill on which the line that is like it counts */
  'line_alike',
  'match_given_back',
  'day_changed',
  'day_closed',
  'day_not_over',
  'day_has_open',
  'export_running',
  /** an order that moved nothing, or of which nobody knows yet, has no receipt */
  'no_receipt',
  // many bills in one go
  'run_going',
  'run_changed',
  'run_nobody',
  'run_no_card',
  /** the PC slept in the middle of a run: the rest waits for somebody to confirm it */
  'run_slept',
  'hold_changed',
  'hold_needs_reason',
  'refund_needs_reason',
  'hold_plan_changed',
  'hold_day_past',
  'hold_many_notes',
  // pages of the provider
  'link_checking',
  'link_paying',
  'link_open',
  'link_not_made',
  'price_gone',
  'link_needs_stripe',
  'invoice_needs_email',
  'link_consent_long',
  'paysafe_pages_off',
  'link_needs_paysafe',
  // the card window
  'card_token_ended',
  'card_token_odd',
  'card_window_shut',
  'card_window_busy',
  'card_window_needs_paysafe',
  'card_key_missing',
  // taking a whole customer away
  'customer_removed',
  /** a bill is made for nobody who was removed */
  'bill_customer_removed',
  'customer_checking',
  'customer_has_hold',
  'customer_debit_coming',
  'customer_owes',
  'customer_has_page',
  'customer_subscribed',
  'subscriptions_unseen',
  // bank accounts
  'bank_needs_paysafe',
  'bank_kind_missing',
  // guards that a manager's step-in passes
  'be_sure',
  'repeat_needs_manager',
  'step_in_void',
  // a second person's yes
  'needs_approval',
  'own_approval',
  'approval_changed',
  'approval_void',
  // the desk itself: nothing is sent
  'keychain_unavailable',
  'keychain_locked',
  'key_missing',
  'key_refused',
  'key_malformed',
  'key_wrong_mode',
  'key_publishable',
  'key_not_in_demo',
  /** it may be of another account than the one that has what is open there */
  'key_other_account',
  /** it would be asked what happened since a backup, and nothing shows that it is of the account of the records' orders */
  'key_gap_account',
  'permission_missing',
  'live_not_here',
  'account_missing',
  'offline',
  'provider_unavailable',
  'provider_odd',
  /** an order was still being judged while the PC slept, or while its clock was set: nobody stands at the counter any more */
  'slept',
  /** what it was judged by was something else each time it was to be written */
  'order_unsteady',
  'clock_wrong',
  'records_unwritable',
  'records_locked',
  'records_gone',
  'records_fault',
  'records_damaged',
  'records_newer',
  'sqlite_old',
  'records_key_missing',
  'records_in_use',
  'records_on_network',
  'records_rebuilding',
  /** after a restore: one provider, or the other one of a bill, has not said yet what happened since */
  'gap_provider',
  'gap_bill',
  /** the same, of money that is noted on a bill by hand: a manager may go past it */
  'gap_credit',
  'gap_has_key',
  'records_busy',
  'records_held',
  'backup_gone',
  'backup_damaged',
  'backup_other_house',
  'backup_other_mode',
  'backup_unwritable',
  'network_drive',
  'folder_gone',
  'not_in_demo',
  'only_in_demo',
  // bringing customers in
  'not_at_provider',
  'already_known',
  'several_match',
  'csv_empty',
  'csv_too_long',
  'csv_too_large',
  'csv_unreadable',
  'csv_forgotten',
  'csv_running',
  'statement_decided',
  'link_same_person',
  'already_linked',
  // a fault of ours, written in the log under the reference
  'internal',
] as const;

export const failure = v.object({
  code: v.picklist(failureCodes),
  /** facts for the sentence: amounts in minor units with their currency, names, counts, an operation id */
  facts: v.optional(v.record(v.string(), v.union([v.string(), v.number(), v.boolean()]))),
});
export type Failure = v.InferOutput<typeof failure>;
export type FailureCode = Failure['code'];

/** Troubles of an open desk in which no money leaves at all, whichever provider it is for. Lists are still read. */
export const deskTroubles = [
  'keychain_unavailable',
  'keychain_locked',
  'records_unwritable',
  'records_locked',
  'records_gone',
  'records_fault',
  'records_damaged',
  'records_newer',
  'records_key_missing',
  'records_in_use',
  'records_on_network',
  'records_rebuilding',
  'clock_wrong',
] as const satisfies readonly FailureCode[];
export type DeskTrouble = (typeof deskTroubles)[number];

/** True for what shuts the whole desk; another failure is about one order. */
export function isDeskTrouble(code: unknown): code is DeskTrouble {
  return deskTroubles.some((known) => known === code);
}

export type Reply<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly failure: Failure };

export function done<T>(value: T): Reply<T> {
  return { ok: true, value };
}

export function refused(
  code: FailureCode,
  facts?: Failure['facts'],
): { readonly ok: false; readonly failure: Failure } {
  return { ok: false, failure: facts ? { code, facts } : { code } };
}
