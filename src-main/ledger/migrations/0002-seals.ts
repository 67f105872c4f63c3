/**
 * Frozen. Every precious row gets a seal, and the head of the audit says what all of them add up to, so that a row that is gone is missed. The
 * seals themselves need the house's key: the code writes them once, right after this (sealing.ts). Until then they are empty.
 */
export const seals = {
  name: '0002-seals',
  statements: [
    `ALTER TABLE staff ADD COLUMN seal TEXT NOT NULL DEFAULT ''`,
    `ALTER TABLE setting ADD COLUMN seal TEXT NOT NULL DEFAULT ''`,
    `ALTER TABLE profile ADD COLUMN seal TEXT NOT NULL DEFAULT ''`,
    `ALTER TABLE provider_transaction ADD COLUMN seal TEXT NOT NULL DEFAULT ''`,
    `ALTER TABLE customer_link ADD COLUMN seal TEXT NOT NULL DEFAULT ''`,
    `ALTER TABLE nickname ADD COLUMN seal TEXT NOT NULL DEFAULT ''`,
    `ALTER TABLE provider_key ADD COLUMN seal TEXT NOT NULL DEFAULT ''`,
    `ALTER TABLE audit_head ADD COLUMN ledger_id TEXT NOT NULL DEFAULT ''`,
    `ALTER TABLE audit_head ADD COLUMN key_mark TEXT NOT NULL DEFAULT ''`,
    `ALTER TABLE audit_head ADD COLUMN tally TEXT NOT NULL DEFAULT ''`,
    `ALTER TABLE audit_head ADD COLUMN seal TEXT NOT NULL DEFAULT ''`,
  ],
} as const;
