/**
 * Frozen. What was written at the end of a day, or in its midst when the desk was handed over: never changed, only added to. A closing and an opening
 * again carry their place in the day's row of them as their id, so that two desks never write the same one twice. Times unix ms UTC, days YYYY-MM-DD
 * in the house's time zone, JSON is text.
 */
export const dayEnds = {
  name: '0015-day-ends',
  statements: [
    `CREATE TABLE day_ends (
      id TEXT PRIMARY KEY,
      day TEXT NOT NULL,
      kind TEXT NOT NULL,
      mark TEXT NOT NULL,
      figures TEXT NOT NULL,
      note TEXT,
      to_id TEXT,
      to_name TEXT,
      staff_id TEXT NOT NULL,
      staff_name TEXT NOT NULL,
      desk TEXT NOT NULL,
      at BIGINT NOT NULL,
      seal TEXT NOT NULL DEFAULT ''
    )`,
    `CREATE INDEX day_ends_day ON day_ends (day, at)`,
    `CREATE INDEX bill_credit_at ON bill_credit (at)`,
    `CREATE INDEX page_link_paid ON page_link (updated_at) WHERE state_name = 'completed'`,
  ],
} as const;
