/**
 * Frozen. Holds that were captured or released together: the run and each of its lines, written before the first line is sent, as bills charged together
 * are. What people mean to do with a hold, what they noted of it, and views of the list that the house keeps. Times unix ms UTC, JSON is text.
 */
export const holds = {
  name: '0013-holds',
  statements: [
    `CREATE TABLE hold_run (
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
    `CREATE UNIQUE INDEX hold_run_ticket ON hold_run (ticket)`,
    `CREATE INDEX hold_run_newest ON hold_run (created_at)`,
    `CREATE INDEX hold_run_standing ON hold_run (created_at) WHERE state IN ('going', 'stopped')`,
    `CREATE TABLE hold_run_line (
      id TEXT PRIMARY KEY,
      run_id TEXT NOT NULL,
      place BIGINT NOT NULL,
      ticket TEXT NOT NULL,
      kind TEXT NOT NULL,
      hold_id TEXT NOT NULL,
      provider TEXT NOT NULL,
      customer_id TEXT,
      customer_name TEXT NOT NULL,
      card TEXT,
      held BIGINT NOT NULL,
      amount BIGINT NOT NULL,
      note TEXT,
      state TEXT NOT NULL,
      failure TEXT,
      seal TEXT NOT NULL DEFAULT ''
    )`,
    `CREATE UNIQUE INDEX hold_run_line_ticket ON hold_run_line (ticket)`,
    `CREATE UNIQUE INDEX hold_run_line_place ON hold_run_line (run_id, place)`,
    `CREATE TABLE hold_plan (
      hold_id TEXT PRIMARY KEY,
      plan TEXT NOT NULL,
      due_day TEXT,
      staff_id TEXT NOT NULL,
      staff_name TEXT NOT NULL,
      at BIGINT NOT NULL,
      version BIGINT NOT NULL,
      seal TEXT NOT NULL DEFAULT ''
    )`,
    `CREATE TABLE hold_note (
      id TEXT PRIMARY KEY,
      hold_id TEXT NOT NULL,
      text TEXT NOT NULL,
      staff_id TEXT NOT NULL,
      staff_name TEXT NOT NULL,
      at BIGINT NOT NULL,
      seal TEXT NOT NULL DEFAULT ''
    )`,
    `CREATE INDEX hold_note_of ON hold_note (hold_id, at)`,
    `CREATE TABLE hold_view (
      id TEXT PRIMARY KEY,
      name TEXT NOT NULL,
      name_key TEXT NOT NULL,
      view TEXT NOT NULL,
      staff_id TEXT NOT NULL,
      staff_name TEXT NOT NULL,
      at BIGINT NOT NULL,
      seal TEXT NOT NULL DEFAULT ''
    )`,
    `CREATE UNIQUE INDEX hold_view_name ON hold_view (name_key)`,
    `CREATE INDEX operation_placed ON operation (created_at) WHERE kind = 'hold'`,
  ],
} as const;
