const visits = (count: number): string => (count === 1 ? '1 visit' : `${count} visits`);
const links = (count: number): string => (count === 1 ? '1 link' : `${count} links`);

/** Whether the cards of the visits to come can be counted on. */
export const ready = {
  rail: 'Tomorrow',
  title: {
    1: (day: string) => `Ready for tomorrow, ${day}`,
    3: () => 'Ready for the next 3 days',
    7: () => 'Ready for the next 7 days',
  },
  spans: { 1: 'Tomorrow', 3: '3 days', 7: '7 days' },
  span: 'Days shown',
  // figures
  of: (ready: number, all: number) =>
    all === 1
      ? `of 1 visit ${ready === 1 ? 'is' : 'are'} ready`
      : `of ${all} visits ${ready === 1 ? 'is' : 'are'} ready`,
  toSettle: (count: number, amount: string) => `${visits(count)} to settle, for ${amount}`,
  everybody: (count: number) => (count === 1 ? 'The 1 visit is ready.' : `Everybody is ready: ${visits(count)}.`),
  everybodyText: 'Each has a card that works, and a consent that reaches.',
  none: 'No visit with something left to pay on these days.',
  // list
  settle: 'To settle before they come',
  linkSpan: 'A link stays open for 24 hours',
  columns: {
    time: 'Time',
    visit: 'Customer and visit',
    amount: (sign: string) => `Expected, ${sign}`,
    card: 'Card',
    why: 'What is wrong',
    next: 'Next step',
  },
  noTime: '—',
  choose: (name: string) => `Make a link for ${name} too`,
  chooseAll: 'Choose everybody who can get a link',
  readyTitle: (count: number) => `${count} ready`,
  showAll: 'Show all',
  hide: 'Hide',
  works: 'Card works, consent reaches',
  // steps
  next: {
    make_link: 'Make a link',
    show_link: 'Show the link',
    ask_consent: 'Ask for consent',
    add_card: 'Add a card',
    open_customer: 'Open customer',
    open_bill: 'Open bill',
  },
  makeLinks: (count: number) => `Make ${links(count)}`,
  making: (done: number, all: number) => `Link ${done} of ${all}…`,
  stop: 'Stop after this one',
  chooseFirst: 'Choose whom a link is for.',
  ended: (made: number, failed: number, left: number) =>
    [
      made === 1 ? '1 link made' : `${made} links made`,
      failed > 0 ? `${failed} not made` : '',
      left > 0 ? `stopped before ${left} more` : '',
    ]
      .filter(Boolean)
      .join(', ') + '.',
  handOn: 'Nobody has got them yet: show each link to pass it on.',
  linkOpen: (time: string, day: string | null) =>
    day === null ? `Link open until ${time}` : `Link open until ${day}, ${time}`,
  linkChecking: 'Link being checked with Stripe',
  print: 'Print',
  printed: (when: string) => `As of ${when}`,
  // reasons
  reason: {
    no_customer: 'No customer record',
    checking: 'A payment is being checked',
    cards_unread: 'Cards not read yet',
    no_card: 'No card saved',
    removed: (first: string) => `Card removed by ${first}`,
    expired: (month: string) => `Card expired in ${month}`,
    expires_before: (month: string) => `Card expires before, in ${month}`,
    not_usable: 'Card cannot be charged',
    no_consent: 'No consent',
    other_purpose: 'Consent for something else',
    consent_withdrawn: (day: string) => `Consent withdrawn ${day}`,
    consent_ended: (day: string) => `Consent ended ${day}`,
    consent_ends_before: (day: string) => `Consent ends before, ${day}`,
    over_cap: (cap: string) => `Over its cap of ${cap}`,
    used_up: (left: string) => `Consent has ${left} left`,
    declined: (day: string) => `Declined last time, ${day}`,
    never_verified: 'Never verified, as far as we know',
  },
};
