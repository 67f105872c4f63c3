export const givenBack = {
  chip: 'Given back elsewhere',
  /** in a narrow column; the whole is said on hover, and on the bill */
  row: (amount: string) => `${amount} given back`,
  rowWhole: (amount: string) => `${amount} given back elsewhere`,
  foundDeposit: (amount: string, at: string) =>
    `${amount} of the deposit was given back outside Comptoir, on ${at}’s side.`,
  foundPayment: (amount: string, at: string) =>
    `${amount} of what was charged was given back outside Comptoir, on ${at}’s side.`,
  calledOff: (amount: string, at: string) =>
    `${amount} of what was charged was called off on ${at}’s side before it was collected: the client was not charged.`,
  failed: (amount: string, at: string) =>
    `${at} could not collect ${amount} of what was charged: the client was not charged.`,
  disputeLost: (amount: string) => `${amount} of what was paid was lost in a dispute: the client’s bank has it back.`,
  stillCounts: 'The bill still counts it as paid, until a manager decides. What is left can be charged meanwhile.',
  decide: 'Does the bill count it? Counted, that much more is left to pay. Nothing is charged by it.',
  count: (amount: string) => `Count ${amount} as given back`,
  leave: 'Leave it as paid',
  counted: (amount: string) => `${amount} given back elsewhere, counted`,
  left: (amount: string) => `${amount} given back elsewhere, left as paid`,
  decidedBy: (name: string, when: string) => `Decided by ${name}, ${when}`,
  undoneBy: (name: string, when: string) => `taken back by ${name}, ${when}`,
  undo: 'Take this back',
};
