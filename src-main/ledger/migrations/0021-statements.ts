/**
 * Frozen. What a provider that publishes no payouts says it paid, as the house brought it in from files: each movement once, whichever file named it first.
 * A statement that was taken back keeps its lines, and they count no more. Amounts minor units of the line's currency, days YYYY-MM-DD as the file has
 * them, times unix ms UTC.
 */
export const statements = {
  name: '0021-statements',
  statements: [
    `CREATE TABLE statement (
      id TEXT PRIMARY KEY,
      provider TEXT NOT NULL,
      file_name TEXT NOT NULL,
      brought_by TEXT NOT NULL,
      at BIGINT NOT NULL,
      withdrawn_by TEXT,
      withdrawn_at BIGINT,
      seal TEXT NOT NULL DEFAULT ''
    )`,
    `CREATE TABLE statement_line (
      id TEXT PRIMARY KEY,
      statement_id TEXT NOT NULL,
      place BIGINT NOT NULL,
      day TEXT NOT NULL,
      kind TEXT NOT NULL,
      amount BIGINT NOT NULL,
      fee BIGINT,
      currency TEXT NOT NULL,
      ref TEXT,
      merchant_ref TEXT,
      payout TEXT NOT NULL,
      description TEXT,
      seal TEXT NOT NULL DEFAULT ''
    )`,
    'CREATE INDEX statement_line_of ON statement_line (statement_id, place)',
  ],
} as const;
