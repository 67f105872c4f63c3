/** Frozen. Captures that the house's rule had due and did not make: each hold once for each time, whichever desk saw it. Times unix ms UTC, amounts minor units. */
export const missedCaptures = {
  name: '0020-missed-captures',
  statements: [
    `CREATE TABLE missed_capture (
      hold_id TEXT NOT NULL,
      due_at BIGINT NOT NULL,
      customer_name TEXT NOT NULL,
      provider TEXT NOT NULL,
      amount BIGINT NOT NULL,
      currency TEXT NOT NULL,
      why TEXT NOT NULL,
      noted_at BIGINT NOT NULL,
      desk TEXT NOT NULL,
      seal TEXT NOT NULL DEFAULT '',
      PRIMARY KEY (hold_id, due_at)
    )`,
    'CREATE INDEX missed_capture_due ON missed_capture (due_at)',
  ],
} as const;
