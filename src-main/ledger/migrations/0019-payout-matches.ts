/**
 * Frozen. What was decided of lines of payouts that no record of the house explained: with which bill a line belongs, or why it belongs with none. Each
 * decision is a row that is only ever added; one that takes another back names it. Amounts minor units, times unix ms UTC.
 */
export const payoutMatches = {
  name: '0019-payout-matches',
  statements: [
    `CREATE TABLE payout_match (
      id TEXT PRIMARY KEY,
      line_id TEXT NOT NULL,
      kind TEXT NOT NULL,
      bill_id TEXT,
      payment_id TEXT,
      amount BIGINT NOT NULL,
      currency TEXT NOT NULL,
      reason TEXT,
      undoes TEXT,
      decided_by TEXT NOT NULL,
      at BIGINT NOT NULL,
      seal TEXT NOT NULL DEFAULT ''
    )`,
    `CREATE INDEX payout_match_line ON payout_match (line_id)`,
    `CREATE INDEX payout_match_bill ON payout_match (bill_id) WHERE bill_id IS NOT NULL`,
    `CREATE UNIQUE INDEX payout_match_undoes ON payout_match (undoes) WHERE undoes IS NOT NULL`,
  ],
} as const;
