/**
 * Frozen. Bills that were charged together: the run and each of its lines, written before the first line is sent. A line's ticket is the ticket of its
 * order: what became of it stands in the operation of that ticket and nowhere else. Times unix ms UTC, JSON is text.
 */
export const billRuns = {
  name: '0010-bill-runs',
  statements: [
    `CREATE TABLE bill_run (
      id TEXT PRIMARY KEY,
      ticket TEXT NOT NULL,
      currency TEXT NOT NULL,
      state TEXT NOT NULL,
      why TEXT,
      driver TEXT NOT NULL,
      staff_id TEXT NOT NULL,
      staff_name TEXT NOT NULL,
      desk TEXT NOT NULL,
      created_at BIGINT NOT NULL,
      updated_at BIGINT NOT NULL,
      version BIGINT NOT NULL,
      seal TEXT NOT NULL DEFAULT ''
    )`,
    `CREATE UNIQUE INDEX bill_run_ticket ON bill_run (ticket)`,
    `CREATE INDEX bill_run_newest ON bill_run (created_at)`,
    `CREATE INDEX bill_run_standing ON bill_run (created_at) WHERE state IN ('going', 'stopped')`,
    `CREATE TABLE bill_run_line (
      id TEXT PRIMARY KEY,
      run_id TEXT NOT NULL,
      place BIGINT NOT NULL,
      ticket TEXT NOT NULL,
      bill_id TEXT NOT NULL,
      bill_code TEXT NOT NULL,
      bill_version BIGINT NOT NULL,
      remaining BIGINT NOT NULL,
      customer_id TEXT NOT NULL,
      customer_name TEXT NOT NULL,
      card_id TEXT NOT NULL,
      card TEXT NOT NULL,
      amount BIGINT NOT NULL,
      state TEXT NOT NULL,
      failure TEXT,
      seal TEXT NOT NULL DEFAULT ''
    )`,
    `CREATE UNIQUE INDEX bill_run_line_ticket ON bill_run_line (ticket)`,
    `CREATE UNIQUE INDEX bill_run_line_place ON bill_run_line (run_id, place)`,
  ],
} as const;
