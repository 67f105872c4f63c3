/** Frozen. What was accepted and is not carried out yet, and refunds, which may still come back: both are asked about again and again, among years of orders. */
export const onTheirWay = {
  name: '0026-on-their-way',
  statements: [
    `CREATE INDEX operation_pending ON operation (created_at) WHERE state_name = 'pending'`,
    `CREATE INDEX operation_refund ON operation (created_at) WHERE kind = 'refund'`,
  ],
} as const;
