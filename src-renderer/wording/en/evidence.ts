/** The document for a dispute. */
export const evidence = {
  title: (about: string) => `Evidence for ${about}`,
  text: 'When somebody tells their bank that they never agreed, this is what the bank asks for: the text as it was accepted, who asked and how, the signed paper, the history of the card, every order on it with its references.',
  language: 'In the customer’s language',
  languageText: 'A PDF, each page with its number',
  noNumber: 'Never a card number',
  noNumberText: 'Only the last four digits and the provider’s references',
  save: 'Save the PDF…',
};
