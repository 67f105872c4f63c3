export const replace = {
  button: 'Replace…',
  title: (name: string) => `Replace ${name}’s hold`,
  primary: (amount: string) => `Replace it with ${amount}`,
  amount: 'New amount to hold',
  which: 'What comes first',
  first: {
    new: 'New hold first, then release this one',
    release: 'Release this one first, then the new hold',
  },
  firstText: {
    new: 'For a few minutes to days their bank may show both amounts as blocked. If the bank says no to the new one, this one stays.',
    release: 'Never both at once. If the bank says no to the new one, nothing is held any more.',
  },
  newUnder: (card: string) => `held on ${card}`,
  oldBack: (amount: string) => `${amount} goes back`,
  oldBackThen: 'As soon as the new hold stands. The bank may show it for a few days',
  oldBackFirst: 'Before the new hold is asked for. The bank may show it for a few days',
  bothTitle: (amount: string) => `Until then ${amount} is held in all`,
  bothText: 'Tell the customer: their bank may show both for a while',
  noTitle: {
    new: 'If the bank says no, nothing changes',
    release: 'If the bank says no, nothing is held',
  },
  noText: {
    new: 'This hold stays until it lapses',
    release: 'You would need another card, or a link',
  },
  onBill: 'It stays for the same bill',
  otherProvider: 'Cards at the other provider are not shown: a hold is replaced where it stands.',
  otherProviderWhole: 'This person has no card at the provider of this hold. Place a new hold, then release this one.',
  unknownPerson:
    'Nobody here can say whose hold this is. Place a new hold from the customer’s page, then release this one.',
  needsSecond:
    'No consent covers the new hold: a second person must approve it. Place it from the customer’s page, then release this one.',
  /** what became of it */
  done: (amount: string, card: string, until: string, old: string) =>
    `${amount} held${until === '' ? '' : ` until ${until}`} on ${card}. The old hold of ${old} is released. Nothing taken.`,
  releasing: (amount: string, card: string) =>
    `${amount} held on ${card}. The old hold is being released: until then both are held.`,
  both: (amount: string, card: string, old: string) =>
    `${amount} held on ${card}, but the old hold of ${old} was not released: look at it in Holds. Both may be held.`,
  oldLeft: (amount: string, card: string) =>
    `${amount} held on ${card}, as somebody looked up. The old hold was not released by that: look at it in Holds.`,
  newLeft: (old: string) =>
    `The old hold of ${old} is released, as somebody looked up. No new one was placed: nothing is held any more.`,
  oldStands: (why: string) => `${why} The old hold stays as it was.`,
  placing: (old: string) => `The old hold of ${old} is released. The new one is being placed.`,
  nothingHeld: (why: string, old: string) =>
    `${why} The old hold of ${old} is released already: nothing is held any more. Try another card, or make a link.`,
  notPlaced: 'The new hold was not placed.',
  tooLate: 'The new hold was not placed: too much time had passed since it was asked for.',
  consentGone: 'The new hold was not placed: the customer’s consent does not cover it any more.',
  notReleased: (why: string) => `${why} No new hold was placed.`,
};
