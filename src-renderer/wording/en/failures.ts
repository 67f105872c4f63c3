import type { FailureCode } from '../../../src-main/contract/failure.ts';

/** Facts of a failure, already written for people: amounts with their sign, providers by name. */
export interface FailureFacts {
  readonly provider: string;
  readonly most: string;
  readonly least: string;
  readonly by: string;
  /** how far the clock is off; empty where nobody could tell */
  readonly off: string;
  readonly key: string;
  readonly window: string;
  readonly number: string;
  readonly reference: string;
  readonly tries: number | null;
  readonly time: string;
  /** it is about Paysafe’s key for card fields, and about nothing else */
  readonly ofCardKey: boolean;
  /** a day of the house, `Friday, November 20` */
  readonly day: string;
  /** what was just done, as a sentence of its own */
  readonly repeat: string;
  /** from which amount on; empty where none is named */
  readonly from: string;
  /** what was given back in another way; empty where nothing was */
  readonly sum: string;
  /** when it was, with its day: `Fri, Nov 20, 4:10 p.m.`; empty where nobody could tell */
  readonly at: string;
}

/** Why nothing was done, for every code. Says what happened, then what to do. */
export const failures: Record<FailureCode, (facts: FailureFacts) => string> = {
  not_signed_in: () => 'Nobody is signed in. Enter your PIN.',
  not_allowed: () => 'Your role may not do this. Ask a manager.',
  wrong_window: () => 'This did not come from Comptoir’s own window. Nothing was done.',
  wrong_pin: (f: FailureFacts) =>
    f.tries === null
      ? 'That PIN is not right.'
      : `That PIN is not right. ${f.tries === 1 ? '1 try' : `${f.tries} tries`} left.`,
  pin_locked: () => 'Locked after 5 tries. A manager can unlock.',
  pin_weak: () => 'This PIN is too easy to guess. Choose another one.',
  name_taken: () => 'Someone here has this name already. Add an initial.',
  last_owner: () => 'The house needs one owner. Make someone else owner first.',
  owner_exists: () => 'This house has its owner already.',
  bad_input: () => 'Something here cannot be read. Look at what you typed.',
  unknown_call: () => 'This Comptoir does not know that action. Update this desk.',
  unknown_id: () => 'This is not in the list any more. Refresh, then look again.',
  ticket_reused: () => 'This dialog was already used for something else. Close it and open it again.',
  too_many_calls: () => 'Too much at once. Wait a moment.',
  amount_zero: () => 'Enter an amount above zero.',
  amount_too_small: (f: FailureFacts) => `${f.least} is the least this provider takes.`,
  amount_too_large: (f: FailureFacts) => `${f.most} is the most this provider takes.`,
  over_held: (f: FailureFacts) => `Only ${f.most} is held.`,
  over_refundable: (f: FailureFacts) => `Only ${f.most} can go back.`,
  refund_given_otherwise: (f: FailureFacts) =>
    `The client was given ${f.sum} of this in another way, says ${f.by} (${f.at}). By card ${f.most} can still go back. Nothing was sent. If that is not so, a manager takes the answer back on the refund that failed.`,
  reference_other_customer: () =>
    'This reference is of another client’s payment. Look at it again, or leave the reference out.',
  reference_other_sum: (f: FailureFacts) =>
    `The payment of this reference is of ${f.most}. Look at reference and sum again, or leave the reference out.`,
  reference_other_order: () =>
    'This reference is of a payment that another order or bill has already. Look at it again, or leave the reference out.',
  wrong_currency: () => 'This is in another currency.',
  hold_lapsed: () => 'Lapsed. Nothing was taken.',
  replace_other_provider: () =>
    'A hold is replaced at its own provider. Choose a card there, or place a new hold and release this one.',
  hold_replaced: (f: FailureFacts) =>
    `A hold of ${f.most} took its place already${f.at === '' ? '' : ` (${f.at})`}. Nothing was sent. Release the one nobody needs.`,
  hold_not_open: () => 'This hold is not open any more. Refresh, then look at the payments.',
  not_refundable: () => 'Nothing of this payment can go back.',
  partial_needs_batch: (f: FailureFacts) =>
    `Until tonight’s batch only the whole ${f.most} can go back. A part can be refunded tomorrow.`,
  card_removed: () => 'This card was removed. It can no longer be charged.',
  bill_customer_removed: () =>
    'This customer was removed, so nothing was written. Choose another one, or use the name alone.',
  customer_removed: () => 'This customer was removed. The page is there to read.',
  customer_checking: () =>
    'Something of theirs is still being checked or needs a person. Look at it first, then remove.',
  customer_has_hold: () => 'A hold of theirs is open. Capture or release it first, then remove.',
  customer_debit_coming: () =>
    'A bank debit of theirs is on its way and may come back. Wait until the bank has said, then remove.',
  customer_owes: () => 'A bill of theirs has something left to pay. Settle or cancel it first, then remove.',
  customer_has_page: () => 'A page is open for them. Close it first, then remove.',
  customer_subscribed: (f: FailureFacts) =>
    `A subscription of theirs runs at ${f.provider}, and removing them would end it. End it on ${f.provider}’s own site first.`,
  subscriptions_unseen: (f: FailureFacts) =>
    `${f.provider} does not let this key see subscriptions, and removing a customer ends them. Let the key read subscriptions, then remove.`,
  card_expired: () => 'This card has expired.',
  card_not_usable: () => 'This card or account cannot be used for this.',
  mandate_not_active: () =>
    'The bank has not confirmed the mandate of this account, or it has ended. It cannot be charged.',
  not_this_customer: () => 'This card belongs to somebody else.',
  busy: (f: FailureFacts) =>
    f.by === ''
      ? 'Something is still open here. Look at it first.'
      : `${f.by} has something open here. Look at it first.`,
  default_elsewhere: () => 'The default card is chosen at the provider.',
  consent_missing: () => 'No consent: cannot be charged.',
  consent_over_cap: (f: FailureFacts) => `Over the consent: ${f.most} at most. Ask for a new one, or charge ${f.most}.`,
  consent_used_up: (f: FailureFacts) => `Of this consent only ${f.most} is left. Ask for a new one.`,
  consent_ended: () => 'The consent has ended. Ask for a new one.',
  consent_withdrawn: () => 'The customer has withdrawn this consent. Nothing can be charged under it.',
  consent_other_purpose: () => 'The consent covers something else. Ask for one that covers this.',
  consent_other_currency: () => 'The consent is in another currency. Ask for a new one.',
  payer_same_person: () => 'This card is theirs already.',
  payer_already: () => 'This card may pay for them already.',
  payer_gone: () => 'This was taken back already. Look again.',
  consent_text_changed: () => 'The text was changed meanwhile. Read it again, then ask.',
  scan_unreadable: () => 'This file is no PDF, PNG or JPEG. Attach the signed paper as one of these.',
  scan_too_large: () => 'This file is larger than 5 MB. Scan it smaller.',
  document_not_saved: () => 'The document could not be written there. Choose another folder.',
  bill_taken: (f: FailureFacts) =>
    `${f.provider} already shows ${f.most} for this bill${f.at === '' ? '' : ` (${f.at})`}, taken elsewhere. Nothing was sent. Look at the bill and at the client’s payments.`,
  bill_held: (f: FailureFacts) =>
    `${f.provider} already holds ${f.most} for this bill${f.at === '' ? '' : ` (${f.at})`}, placed at another desk. Nothing was sent. Capture that hold, or release it first.`,
  bill_over: (f: FailureFacts) => `Only ${f.most} is left to pay on this bill.`,
  bill_unsettled: () =>
    'A payment that was found again may have been for this bill. A manager says which in Settings › Records; until then it cannot be charged.',
  bill_checking: () => 'A payment of this bill is still being checked. Nobody can charge it until we know.',
  bill_cancelled: () => 'This bill is cancelled.',
  bill_other_person: () => 'This bill is somebody else’s.',
  visit_ahead: () => 'This visit is still to come. Close its bill once it is over.',
  bill_changed: () => 'Somebody changed this bill meanwhile. Look at it again.',
  bill_has_payments: () => 'Money of this bill has moved already: whose it is cannot change any more.',
  bill_paid: () => 'This bill is paid already.',
  bill_missed: () => 'The visit was missed: its bill asks for the fee alone. Look at it again.',
  bill_not_missed: () => 'This bill asks for what the visit costs, and for no fee. Look at it again.',
  visit_not_come: () => 'The time of this visit has not come, so nobody has missed it.',
  fee_over_rule: (f: FailureFacts) => `The house’s rule makes it ${f.most} at most. A manager may allow more.`,
  fee_taken: () => 'A fee was taken for this visit. Give it back first; then waive it.',
  run_going: () =>
    'Bills are being charged, or holds captured or released, at this desk already. Wait until that is finished, or stop it.',
  run_changed: () => 'Somebody went on with these meanwhile. Look at them again.',
  hold_changed: (f: FailureFacts) =>
    `This hold changed since you looked: ${f.most} can be captured now. Look at it again.`,
  refund_needs_reason: () => 'Say why it is refunded.',
  hold_needs_reason: () => 'Say why less than the held amount is captured.',
  hold_plan_changed: () => 'Somebody changed this plan meanwhile. Look at it again.',
  hold_day_past: (f: FailureFacts) => `${f.day} is over. Choose today or a later day.`,
  hold_many_notes: () => 'There are 20 notes on this hold already.',
  day_not_closed: (f: FailureFacts) => `${f.day} was not closed. Close it first, it takes 2 minutes.`,
  refund_answered: () => 'Nothing is left to answer here. Look at this refund again.',
  line_decided: () => 'Something explains this line by now. Look at the list again.',
  line_not_for_bill: () =>
    'This line cannot stand on a bill: it is no whole payment in the bill’s currency. Say why it is there instead.',
  line_on_bill: () => 'This payment stands on a bill already.',
  line_begun_here: () =>
    'This payment was begun in Comptoir, and counts on its bill by its own order. Open the payment and look there.',
  line_alike: ({ reference }) =>
    `A line with the same reference and sum is matched with bill ${reference} already. Say that this is another payment, or why the line is there.`,
  line_not_listed: () => 'This payment is not in the lists yet. Read the lists again, then match it.',
  match_given_back: () =>
    'Somebody decided on that bill about money given back of this payment. Take that decision back first.',
  day_changed: () => 'Something moved since you looked. Look at the day again.',
  day_closed: (f: FailureFacts) => `${f.by} has closed this day already.`,
  day_not_over: () => 'This day has not begun.',
  day_has_open: () => 'Something is still open. Say why the day is closed all the same.',
  no_receipt: () => 'There is no receipt for this: nothing moved by it, or it is not known yet.',
  export_running: () => 'A list is being exported at this desk already. Wait until it is finished, or cancel it.',
  run_nobody: () => 'This bill belongs to nobody in the list, so no card is known.',
  run_slept: () => 'This PC was asleep in the middle, so nothing more was sent.',
  run_no_card: () => 'No card is saved.',
  link_checking: () =>
    'The page that is open for this is still being checked. Nobody can take money for it until we know.',
  link_paying: () => 'Somebody has just used the page for this. It is looked at first, so that nobody pays twice.',
  link_open: () => 'A page is open for this bill. Close it first, or wait for it.',
  capture_rule_nobody: () =>
    'Whoever turned on the capture rule is not here any more, or may not capture. A manager turns it on again.',
  capture_rule_late: () => 'It had lapsed before the rule’s time came.',
  capture_rule_unread: () =>
    'Comptoir had not read a provider’s list to its end by then, so it did not know what was held.',
  capture_rule_changed: () => 'Somebody changed this rule meanwhile. Look at what it will do, then turn it on.',
  capture_rule_otherwise: () =>
    'Its bill or its plan changed since the rule named it. Nothing was captured. Look at it, then capture or release it yourself.',
  price_gone: () => 'This price is not in your catalogue at Stripe any more. Choose again. Nothing was made.',
  link_not_made: (f) => `${f.provider} did not make the page. Nothing was charged.`,
  link_needs_stripe: () => 'This person has no record at Stripe yet, so no page can save a card for them.',
  invoice_needs_email: () => 'Stripe has no email address for this person, so it makes no invoice for them.',
  paysafe_pages_off: () => 'Links of Paysafe are off. The owner can turn them on under Settings, Providers.',
  link_needs_paysafe: () => 'This client has no profile at Paysafe, so Paysafe makes no page for them here.',
  link_consent_long: () => 'This consent text is too long for the page. The owner can shorten it in Settings.',
  repeat_needs_manager: (f: FailureFacts) => `${f.repeat} A manager must allow another one.`,
  be_sure: () => 'Look again at who is charged and how much: it needs a tick in a dialog of its own.',
  step_in_void: () =>
    'What was allowed was another amount or another order, or too long ago. A manager must allow it again.',
  needs_approval: (f: FailureFacts) =>
    f.from === '' ? 'Needs a second person.' : `Needs a second person: the total is ${f.from} or more.`,
  own_approval: (f: FailureFacts) => `Prepared by ${f.by}: cannot approve it.`,
  approval_changed: () => 'Somebody did something with this meanwhile. Look at it again.',
  approval_void: (f: FailureFacts) =>
    f.by === ''
      ? 'Something changed since this was prepared. Prepare it again.'
      : `Something changed since ${f.by} looked. Prepare it and approve again.`,
  keychain_unavailable: (f: FailureFacts) =>
    f.ofCardKey
      ? 'This PC’s keychain does not answer, so Paysafe’s key for card fields cannot be read. See that it works, then try again.'
      : 'This PC has no keychain that works, so keys cannot be kept and payments are off. Set one up (on Linux: GNOME Keyring), then try again.',
  keychain_locked: (f: FailureFacts) =>
    f.ofCardKey
      ? 'This PC’s keychain is locked, so Paysafe’s key for card fields cannot be read. Unlock it, then try again.'
      : 'This PC’s keychain is locked, so payments are off. Unlock it, then try again.',
  key_missing: (f: FailureFacts) => `${f.provider}’s key is missing. The owner can enter it in Settings.`,
  key_refused: (f: FailureFacts) => `${f.provider} refuses this key. The owner can replace it in Settings.`,
  key_malformed: () => 'This does not look like a key. Copy it again, whole.',
  key_wrong_mode: (f: FailureFacts) => `This is a ${f.key} key. This window is in ${f.window}.`,
  key_publishable: () => 'This is the publishable key. Comptoir needs the restricted (rk_) key.',
  key_not_in_demo: () => 'The demo house needs no key. Open the test or the live window to enter yours.',
  key_other_account: (f: FailureFacts) =>
    `Orders at ${f.provider} are still being checked or on their way, and nothing shows that this key is of the account that has them. With another account’s key nobody learns what became of them. Wait until they are known, or tick below and enter the key again. Nothing was changed.`,
  key_gap_account: (f: FailureFacts) =>
    `A backup was put back, and nothing shows that this key is of the account that has the house’s orders at ${f.provider}${f.number === '' ? '' : ` (${f.number})`}. Another account would say that nothing happened since: clients could be charged twice, and orders that are still being checked would stay so. Enter the key of that account, or tick below if this one is meant and enter it again. Nothing was changed.`,
  permission_missing: (f: FailureFacts) => `This key may not do that. Turn the permission on at ${f.provider}.`,
  live_not_here: () => 'Live keys need the real Comptoir application. This window takes test keys only.',
  account_missing: (f: FailureFacts) =>
    f.number === ''
      ? `${f.provider} has no account for this currency. Add its number in Settings.`
      : `${f.provider} does not know account ${f.number} under this key.`,
  offline: () => 'No line. Nothing was sent.',
  provider_unavailable: (f: FailureFacts) => `${f.provider} does not answer. Nothing was sent.`,
  provider_odd: (f: FailureFacts) => `${f.provider} answered something Comptoir cannot read. Nothing was done.`,
  slept: () => 'This PC slept, or its clock was set, before this was sent. Nothing was sent. Try again.',
  order_unsteady: () =>
    'The bill or the consent was another one each time this was to be written, so nothing was sent. Look at the bill again. If this comes back, a manager checks the records in Settings › Records.',
  clock_wrong: (f: FailureFacts) =>
    f.off === ''
      ? 'This PC’s clock is wrong. Set it right to take payments.'
      : `This PC’s clock is ${f.off} off. Set it right to take payments.`,
  records_unwritable: () =>
    'This PC cannot write its records, so nothing was sent. Free some space, or let Comptoir write in its folder.',
  records_locked: () =>
    'Another program is using this PC’s records, so nothing was sent. Close it or wait a moment, then try again.',
  records_gone: () =>
    'This PC cannot reach its records any more, so nothing was sent. See that their disk is connected, then close Comptoir and open it again.',
  records_fault: () =>
    'The records of this PC cannot be read or written just now, so nothing was sent. Close Comptoir and open it again. If this comes back, have the disk looked at.',
  records_damaged: () => 'The records do not check out. Payments are off, reading works. Call your manager.',
  records_newer: () => 'These records were written by a newer Comptoir. Update this desk.',
  sqlite_old: () =>
    'A part of this Comptoir (SQLite) is too old to keep records safely, so nothing was sent. Install Comptoir again.',
  records_key_missing: () =>
    'The key of these records is not in this PC’s keychain. Payments are off, reading works. Call your manager.',
  records_in_use: () =>
    'Comptoir is open elsewhere on these records, perhaps in another session of this PC. Nothing was done here. Go on there, or close it first.',
  records_on_network: () =>
    'The records are on a network drive, where they can be damaged. Payments are off. Move Comptoir’s folder to this PC.',
  records_rebuilding: () => 'A backup was put back. Payments are off until what happened since is found again.',
  gap_provider: (f: FailureFacts) =>
    `A backup was put back, and ${f.provider} has not said yet what happened since. No money moves there until it has. A manager sees more in Settings › Records.`,
  gap_bill: (f: FailureFacts) =>
    `A backup was put back, and this bill may have been paid at ${f.provider} since, which has not been asked yet. Nothing was sent. A manager sees more in Settings › Records.`,
  gap_credit: (f: FailureFacts) =>
    `A backup was put back, and this bill may have been paid at ${f.provider} since, which has not been asked yet. Nothing was noted. A manager looks on ${f.provider}’s own site whether it was, then notes it here. Until then, keep the amount on paper.`,
  gap_has_key: (f: FailureFacts) => `${f.provider} has a key at this desk. Ask it again instead.`,
  records_held: () => 'These records are damaged too far to be written. Put a backup back first.',
  records_busy: () => 'Something is being done with the records already. Wait until it is finished.',
  backup_gone: () => 'This backup is not there any more.',
  backup_damaged: () => 'This backup does not check out. Nothing was changed. Choose another one.',
  backup_other_house: () => 'This backup is another house’s. Nothing was changed.',
  backup_other_mode: () => 'This backup belongs to another mode. Nothing was changed.',
  backup_unwritable: () => 'This PC cannot write there, so nothing was changed. Free some space.',
  network_drive: () => 'This is a drive of another machine. Records and their backups stay on this PC or on a stick.',
  folder_gone: () => 'The second folder is not there. Plug its drive in.',
  not_in_demo: () => 'The demo house has no site of its own.',
  only_in_demo: () => 'Only the demo house can be reset.',
  card_token_ended: () =>
    'It took too long, and Paysafe forgot the card. Nothing was saved. Let the client type it again.',
  card_token_odd: () => 'The card window said something that is no card. Nothing was saved. Open it again.',
  card_window_shut: () => 'The card window does not open at this desk. Nothing was done.',
  card_window_busy: (f: FailureFacts) => `The card window is open for ${f.by}. Finish there first.`,
  card_window_needs_paysafe: () => 'This client has no profile at Paysafe.',
  card_key_missing: () => 'Paysafe’s key for card fields is missing. The owner enters it in Settings, Providers.',
  bank_needs_paysafe: () => 'Bank accounts are kept at Paysafe. This client has no profile there yet.',
  bank_kind_missing: () =>
    'The house has no Paysafe account that debits banks in this currency. The owner adds its number in Settings, Providers.',
  not_at_provider: () => 'Paysafe knows nobody under this number.',
  already_known: () => 'This customer is in the list already.',
  several_match: () => 'Several Paysafe profiles match. Use the profile id.',
  csv_empty: () => 'This file has no line that can be read.',
  csv_too_long: () => 'This file has more than 5,000 lines. Split it.',
  csv_too_large: () => 'This file is larger than 5 MB. Split it.',
  csv_unreadable: () =>
    'This file cannot be read as a CSV. Save it as CSV, with the names of its columns in the first line.',
  csv_forgotten: () => 'The file is not at hand any more. Choose it again; what is here already stays.',
  csv_running: () => 'A file is being brought in at this desk already. Wait until that is finished.',
  statement_decided: () =>
    'Somebody decided about lines of this statement. Take those decisions back first, then the statement.',
  link_same_person: () => 'This is the same record.',
  already_linked: () => 'These records are linked already.',
  internal: (f: FailureFacts) => `Something went wrong in Comptoir. Show this code to your manager: ${f.reference}.`,
};
