const lines = (count: number): string => (count === 1 ? '1 line' : `${count} lines`);

/** Lines of payouts that nothing here explains, and what a manager says of them. */
export const payouts = {
  unmatched: (count: number) =>
    count === 1 ? '1 line of a payout is not matched' : `${count} lines of payouts are not matched`,
  unmatchedText: 'Say what each is for. The day can be closed meanwhile.',
  match: 'Match',
  explain: 'Say why',
  undo: 'Take this back',
  seePayment: 'See the payment',
  atStripe: 'Open at Stripe',
  onBill: (code: string) => `Its payment counts on bill ${code}`,
  matchedWith: (code: string, name: string) => `Matched with bill ${code}, ${name}`,
  notForVisit: (reason: string) => `Not for a visit: ${reason}`,
  decidedBy: (name: string, when: string) => `${name}, ${when}`,
  explained: (count: number) => `${lines(count)} not for a visit`,
  decidedLines: (count: number) => `${lines(count)} explained by hand`,
  // ours that is in none
  missing: 'In no payout yet',
  missingText: 'Ours, and the provider should have paid it by now',
  missingAnswered: (count: number) =>
    count === 1 ? '1 payment in no payout, answered' : `${count} payments in no payout, answered`,
  missingTitle: (amount: string) => `Say why ${amount} is in no payout`,
  missingReason: 'What became of it',
  missingKept: 'It is not asked about any more. No money moves, and the answer can be taken back later.',
  why: {
    no_line: 'Stripe’s balance has nothing of it',
    not_paid_out: 'a later payout went without it',
    no_statement: 'the statements of its days do not name it',
  },
  // in an exported list
  states: {
    ours: 'Matched',
    matched: 'Matched by hand',
    explained: 'Not for a visit',
    before: 'Older than these records',
    odd: 'Not matched',
    other: 'Of the account itself',
  },
  unread: 'Its lines are not read yet',
  // the dialog
  title: (amount: string) => `Match ${amount}`,
  explainTitle: (amount: string) => `Say why ${amount} is there`,
  what: 'What it is for',
  kinds: { bill: 'For a visit', reason: 'Not for a visit' },
  kindHints: {
    bill: 'It counts on the bill as paid. Nothing is charged by it.',
    reason: 'A gift card, another program, a correction: say what it is.',
  },
  paidBy: (name: string) => `Paid by ${name}`,
  search: 'Name or code of the bill',
  searchHint: 'Visits around that day are shown first.',
  bills: 'Bills',
  noBills: 'No bill is found. Search by name or code.',
  left: (amount: string) => `${amount} left to pay`,
  nothingLeft: 'Nothing left to pay',
  choose: 'Choose a bill.',
  reason: 'Why it is not for a visit',
  reasonOdd: 'What it is',
  backText: 'Money that went back belongs to no bill by itself.',
  otherText: 'Our sum is another one. Look at the payment first.',
  twiceText:
    'Another line has this movement already. Either two statements say it in different ways, then take one of them back, or the money moved twice, then ask Paysafe.',
  alike: (code: string, name: string) =>
    `A line with the same reference and sum is matched with bill ${code}, ${name}. Two statements may say one payment in different ways.`,
  another: 'This is another payment',
  anotherFirst: 'Say that this is another payment, or that it is not for a visit.',
  after: 'Then',
  counts: (amount: string, code: string) => `${amount} counts as paid on bill ${code}.`,
  rest: (amount: string) => `${amount} is left to pay.`,
  over: (amount: string) => `That is ${amount} more than the bill asks for. Give it back, or match another bill.`,
  stays: 'It can be taken back later. Both stand in the history.',
  button: (code: string) => `Match with ${code}`,
  buttonNone: 'Match',
  buttonReason: 'Keep the reason',
};
