/**
 * Frozen. What was decided of money of a bill that was given back elsewhere at the provider, each decision a row that is only ever added; one that takes
 * another back names it. Amounts minor units, times unix ms UTC.
 */
export const givenBack = {
  name: '0018-given-back',
  statements: [
    `CREATE TABLE given_back (
      id TEXT PRIMARY KEY,
      bill_id TEXT NOT NULL,
      payment_id TEXT NOT NULL,
      choice TEXT NOT NULL,
      amount BIGINT NOT NULL,
      undoes TEXT,
      decided_by TEXT NOT NULL,
      at BIGINT NOT NULL,
      seal TEXT NOT NULL DEFAULT ''
    )`,
    `CREATE INDEX given_back_bill ON given_back (bill_id)`,
    `CREATE UNIQUE INDEX given_back_undoes ON given_back (undoes) WHERE undoes IS NOT NULL`,
  ],
} as const;
