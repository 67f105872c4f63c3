/** Finds the same card saved for two people. */
export const cardFaces = `CREATE INDEX card_by_face ON card (last_four, expiry) WHERE removed = 0;`;
