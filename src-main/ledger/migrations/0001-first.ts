/**
 * Frozen: a file that a house already has was made by exactly these statements. Changes come as a new migration.
 * Written in the words that SQLite and PostgreSQL share. Times are unix ms UTC, amounts minor units, truth is 1 or 0, JSON is text, a trail is one
 * JSON value a line. Most indexes are partial: what is written twice for every click must touch few pages.
 */
export const first = {
  name: '0001-first',
  statements: [
    `CREATE TABLE operation (
      id TEXT PRIMARY KEY,
      group_id TEXT NOT NULL,
      follows TEXT,
      ticket TEXT,
      kind TEXT NOT NULL,
      provider TEXT NOT NULL,
      guard TEXT NOT NULL,
      repeat_key TEXT NOT NULL,
      plan TEXT NOT NULL,
      request TEXT NOT NULL,
      memo TEXT NOT NULL,
      state_name TEXT NOT NULL,
      state TEXT NOT NULL,
      amount BIGINT,
      currency TEXT,
      tip BIGINT,
      customer_id TEXT,
      customer_name TEXT NOT NULL,
      card TEXT,
      target_id TEXT,
      note TEXT,
      receipt_email TEXT,
      staff_id TEXT NOT NULL,
      staff_name TEXT NOT NULL,
      desk TEXT NOT NULL,
      created_at BIGINT NOT NULL,
      updated_at BIGINT NOT NULL,
      provider_clock_at BIGINT,
      version BIGINT NOT NULL,
      trail TEXT NOT NULL,
      seal TEXT NOT NULL
    )`,
    `CREATE UNIQUE INDEX operation_ticket ON operation (ticket)`,
    `CREATE UNIQUE INDEX operation_guard ON operation (guard) WHERE state_name IN ('open', 'unknown', 'needs_person')`,
    `CREATE INDEX operation_next_step ON operation (group_id) WHERE follows IS NOT NULL`,
    `CREATE INDEX operation_failed ON operation (guard, kind) WHERE state_name IN ('declined', 'rejected', 'not_done')`,
    `CREATE INDEX operation_unsure ON operation (state_name, created_at) WHERE state_name IN ('unknown', 'needs_person')`,
    `CREATE INDEX operation_newest ON operation (created_at)`,
    `CREATE INDEX operation_by_customer ON operation (customer_id, created_at)`,
    `CREATE INDEX operation_hold_key ON operation (repeat_key) WHERE kind = 'hold'`,

    `CREATE TABLE audit (
      id INTEGER PRIMARY KEY,
      at BIGINT NOT NULL,
      staff_id TEXT,
      staff_name TEXT,
      desk TEXT NOT NULL,
      what TEXT NOT NULL,
      outcome TEXT NOT NULL,
      detail TEXT NOT NULL,
      search_text TEXT NOT NULL,
      chain TEXT NOT NULL
    )`,
    `CREATE TABLE audit_head (
      only_row INTEGER PRIMARY KEY,
      line_count INTEGER NOT NULL,
      chain TEXT NOT NULL
    )`,
    `INSERT INTO audit_head (only_row, line_count, chain) VALUES (1, 0, '')`,

    `CREATE TABLE staff (
      id TEXT PRIMARY KEY,
      name TEXT NOT NULL,
      name_key TEXT NOT NULL,
      role TEXT NOT NULL,
      active INTEGER NOT NULL,
      pin_hash TEXT NOT NULL,
      wrong_tries INTEGER NOT NULL,
      locked_until BIGINT,
      created_at BIGINT NOT NULL
    )`,
    `CREATE UNIQUE INDEX staff_active_name ON staff (name_key) WHERE active = 1`,

    `CREATE TABLE setting (name TEXT PRIMARY KEY, value TEXT NOT NULL)`,

    `CREATE TABLE profile (
      ref TEXT PRIMARY KEY,
      merchant_customer_id TEXT,
      added_at BIGINT NOT NULL,
      last_read_at BIGINT
    )`,
    `CREATE INDEX profile_to_read ON profile (last_read_at)`,
    `CREATE TABLE provider_transaction (
      ref TEXT PRIMARY KEY,
      kind TEXT NOT NULL,
      account TEXT NOT NULL,
      customer_id TEXT,
      card_id TEXT,
      description TEXT,
      settlement_refs TEXT NOT NULL,
      at BIGINT NOT NULL,
      final INTEGER NOT NULL,
      initial INTEGER NOT NULL,
      last_read_at BIGINT
    )`,
    `CREATE INDEX provider_transaction_to_read ON provider_transaction (final, last_read_at)`,
    `CREATE INDEX provider_transaction_by_card ON provider_transaction (card_id, at)`,

    `CREATE TABLE customer_link (
      customer_id TEXT PRIMARY KEY,
      group_id TEXT NOT NULL,
      linked_by TEXT NOT NULL,
      linked_at BIGINT NOT NULL
    )`,
    `CREATE INDEX customer_link_group ON customer_link (group_id)`,

    `CREATE TABLE nickname (card_id TEXT PRIMARY KEY, nickname TEXT NOT NULL)`,

    `CREATE TABLE provider_key (
      provider TEXT NOT NULL,
      mode TEXT NOT NULL,
      kind TEXT NOT NULL,
      last_four TEXT NOT NULL,
      business TEXT,
      accounts TEXT NOT NULL,
      permissions TEXT NOT NULL,
      checked_at BIGINT,
      added_by TEXT NOT NULL,
      added_at BIGINT NOT NULL,
      PRIMARY KEY (provider, mode)
    )`,
  ],
} as const;
