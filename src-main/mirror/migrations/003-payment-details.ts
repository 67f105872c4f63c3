/**
 * What another program wrote beside a payment, as JSON; null where nothing stands there. Payments that were read before have to be read again for it:
 * without the place in Stripe's events its lists are filled anew.
 */
export const paymentDetails = `
ALTER TABLE payment ADD COLUMN details TEXT;
CREATE INDEX payment_with_details ON payment (at, id) WHERE details IS NOT NULL;
DELETE FROM kept WHERE name = 'stripe.events';
`;
