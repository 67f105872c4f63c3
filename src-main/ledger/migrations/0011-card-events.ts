/**
 * Frozen. What was noticed of saved cards: replaced or renewed by the bank, taken away elsewhere. Its id follows from what happened, so that several
 * desks that notice it keep it once. Times unix ms UTC, JSON is text.
 */
export const cardEvents = {
  name: '0011-card-events',
  statements: [
    `CREATE TABLE card_event (
      id TEXT PRIMARY KEY,
      card_id TEXT NOT NULL,
      customer_id TEXT NOT NULL,
      kind TEXT NOT NULL,
      card TEXT NOT NULL,
      now_card TEXT,
      desk TEXT NOT NULL,
      at BIGINT NOT NULL,
      seal TEXT NOT NULL DEFAULT ''
    )`,
    `CREATE INDEX card_event_customer ON card_event (customer_id, at)`,
    `CREATE INDEX card_event_newest ON card_event (at)`,
  ],
} as const;
