/** Where a guard stops an order until a manager allows it: what was just done, and who may say that this is something else. */
export const stepIn = {
  /** `when`: "3 minutes ago" or "at 4:10 p.m."; empty where nobody says when */
  did: {
    charge: (desk: string, amount: string, when: string, who: string) =>
      `${desk} charged ${amount} to this person ${when} (${who}).`,
    hold: (desk: string, amount: string, when: string, who: string) =>
      `${desk} held ${amount} on a card of this person ${when} (${who}).`,
    refund: (desk: string, amount: string, when: string, who: string) =>
      `${desk} refunded ${amount} of this payment ${when} (${who}).`,
  },
  notKnown: {
    charge: (desk: string, amount: string, when: string, who: string) =>
      `A charge of ${amount} from ${desk} (${who}), ${when}, is not known yet.`,
    hold: (desk: string, amount: string, when: string, who: string) =>
      `A hold of ${amount} from ${desk} (${who}), ${when}, is not known yet.`,
    refund: (desk: string, amount: string, when: string, who: string) =>
      `A refund of ${amount} from ${desk} (${who}), ${when}, is not known yet.`,
  },
  elsewhere: {
    charge: (amount: string, when: string, where: string) => `${amount} was charged to this person ${when}, ${where}.`,
    hold: (amount: string, when: string, where: string) =>
      `${amount} was held on a card of this person ${when}, ${where}.`,
    refund: (amount: string, _when: string, where: string) => `${amount} of this payment was refunded ${where}.`,
  },
  otherDesk: 'at another desk',
  ownSite: (provider: string) => `at ${provider}’s own site or another desk`,
  justNow: 'less than a minute ago',
  minutesAgo: (minutes: number) => (minutes === 1 ? '1 minute ago' : `${minutes} minutes ago`),
  spanAgo: (span: string) => `${span} ago`,
  atTime: (time: string) => `at ${time}`,
  more: (count: number) => (count === 1 ? 'And one more.' : `And ${count} more.`),
  needsManager: 'Needs a manager: this may be the same payment again.',
  needsManagerRefund: 'Needs a manager: this may be the same refund again.',
  who: 'Who allows it?',
  mayNot: (role: string) => `${role}: may not`,
  lockedOut: (role: string) => `${role}: locked out`,
  nobody: 'Nobody here may allow it now.',
  reason: 'Why it is another one',
  reasonShort: 'Write why it is another one.',
  stays: (name: string) => `Kept in the history. Choosing another person empties the PIN. ${name} stays signed in.`,
  allow: (amount: string) => `Allow ${amount}`,
  allowed: (name: string, amount: string) => `${name} allows ${amount}.`,
  again: 'Ask again',
  changed: (name: string) => `Something changed since ${name} looked. Allow it again.`,
  first: 'A manager must allow this first.',
  choosePin: 'Enter the PIN, 4 to 8 digits.',
};
