import type { TroubleFacts } from './file-import.ts';

const lines = (count: number, shown: string): string => (count === 1 ? '1 line' : `${shown} lines`);

/** Paysafe's statement from a file, and the statements at Day end; what is said of every file is in file-import.ts. */
export const statement = {
  open: 'Bring in a statement…',
  title: 'Bring in Paysafe’s statement',
  text: 'Paysafe publishes no payouts. Download its statement as a CSV on Paysafe’s own site, and bring it in here: its lines are compared with our records to the cent, like those of Stripe’s payouts. No money moves.',
  needs: 'The first line names the columns. The day, the amount, and Paysafe’s id or the reference are needed.',
  again: 'The same file again adds nothing: a line that is here already is counted once.',
  fields: {
    day: 'Day',
    amount: 'Amount',
    kind: 'Kind of movement',
    status: 'Status',
    id: 'Paysafe’s id',
    reference: 'Merchant reference',
    fee: 'Fee',
    currency: 'Currency',
    payout: 'Payment to the bank',
    description: 'Description',
  },
  fieldsText:
    'The merchant reference is what Comptoir sent with its order. Without a column of the currency, lines are in the currency of the house.',
  gaps: {
    day: 'Choose the column of the day.',
    amount: 'Choose the column of the amount.',
    name: 'Choose the column of Paysafe’s id, or of the merchant reference.',
    notKinds: 'This column has too many words, or too long ones, to be the kind of movement. Choose another, or none.',
    kinds: 'Say what each word of the kinds means.',
    notStatuses: 'This column has too many words, or too long ones, to be a status. Choose another, or none.',
    statuses: 'Say of each status whether money moved.',
  },
  // what each word of the column of kinds means
  words: 'What its words mean',
  wordsText:
    'Other money is of no client’s payment: fees of the account, corrections, what a bank took back. A fee that the file writes without a minus goes out all the same. No money moved: an authorization, a decline.',
  noKinds: 'Without a column of kinds, an amount above zero is a payment, and one below zero a refund.',
  emptyWord: '(empty)',
  chooseKind: 'Choose…',
  kinds: { payment: 'Payment', refund: 'Refund', other: 'Other money', skip: 'No money moved' },
  // by the signs that the amounts of a word have in the file
  otherBy: {
    plus: { other_signed: 'Other money, comes in', other_turned: 'Other money, goes out' },
    minus: { other_signed: 'Other money, goes out', other_turned: 'Other money, comes in' },
    both: { other_signed: 'Other money, below zero goes out', other_turned: 'Other money, above zero goes out' },
  },
  statusWords: 'What its statuses mean',
  statusText:
    'A line that moved no money is not kept. Where it moves later, bring in a later statement that says so: the line is added then.',
  statuses: { moved: 'Money moved', not_moved: 'No money moved' },
  // lines
  before: 'Nothing is kept before that. A statement can be taken back at Day end.',
  run: (count: number, shown: string) => `Bring in ${lines(count, shown)}`,
  counted: (count: number, shown: string) => (count === 1 ? '1 line is brought in.' : `${shown} lines are brought in.`),
  badBefore: (count: number, shown: string) =>
    count === 1
      ? '1 line cannot be read and will not be kept: no payout will show it, and nobody will be asked about it. Correct it in the file, then choose the file again.'
      : `${shown} lines cannot be read and will not be kept: no payout will show them, and nobody will be asked about them. Correct them in the file, then choose the file again.`,
  badAfter: (count: number, shown: string) =>
    count === 1
      ? '1 line could not be read and was not kept: no payout shows it. Correct it in the file, then bring the file in again; only that line is added.'
      : `${shown} lines could not be read and were not kept: no payout shows them. Correct them in the file, then bring the file in again; only those lines are added.`,
  stopped: 'The desk was closed in the middle. Choose the file again: the rest is brought in then.',
  ofNew: 'What our records say of the new ones',
  ofAdded: 'What our records say of those brought in',
  found: {
    matched: 'Match',
    odd: 'Not explained',
    twice: 'Named a second time',
    explained: 'Not for a visit',
    before: 'Older than these records',
    other: 'Of the account itself',
  },
  sum: (amount: string) => `Together ${amount}`,
  fees: (amount: string) => `fees ${amount}`,
  noFees: 'no column says the fees',
  filters: {
    all: 'All',
    new: 'New',
    added: 'Brought in',
    known: 'Here before',
    skipped: 'No money moved',
    bad: 'Cannot be read',
  },
  kind: 'Kind',
  amount: 'Amount',
  reference: 'Merchant reference',
  paysafeId: (id: string) => `Paysafe’s id ${id}`,
  results: { new: 'New', added: 'Brought in', known: 'Here before', skipped: 'No money moved' },
  troubles: {
    future: ({ value }: TroubleFacts) => `“${value}” is still to come.`,
    currency: ({ field, value }: TroubleFacts) => `${field}: of “${value}” the currency cannot be told.`,
    kind: ({ value }: TroubleFacts) => `Nobody said what “${value}” means.`,
    status: ({ value }: TroubleFacts) => `Nobody said whether “${value}” moved money.`,
    below_zero: ({ value }: TroubleFacts) => `“${value}” is below zero, and the line says it is a payment.`,
    amount_too_large: ({ value }: TroubleFacts) => `“${value}” is more than a payment may be.`,
  },
  toPayouts: 'See the payouts at Day end',
  // at Day end
  dayEnd: 'Paysafe publishes no payouts: they are read from its statement, which you download on its own site.',
  broughtIn: 'Statements brought in',
  facts: (count: number, shown: string, from: string, to: string) =>
    `${lines(count, shown)}, ${from === to ? from : `${from} to ${to}`}`,
  by: (name: string, when: string) => `${name}, ${when}`,
  compared: 'Days of which our own money at Paysafe was compared',
  instruments: { card: 'Cards', bank: 'Bank debits' },
  comparedDays: (money: string, days: string) => `${money}: ${days}`,
  comparedSpan: (from: string, to: string) => (from === to ? from : `${from} to ${to}`),
  comparedNone: 'no day yet',
  comparedText: 'Of other days nobody knows yet whether Paysafe paid what we took.',
  withdraw: 'Take back',
  withdrawAsk: (file: string, count: number, shown: string) =>
    `${file}: ${count === 1 ? 'its line goes' : `its ${lines(count, shown)} go`} from the payouts. No money moves, and the file can be brought in again.`,
  withdrawDo: 'Take the statement back',
};
