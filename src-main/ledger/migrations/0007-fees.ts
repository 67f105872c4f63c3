/**
 * Frozen. Visits that were missed: what their bill asks for since, or that it was let go. One row for a bill, which changes and never leaves: that it
 * was taken back is a state too. Amounts minor units of the bill, times unix ms UTC.
 */
export const fees = {
  name: '0007-fees',
  statements: [
    `CREATE TABLE missed_visit (
      bill_id TEXT PRIMARY KEY,
      kind TEXT NOT NULL,
      state TEXT NOT NULL,
      fee BIGINT NOT NULL,
      ruled BIGINT NOT NULL,
      reason TEXT,
      step_in TEXT,
      noted_at BIGINT NOT NULL,
      noted_by TEXT NOT NULL,
      version BIGINT NOT NULL,
      seal TEXT NOT NULL DEFAULT ''
    )`,
  ],
} as const;
