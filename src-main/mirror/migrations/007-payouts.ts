/** What Stripe pays the house, and the movements of its balance, as they were last read. `lines_read`: all lines of a payout are here. */
export const payouts = `
CREATE TABLE payout (
  id TEXT PRIMARY KEY, amount INTEGER NOT NULL, currency TEXT NOT NULL, status TEXT NOT NULL,
  created_at INTEGER NOT NULL, arrives_at INTEGER NOT NULL, lines_read INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;
CREATE TABLE balance_line (
  id TEXT PRIMARY KEY, payout TEXT, type TEXT NOT NULL, amount INTEGER NOT NULL, fee INTEGER NOT NULL, net INTEGER NOT NULL,
  currency TEXT NOT NULL, created_at INTEGER NOT NULL, available_at INTEGER NOT NULL, payment_ref TEXT, refund_ref TEXT,
  description TEXT
) STRICT, WITHOUT ROWID;
CREATE INDEX balance_line_payout ON balance_line (payout) WHERE payout IS NOT NULL;
CREATE INDEX balance_line_at ON balance_line (created_at);
`;
