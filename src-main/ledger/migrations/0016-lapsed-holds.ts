/** Frozen. Holds that lapsed without being captured or released, each noted once, whichever desk saw it. Times unix ms UTC, amounts minor units. */
export const lapsedHolds = {
  name: '0016-lapsed-holds',
  statements: [
    `CREATE TABLE lapsed_hold (
      hold_id TEXT PRIMARY KEY,
      amount BIGINT NOT NULL,
      currency TEXT NOT NULL,
      lapsed_at BIGINT NOT NULL,
      noted_at BIGINT NOT NULL,
      desk TEXT NOT NULL,
      seal TEXT NOT NULL DEFAULT ''
    )`,
  ],
} as const;
