/**
 * A line of a payout that the house's records explained once is not judged again when its payout is no longer shown: `settled` 1 is ours to the cent,
 * 2 is of before these records. 0 is judged each time, however old it is. What a person decided is never kept here: it is in the records.
 */
export const payoutLines = `
ALTER TABLE balance_line ADD COLUMN settled INTEGER NOT NULL DEFAULT 0;
CREATE INDEX balance_line_open ON balance_line (payout) WHERE settled = 0 AND payout IS NOT NULL;
CREATE INDEX balance_line_payment ON balance_line (payment_ref) WHERE payment_ref IS NOT NULL;
`;
