import { oneStop } from '../one-stop.ts';

/** A whole customer is taken away at a provider: what goes with them, what stands in the way, and what the page says afterwards. */
export const removal = {
  open: 'Remove this customer…',
  title: (name: string) => `Remove ${name}`,
  button: (provider: string) => `Remove at ${provider}`,
  rest: (provider: string) => `Now at ${provider}…`,
  which: 'Which record',
  record: (provider: string, reference: string) => `${provider}, ${reference}`,
  reason: 'Why (kept in the history)',
  reading: 'Reading what depends on it…',
  chooseRecord: 'Choose a record.',
  depends: 'What depends on it',
  nothing: 'Nothing else depends on it.',
  cards: (names: string) => `Saved, and deleted with it: ${names}`,
  consents: (count: number) => (count === 1 ? '1 consent, withdrawn with it' : `${count} consents, withdrawn with it`),
  lent: (names: string) => `No longer pays for ${names}`,
  visit: (day: string, service: string) => `Visit ahead: ${service === '' ? day : `${day}, ${service}`}`,
  hold: (amount: string) => `${amount} on hold`,
  debit: (amount: string) => `${amount} on its way from the bank`,
  bill: (code: string, day: string, amount: string) => `Bill ${code} of ${day}: ${amount} to pay`,
  pages: (count: number) => (count === 1 ? '1 page open' : `${count} pages open`),
  inTheWay: 'First',
  gone: (provider: string) => `Deleted at ${provider}, for good`,
  goneText: 'With all that is saved there. It cannot be undone',
  trace: 'The trace stays',
  traceText: 'Payments and history stay readable here, with your name and the reason',
  other: (provider: string) => `Their record at ${provider} stays`,
  otherText: 'It can be removed afterwards, as an order of its own',
  search: 'Not found by the search any more',
  searchText: 'Their payments and bills still lead to the page',
  /** on the page of the person */
  banner: (provider: string, by: string, day: string, reason: string) =>
    oneStop(`Removed at ${provider} by ${by} on ${day}${reason === '' ? '' : `, because: ${reason}`}.`),
  bannerGone: 'Nothing can be charged any more. This page is there to read.',
  elsewhere: 'This customer is no longer at the provider. This page is there to read.',
  removed: (name: string, provider: string) => `${name} is removed at ${provider}. Nothing saved there can be charged.`,
  rejected: (provider: string, code: string) =>
    `${provider} did not remove this customer. Show this code to your manager: ${code}.`,
};
