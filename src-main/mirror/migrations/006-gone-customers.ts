/** Customers that an order of this house took away at their provider: no answer that was on its way makes them living again. */
export const goneCustomers = `
ALTER TABLE customer ADD COLUMN gone INTEGER NOT NULL DEFAULT 0;
`;
