/**
 * Frozen. A card of one customer that may pay for another: by whom and how it was granted, until when, and that it was taken back. Times unix ms UTC,
 * JSON is text.
 */
export const payers = {
  name: '0009-payers',
  statements: [
    `CREATE TABLE payer_grant (
      id TEXT PRIMARY KEY,
      card_id TEXT NOT NULL,
      owner_id TEXT NOT NULL,
      owner_name TEXT NOT NULL,
      customer_id TEXT NOT NULL,
      customer_name TEXT NOT NULL,
      ends_at BIGINT,
      how TEXT NOT NULL,
      granted_at BIGINT NOT NULL,
      granted_by TEXT NOT NULL,
      revoked TEXT,
      version BIGINT NOT NULL,
      seal TEXT NOT NULL DEFAULT ''
    )`,
    `CREATE INDEX payer_grant_owner ON payer_grant (owner_id)`,
    `CREATE INDEX payer_grant_customer ON payer_grant (customer_id)`,
    `CREATE INDEX payer_grant_card ON payer_grant (card_id)`,
  ],
} as const;
