/** The window in which a client types a card into Paysafe's own fields, and what became of it. */
export const cardWindow = {
  atDesk: 'Card at the desk',
  subtitle: (first: string) =>
    `${first} types the card here, into Paysafe’s own fields. Nobody at the desk sees the number.`,
  whyWindow: 'Why a window and not a link',
  whyWindowText: 'Paysafe has no page that can be sent for saving a card: the client types it at this desk',
  checked: 'The bank is asked first',
  checkedText: 'A check without an amount. If the bank says no, the card is not kept',
  nothing: 'Nothing is charged',
  nothingText: 'Saving a card takes no money and blocks none',
  profileFirst: 'This client has no profile at Paysafe. It is made first, with name, e-mail and phone.',
  profileThere: (name: string, email: string) =>
    `Paysafe has a profile for this client already: ${[name, email].filter(Boolean).join(', ')}.`,
  useProfile: 'Use this profile',
  open: 'Open the card window',
  opening: 'Opening…',
  again: 'Enter a card again',
  shutWindow: 'Close the card window',
  isOpen: (first: string) => `The card window is open. ${first} types the card there.`,
  isOpenText: 'Turn the screen to the client, or let them sit down. What they type never reaches Comptoir.',
  sending: 'Paysafe is asked about the card…',
  verifying: 'The bank is asked whether the card is good…',
  saving: (card: string) => `The bank says yes to ${card}. It is being saved…`,
  closed: 'The card window was closed. Nothing was saved.',
  waitShows: 'The result will show here and on the customer’s page.',
};
