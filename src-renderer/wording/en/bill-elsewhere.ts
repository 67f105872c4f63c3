export const billElsewhere = {
  taken: (amount: string) => `${amount} was taken for this bill at another desk.`,
  captured: (amount: string) =>
    `${amount} of the hold for this bill was captured at another desk or on Stripe’s own site.`,
  held: (amount: string) => `${amount} is held for this bill at another desk.`,
  coming: (amount: string) => `${amount} for this bill is on its way, from another desk.`,
  facts: (provider: string, card: string, when: string) => [provider, card, when].filter(Boolean).join(' · '),
  takenWhy: 'It is not on this bill here yet, and nothing is charged for it until it is. No money moves by this.',
  paidWhy: 'The bill is paid here as well. Look at both payments: one of them may have to be given back.',
  heldWhy: 'Capture that hold in Holds, or release it. Until then nothing is charged or held for this bill here.',
  comingWhy: 'Until it has come or failed, nothing is charged or held for this bill here.',
  put: (amount: string) => `Put ${amount} on this bill`,
  /** the same beside a dialog that would charge it */
  openFirst: 'Open the bill first: it says what to do about it.',
  shut: 'Something was taken or is held for this bill elsewhere. Look at that first.',
  /** the title of what was put on a bill so */
  credit: 'Taken at another desk',
  creditCaptured: 'Captured elsewhere',
};
