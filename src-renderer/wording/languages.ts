import type { Language } from '../format/money.ts';
import { approvals as enApprovals } from './en/approvals.ts';
import { bankAccounts as enBankAccounts } from './en/bank-accounts.ts';
import { billImport as enBillImport } from './en/bill-import.ts';
import { billRuns as enBillRuns } from './en/bill-runs.ts';
import { bills as enBills } from './en/bills.ts';
import { disputes as enDisputes } from './en/disputes.ts';
import { billElsewhere as enBillElsewhere } from './en/bill-elsewhere.ts';
import { givenBack as enGivenBack } from './en/given-back.ts';
import { bookings as enBookings } from './en/bookings.ts';
import { cardWindow as enCardWindow } from './en/card-window.ts';
import { consents as enConsents } from './en/consents.ts';
import { customers as enCustomers } from './en/customers.ts';
import { dayEnd as enDayEnd } from './en/day-end.ts';
import { payouts as enPayouts } from './en/payouts.ts';
import { dialogs as enDialogs } from './en/dialogs.ts';
import { doubts as enDoubts } from './en/doubts.ts';
import { evidence as enEvidence } from './en/evidence.ts';
import { failures as enFailures } from './en/failures.ts';
import { fileImport as enFileImport } from './en/file-import.ts';
import { holdRuns as enHoldRuns } from './en/hold-runs.ts';
import { holds as enHolds } from './en/holds.ts';
import { links as enLinks } from './en/links.ts';
import { lists as enLists } from './en/lists.ts';
import { lock as enLock } from './en/lock.ts';
import { captureRule as enCaptureRule } from './en/capture-rule.ts';
import { missed as enMissed } from './en/missed.ts';
import { outcomes as enOutcomes } from './en/outcomes.ts';
import { payers as enPayers } from './en/payers.ts';
import { payments as enPayments } from './en/payments.ts';
import { ready as enReady } from './en/ready.ts';
import { receipts as enReceipts } from './en/receipts.ts';
import { records as enRecords } from './en/records.ts';
import { replace as enReplace } from './en/replace.ts';
import { removal as enRemoval } from './en/removal.ts';
import { settings as enSettings } from './en/settings.ts';
import { shell as enShell } from './en/shell.ts';
import { statement as enStatement } from './en/statement.ts';
import { stepIn as enStepIn } from './en/step-in.ts';
import { today as enToday } from './en/today.ts';
import { approvals as frApprovals } from './fr/approvals.ts';
import { bankAccounts as frBankAccounts } from './fr/bank-accounts.ts';
import { billImport as frBillImport } from './fr/bill-import.ts';
import { billRuns as frBillRuns } from './fr/bill-runs.ts';
import { bills as frBills } from './fr/bills.ts';
import { disputes as frDisputes } from './fr/disputes.ts';
import { billElsewhere as frBillElsewhere } from './fr/bill-elsewhere.ts';
import { givenBack as frGivenBack } from './fr/given-back.ts';
import { bookings as frBookings } from './fr/bookings.ts';
import { cardWindow as frCardWindow } from './fr/card-window.ts';
import { consents as frConsents } from './fr/consents.ts';
import { customers as frCustomers } from './fr/customers.ts';
import { dayEnd as frDayEnd } from './fr/day-end.ts';
import { payouts as frPayouts } from './fr/payouts.ts';
import { dialogs as frDialogs } from './fr/dialogs.ts';
import { doubts as frDoubts } from './fr/doubts.ts';
import { evidence as frEvidence } from './fr/evidence.ts';
import { failures as frFailures } from './fr/failures.ts';
import { fileImport as frFileImport } from './fr/file-import.ts';
import { holdRuns as frHoldRuns } from './fr/hold-runs.ts';
import { holds as frHolds } from './fr/holds.ts';
import { links as frLinks } from './fr/links.ts';
import { lists as frLists } from './fr/lists.ts';
import { lock as frLock } from './fr/lock.ts';
import { captureRule as frCaptureRule } from './fr/capture-rule.ts';
import { missed as frMissed } from './fr/missed.ts';
import { outcomes as frOutcomes } from './fr/outcomes.ts';
import { payers as frPayers } from './fr/payers.ts';
import { payments as frPayments } from './fr/payments.ts';
import { ready as frReady } from './fr/ready.ts';
import { receipts as frReceipts } from './fr/receipts.ts';
import { records as frRecords } from './fr/records.ts';
import { replace as frReplace } from './fr/replace.ts';
import { removal as frRemoval } from './fr/removal.ts';
import { settings as frSettings } from './fr/settings.ts';
import { shell as frShell } from './fr/shell.ts';
import { statement as frStatement } from './fr/statement.ts';
import { stepIn as frStepIn } from './fr/step-in.ts';
import { today as frToday } from './fr/today.ts';

const english = {
  shell: enShell,
  lock: enLock,
  today: enToday,
  approvals: enApprovals,
  bills: enBills,
  disputes: enDisputes,
  billElsewhere: enBillElsewhere,
  givenBack: enGivenBack,
  bankAccounts: enBankAccounts,
  billImport: enBillImport,
  bookings: enBookings,
  cardWindow: enCardWindow,
  billRuns: enBillRuns,
  customers: enCustomers,
  consents: enConsents,
  evidence: enEvidence,
  fileImport: enFileImport,
  holdRuns: enHoldRuns,
  holds: enHolds,
  links: enLinks,
  lists: enLists,
  captureRule: enCaptureRule,
  missed: enMissed,
  payers: enPayers,
  payments: enPayments,
  dayEnd: enDayEnd,
  payouts: enPayouts,
  dialogs: enDialogs,
  doubts: enDoubts,
  stepIn: enStepIn,
  outcomes: enOutcomes,
  ready: enReady,
  receipts: enReceipts,
  records: enRecords,
  removal: enRemoval,
  replace: enReplace,
  settings: enSettings,
  statement: enStatement,
  failures: enFailures,
};

/** Every sentence of the window, and of the lists that main writes to files. French has the same keys by type: a missing one does not compile. */
export type Words = typeof english;

const french: Words = {
  shell: frShell,
  lock: frLock,
  today: frToday,
  approvals: frApprovals,
  bills: frBills,
  disputes: frDisputes,
  billElsewhere: frBillElsewhere,
  givenBack: frGivenBack,
  bankAccounts: frBankAccounts,
  billImport: frBillImport,
  bookings: frBookings,
  cardWindow: frCardWindow,
  billRuns: frBillRuns,
  customers: frCustomers,
  consents: frConsents,
  evidence: frEvidence,
  fileImport: frFileImport,
  holdRuns: frHoldRuns,
  holds: frHolds,
  links: frLinks,
  lists: frLists,
  captureRule: frCaptureRule,
  missed: frMissed,
  payers: frPayers,
  payments: frPayments,
  dayEnd: frDayEnd,
  payouts: frPayouts,
  dialogs: frDialogs,
  doubts: frDoubts,
  stepIn: frStepIn,
  outcomes: frOutcomes,
  ready: frReady,
  receipts: frReceipts,
  records: frRecords,
  removal: frRemoval,
  replace: frReplace,
  settings: frSettings,
  statement: frStatement,
  failures: frFailures,
};

export function wordsOf(language: Language): Words {
  return language === 'fr' ? french : english;
}
