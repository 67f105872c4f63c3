/** Frozen. Which order a payment or a line of a payout is of is asked by its key, whatever it did, among years of orders. A key is written once and never changes. */
export const orderKeys = {
  name: '0028-order-keys',
  statements: ['CREATE INDEX operation_key ON operation (repeat_key)'],
} as const;
