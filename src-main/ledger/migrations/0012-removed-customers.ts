/** Frozen. Customers that were taken away are looked for at each start, among however many orders there are. */
export const removedCustomers = {
  name: '0012-removed-customers',
  statements: [`CREATE INDEX operation_removed_customer ON operation (created_at) WHERE kind = 'remove_customer'`],
} as const;
