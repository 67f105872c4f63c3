/** Family payers: a card of one customer that may pay for another. */
export const payers = {
  cardOf: (name: string) => `Card of ${name}`,
  /** in a sentence: `$40.00 charged to Visa 4242 of Marie Tremblay.` */
  named: (card: string, name: string) => `${card} of ${name}`,
  lend: 'May pay for…',
  mayPay: (name: string) => `May pay for ${name}`,
  until: (name: string, day: string) => `May pay for ${name} until ${day}`,
  lentUntil: (day: string) => `until ${day}`,
  grantedBy: (name: string, day: string, how: string) => `${name}, ${day}: “${how}”`,
  takeBack: 'Take it back…',
  takeBackFor: (name: string) => `Take it back: ${name}`,
  others: 'Cards of others that may pay here',
  // granting
  title: (card: string) => `${card} may pay for somebody else`,
  whom: 'Whom it may pay for',
  endsOn: 'Last day it holds',
  endsNone: 'Empty: until it is taken back',
  how: 'How the owner of the card said so',
  text: 'What its owner agreed may be charged to it holds for this too: no consent, no charge.',
  grant: 'Let it pay',
  granted: (name: string) => `It may pay for ${name}.`,
  chooseWhom: 'Choose whom it may pay for.',
  needsRecord: 'Choose somebody with a record of their own.',
  enterHow: 'Write how the owner said so.',
  // taking back
  backTitle: (name: string) => `No longer pay for ${name}`,
  backText: (card: string, name: string) =>
    `From now on ${card} cannot be charged for ${name}. What was taken stays taken.`,
  reason: 'Why (kept in the history)',
  back: 'Take it back',
  keep: 'Keep it',
};
