export const bookings = {
  // today
  odd: 'Online payments without a bill',
  why: {
    total_unreadable: (value: string) => `The total beside it cannot be read: “${value}”`,
    total_below_paid: (value: string) => `The total beside it is less than what was paid: “${value}”`,
    other_currency: (value: string) => `Paid in ${value}, not in the house’s currency`,
    day_missing: () => 'No day of a visit stands beside it',
    day_unreadable: (value: string) => `The day of the visit cannot be read: “${value}”`,
    given_back: () => 'A part of it was given back',
  },
  paidOn: (amount: string, when: string) => `${amount} paid, ${when}`,
  make: 'Make the bill…',
  notVisit: 'Not a visit…',
  openCustomer: 'Open customer',
  // the bill of one
  makeTitle: (name: string) => `Bill of the online payment, ${name}`,
  makeText: (amount: string) =>
    `${amount} paid at Stripe stands on it as the deposit. Nothing is charged by making it.`,
  // set aside
  asideTitle: 'Not a visit',
  asideText: 'No bill is made of this payment, and it is not shown again. The payment itself stays as it is.',
  asideReason: 'What it was for (kept in the history)',
  asideButton: 'Do not show it again',
  // settings
  title: 'Bills from online bookings',
  text: 'Your booking site takes a deposit at Stripe and writes the visit beside it, as metadata. Say under which keys: each such payment becomes a bill with its deposit on it, once.',
  from: 'Only for visits from today on. A payment of Comptoir’s own is never taken for a booking.',
  fields: {
    total: 'Total of the visit',
    visit: 'Day of the visit, with its time',
    time: 'Time, where it has a key of its own',
    service: 'Service',
    withWhom: 'With',
    reference: 'Reference of the booking',
  },
  keyHint: 'Key in Stripe’s metadata',
  notUsed: 'Leave it empty where there is none.',
  amounts: 'How the total is written',
  amountsAs: { minor: 'In cents: 19600', written: 'As people write it: 196.00 or 196,00' },
  off: 'Without a key for the total and one for the day, no bill is made from a payment.',
  both: 'Total and day are needed together.',
  preview: 'The last three payments would make',
  previewNone: 'No payment at Stripe carries this key yet.',
  previewOff: 'Enter the keys of total and day to see what the last payments would make.',
  results: {
    past: 'No bill: the visit is over',
    known: 'Stands on a bill already',
  },
  bill: (total: string, paid: string, rest: string) => `A bill of ${total}: ${paid} paid, ${rest} left`,
  save: 'Save the keys',
  saved: 'Saved. What is known already was looked through.',
  recognised: (when: string) => `Made from an online booking, ${when}`,
};
