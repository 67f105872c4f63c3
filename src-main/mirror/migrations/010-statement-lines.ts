/**
 * Beside Stripe's payouts stand those that a file of Paysafe's names: `statement` is the file, `name` what it calls the payment to the bank. Its lines know
 * what we sent as `merchantRefNum`, and not always a fee. The truth about them is in the house's records; here they are copied like everything else.
 */
const columns = `id TEXT PRIMARY KEY, payout TEXT, provider TEXT NOT NULL DEFAULT 'stripe', type TEXT NOT NULL, amount INTEGER NOT NULL, fee INTEGER,
  net INTEGER, currency TEXT NOT NULL, created_at INTEGER NOT NULL, available_at INTEGER NOT NULL, payment_ref TEXT, refund_ref TEXT,
  merchant_ref TEXT, description TEXT, settled INTEGER NOT NULL DEFAULT 0`;
const kept = `id, payout, type, amount, fee, net, currency, created_at, available_at, payment_ref, refund_ref, description, settled`;

export const statementLines = `
ALTER TABLE payout ADD COLUMN provider TEXT NOT NULL DEFAULT 'stripe';
ALTER TABLE payout ADD COLUMN statement TEXT;
ALTER TABLE payout ADD COLUMN name TEXT;
CREATE INDEX payout_statement ON payout (statement) WHERE statement IS NOT NULL;
CREATE TABLE movement (${columns}) STRICT, WITHOUT ROWID;
INSERT INTO movement (${kept}) SELECT ${kept} FROM balance_line;
DROP TABLE balance_line;
ALTER TABLE movement RENAME TO balance_line;
CREATE INDEX balance_line_payout ON balance_line (payout) WHERE payout IS NOT NULL;
CREATE INDEX balance_line_at ON balance_line (created_at);
CREATE INDEX balance_line_open ON balance_line (payout) WHERE settled = 0 AND payout IS NOT NULL;
CREATE INDEX balance_line_payment ON balance_line (payment_ref) WHERE payment_ref IS NOT NULL;
`;
