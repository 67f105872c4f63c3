/**
 * Frozen. Which bills were closed at the desk: the visit is over and this is the sum. `state`: closed or reopened. `total` minor units and `bill_version`: of
 * the bill as it was closed; a bill of another version is not closed any more. Times unix ms UTC. `version`: rises with each change of this row.
 */
export const billClosings = {
  name: '0022-bill-closings',
  statements: [
    `CREATE TABLE bill_closing (
      bill_id TEXT PRIMARY KEY,
      state TEXT NOT NULL,
      total BIGINT NOT NULL,
      bill_version BIGINT NOT NULL,
      noted_at BIGINT NOT NULL,
      noted_by TEXT NOT NULL,
      version BIGINT NOT NULL,
      seal TEXT NOT NULL DEFAULT ''
    )`,
  ],
} as const;
