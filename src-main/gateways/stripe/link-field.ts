/** Where our page stands in Stripe's metadata, of the session and of the intent it makes. */
export const linkField = 'comptoir_link';
