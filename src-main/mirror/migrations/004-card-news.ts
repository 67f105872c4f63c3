/** What was noticed of cards as their lists were read, until the records have it: a desk that stops in between tells it the next time. */
export const cardNews = `
CREATE TABLE card_news (place INTEGER PRIMARY KEY, news TEXT NOT NULL) STRICT;
`;
