/**
 * Frozen. Pages of a provider that were prepared for clients, each written with its exact request before that is sent; never with its address. Times
 * unix ms UTC, JSON is text.
 */
export const links = {
  name: '0006-links',
  statements: [
    `CREATE TABLE page_link (
      id TEXT PRIMARY KEY,
      ticket TEXT NOT NULL,
      kind TEXT NOT NULL,
      customer_id TEXT,
      customer_name TEXT NOT NULL,
      bill_id TEXT,
      plan TEXT NOT NULL,
      request TEXT NOT NULL,
      session_ref TEXT,
      state_name TEXT NOT NULL,
      state TEXT NOT NULL,
      staff_id TEXT NOT NULL,
      staff_name TEXT NOT NULL,
      desk TEXT NOT NULL,
      created_at BIGINT NOT NULL,
      updated_at BIGINT NOT NULL,
      provider_clock_at BIGINT,
      version BIGINT NOT NULL,
      trail TEXT NOT NULL,
      seal TEXT NOT NULL DEFAULT ''
    )`,
    `CREATE UNIQUE INDEX page_link_ticket ON page_link (ticket)`,
    `CREATE UNIQUE INDEX page_link_standing ON page_link (bill_id)
      WHERE bill_id IS NOT NULL AND state_name IN ('preparing', 'open', 'processing', 'needs_person')`,
    `CREATE INDEX page_link_live ON page_link (created_at)
      WHERE state_name IN ('preparing', 'open', 'processing', 'needs_person')`,
    `CREATE INDEX page_link_customer ON page_link (customer_id, created_at) WHERE customer_id IS NOT NULL`,
    `CREATE INDEX page_link_bill ON page_link (bill_id, created_at) WHERE bill_id IS NOT NULL`,
  ],
} as const;
