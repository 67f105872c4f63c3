/**
 * The two words that the card window's page can say to main: it has a token; it was given up. In a file of its own, so that the small preload of that
 * window shares none with the desk's: a sandboxed preload can load no second file.
 */
export const cardDoneChannel = 'card:done';
export const cardCancelChannel = 'card:cancel';
