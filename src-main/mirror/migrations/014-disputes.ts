/**
 * What became of a payment's dispute, as JSON; null where there was none. Payments that were read before have to be read again for it: without the place in
 * Stripe's events its lists are filled anew.
 */
export const disputes = `
ALTER TABLE payment ADD COLUMN dispute TEXT;
CREATE INDEX payment_disputed ON payment (at, id) WHERE dispute IS NOT NULL;
DELETE FROM kept WHERE name = 'stripe.events';
`;
