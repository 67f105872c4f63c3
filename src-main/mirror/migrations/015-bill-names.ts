/** What every desk calls the bill that a payment was taken for. Payments of before have none at their provider either: nothing is read again for it. */
export const billNames = `
ALTER TABLE payment ADD COLUMN bill_name TEXT;
CREATE INDEX payment_bill_name ON payment (bill_name) WHERE bill_name IS NOT NULL;
`;
