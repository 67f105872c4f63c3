/**
 * Frozen. What one person prepared and a second one approves: the order with exactly its amount and target, line by line, and what was decided. A line
 * names the one operation that used it. Times unix ms UTC, JSON is text.
 */
export const approvals = {
  name: '0014-approvals',
  statements: [
    `CREATE TABLE approval (
      id TEXT PRIMARY KEY,
      ticket TEXT NOT NULL,
      rule_kind TEXT NOT NULL,
      state TEXT NOT NULL,
      note TEXT,
      why TEXT,
      decided TEXT,
      staff_id TEXT NOT NULL,
      staff_name TEXT NOT NULL,
      desk TEXT NOT NULL,
      created_at BIGINT NOT NULL,
      updated_at BIGINT NOT NULL,
      version BIGINT NOT NULL,
      seal TEXT NOT NULL DEFAULT ''
    )`,
    `CREATE UNIQUE INDEX approval_standing_ticket ON approval (ticket) WHERE state IN ('prepared', 'approved')`,
    `CREATE INDEX approval_standing ON approval (created_at) WHERE state IN ('prepared', 'approved')`,
    `CREATE INDEX approval_of_person ON approval (staff_id, updated_at)`,
    `CREATE TABLE approval_line (
      id TEXT PRIMARY KEY,
      approval_id TEXT NOT NULL,
      place BIGINT NOT NULL,
      ticket TEXT NOT NULL,
      kind TEXT NOT NULL,
      provider TEXT NOT NULL,
      target_id TEXT NOT NULL,
      bill_id TEXT,
      customer_id TEXT,
      customer_name TEXT NOT NULL,
      card TEXT,
      amount BIGINT NOT NULL,
      currency TEXT NOT NULL,
      held BIGINT,
      asked TEXT NOT NULL,
      facts TEXT NOT NULL,
      seen TEXT NOT NULL,
      operation_id TEXT,
      seal TEXT NOT NULL DEFAULT ''
    )`,
    `CREATE UNIQUE INDEX approval_line_place ON approval_line (approval_id, place)`,
    `CREATE INDEX approval_line_target ON approval_line (target_id)`,
    `CREATE UNIQUE INDEX approval_line_operation ON approval_line (operation_id) WHERE operation_id IS NOT NULL`,
  ],
} as const;
