import { oneStop } from '../one-stop.ts';

const payments = (count: number): string => (count === 1 ? '1 payment' : `${count} payments`);
const things = (count: number): string => (count === 1 ? '1 thing first' : `${count} things first`);

/** The end of a day: what came in, what is open, who closed it. */
export const dayEnd = {
  rail: 'Day end',
  title: (day: string) => `Day end, ${day}`,
  thingsFirst: things,
  cut: (time: string, zone: string) => `A day runs from ${time} to ${time}, ${zone}`,
  midnight: 'midnight',
  before: 'The day before',
  after: 'The day after',
  toToday: 'Today',
  print: 'Print sheet',
  printed: (when: string) => `Day sheet, ${when}`,
  // figures
  collected: 'Collected',
  ofOrders: (moved: number, orders: number) => `${payments(moved)} of ${orders === 1 ? '1 order' : `${orders} orders`}`,
  afterRefunds: (count: number, amount: string) =>
    `after ${count === 1 ? '1 refund' : `${count} refunds`} of ${amount}`,
  damaged: (count: number) =>
    count === 1
      ? '1 record of this day cannot be read and is not counted.'
      : `${count} records of this day cannot be read and are not counted.`,
  tips: 'Tips included',
  tipsOf: (count: number) => (count === 0 ? 'No charge yet' : `in ${count === 1 ? '1 charge' : `${count} charges`}`),
  held: 'Still held now, not collected',
  holds: (count: number) => (count === 0 ? 'No hold' : count === 1 ? '1 hold' : `${count} holds`),
  // what is open
  beforeClosing: 'Before you close',
  nothingBefore: 'Nothing is open.',
  checking: (count: number) =>
    count === 1 ? '1 payment still being checked' : `${count} payments still being checked`,
  checkingOne: (name: string, amount: string, provider: string, when: string) =>
    `${name}, ${amount}, asking ${provider} since ${when}`,
  needsOne: (name: string, amount: string, provider: string, when: string) =>
    oneStop(`${name}, ${amount}, ${when}. Compare with ${provider}’s own site.`),
  openOf: (shown: number, of: number) => `The oldest ${shown} of ${of} are listed here. Payments has them all.`,
  seeIt: 'See it',
  openDay: (day: string) => `${day} was not closed`,
  openDayText: 'Money came in on that day.',
  goThere: 'Go there',
  // tables
  table: (currency: string) => `This day, ${currency}`,
  columns: { both: 'Both', amount: 'Amount' },
  rows: {
    charged: 'Charges',
    captured: 'Holds captured',
    links: 'Paid on links',
    refunded: 'Refunds',
    collected: 'Collected',
    coming: 'Of it accepted by banks, not collected yet',
  },
  counts: (stripe: number, paysafe: number) =>
    stripe > 0 && paysafe > 0 ? `${stripe} and ${paysafe}` : String(stripe + paysafe),
  noMoney: 'No money moved on this day.',
  byStaff: 'By person',
  byCard: 'By card',
  otherCard: 'Other card',
  noted: 'Noted on bills',
  notedText: 'Not in what was collected',
  credits: {
    cash: 'Cash',
    terminal: 'Terminal',
    transfer: 'Transfer',
    other: 'Otherwise',
    provider: 'Deposits of online bookings',
  },
  week: 'Week of takings',
  weekText: (currency: string) => `Seven days, ${currency}, refunds taken off`,
  deadlines: 'Holds by deadline',
  deadlinesText: (currency: string) =>
    `Still held, by the day it lapses, ${currency}. At Paysafe the day is an estimate.`,
  later: 'Later, or no date known',
  laterShort: 'Later',
  weekTable: 'The same numbers as a table',
  day: 'Day',
  // what the providers pay
  fees: 'Fees',
  feesKnown: (known: number, of: number) => `known for ${known} of ${of}`,
  feesOf: (known: string) => `Fees, ${known}`,
  knownOf: (known: number, of: number) => `${known} of ${of}`,
  /** written at closing; the sums are in words */
  feesWritten: (fees: string, net: string) => `fees ${fees}, net ${net}`,
  feesNotKnown: (of: number) => `fees of ${payments(of)} not known then`,
  feesKnownAt: (provider: string, known: number, of: number) => `${provider} known for ${known} of ${of}`,
  onStatement: 'on statement',
  due: 'Due at the bank',
  beforeFees: (provider: string) => `${provider} before fees`,
  payouts: 'Money on its way to the bank',
  payoutLines: (matched: number, of: number) => `${matched} of ${of} ${of === 1 ? 'line' : 'lines'}`,
  payoutStates: {
    paid: 'Paid',
    pending: 'Pending',
    in_transit: 'On its way',
    failed: 'Failed',
    canceled: 'Cancelled',
    statement: 'From a statement',
  } as Record<string, string>,
  inBank: (day: string) => `in the bank ${day}`,
  lastDay: (day: string) => `last day ${day}`,
  linesBefore: (count: number) =>
    count === 1 ? '1 line is older than these records' : `${count} lines are older than these records`,
  linesOther: (count: number) =>
    count === 1 ? '1 line of the account itself' : `${count} lines of the account itself`,
  linesUnread: 'Its lines are not read yet',
  oddNotHere: {
    stripe: 'in Stripe’s payout and on nothing here',
    paysafe: 'on Paysafe’s statement and on nothing here',
  },
  oddAmount: 'another amount than ours',
  oddTwice: 'Paysafe names this movement a second time',
  oddLines: (count: number) => (count === 1 ? '1 line does not match' : `${count} lines do not match`),
  noPayouts: (since: string) => `No payout since ${since}.`,
  payoutsSince: (since: string) => `All since ${since}, and older ones with a line that is not matched`,
  earlier: 'Show a month more',
  askStripe: 'Ask Stripe',
  askedAt: (when: string) => `As Stripe said ${when}`,
  // closing
  close: 'Close the day',
  reopen: 'Open the day again',
  handOver: 'Hand over',
  closedBy: (name: string, when: string, amount: string) => `Closed by ${name}, ${when}, with ${amount}.`,
  changedSince: (amount: string) => `Something moved since: now ${amount}.`,
  entries: 'Written of this day',
  noEntries: 'Nothing yet. Closing the day and handing the desk over are written here.',
  entry: {
    closed: (name: string) => `Closed by ${name}`,
    reopened: (name: string) => `Opened again by ${name}`,
    handed_over: (name: string) => `Handed over by ${name}`,
  },
  shiftNow: (since: string, sums: string) => `This shift, since ${since}: ${sums}`,
  shiftOf: (sums: string) => `this shift ${sums}`,
  toPerson: (name: string) => `to ${name}`,
  withOpen: (count: number) => `${count} still open`,
  closeTitle: (day: string) => `Close ${day}`,
  closeText: (amount: string) =>
    `${amount} collected is written down with your name. What moves later is shown beside it.`,
  closeOpen: (count: number) =>
    count === 1
      ? '1 payment is not known yet. Say why the day is closed all the same.'
      : `${count} payments are not known yet. Say why the day is closed all the same.`,
  closeNote: 'Note',
  closeWhy: 'Why it is closed with something open',
  reopenTitle: (day: string) => `Open ${day} again`,
  reopenText: 'What was written when it was closed stays in the history.',
  reopenWhy: 'Reason',
  handTitle: 'Hand the desk over',
  handText: (amount: string) => `${amount} collected so far. Count the cash together.`,
  handShift: (since: string, sums: string) => `Of it in this shift, since ${since}: ${sums}.`,
  handTo: 'To whom',
  handNote: 'Note',
  choosePerson: 'Choose a person.',
  // the house's rule
  ruleTitle: 'End of the day',
  cutOff: 'A day ends at, hours after midnight',
  cutOffHint: '0 is midnight. With 3, money taken at 2 a.m. belongs to the day before.',
  badHour: 'A whole number from 0 to 12.',
  waits: 'Whether charges wait for yesterday to be closed',
  waitsRules: { off: 'Charges go on', on: 'Charges wait' },
  waitsHints: {
    off: 'A day that was not closed is only pointed out.',
    on: 'Nobody charges while the last day with money in it is not closed. Holds, captures and refunds go on.',
  },
  saveRule: 'Save the rule',
  ruleSaved: 'The rule is saved.',
};
