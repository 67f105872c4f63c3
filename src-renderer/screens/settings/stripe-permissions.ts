interface StripePermission {
  /** as main names it where it can be found out by asking; null: only an order shows it */
  readonly asked: string | null;
  /** as Stripe's form for a restricted key names it */
  readonly name: string;
  /** Write includes Read */
  readonly level: 'read' | 'write';
}

/**
 * What the orders and lists of this version need of a restricted key at Stripe, as its form names them. `Balance transaction sources` is what
 * expands the source of a line of the balance, and includes the balance itself (https://docs.stripe.com/stripe-apps/reference/permissions).
 */
export const stripePermissions: readonly StripePermission[] = [
  { asked: 'customers', name: 'Customers', level: 'write' },
  { asked: 'payment_intents', name: 'Payment Intents', level: 'write' },
  { asked: 'payment_methods', name: 'Payment Methods', level: 'write' },
  { asked: 'charges', name: 'Charges and Refunds', level: 'write' },
  { asked: 'refunds', name: 'Charges and Refunds', level: 'write' },
  { asked: 'disputes', name: 'Disputes', level: 'read' },
  { asked: 'checkout_sessions', name: 'Checkout Sessions', level: 'write' },
  { asked: 'prices', name: 'Prices', level: 'write' },
  { asked: null, name: 'Customer portal', level: 'write' },
  { asked: 'invoices', name: 'Invoices', level: 'write' },
  { asked: 'subscriptions', name: 'Subscriptions', level: 'read' },
  { asked: 'events', name: 'Events', level: 'read' },
  { asked: 'balance_transactions', name: 'Balance transaction sources', level: 'read' },
  { asked: 'payouts', name: 'Payouts', level: 'read' },
];

/** The lines of Stripe's form to set, each once. */
export const wantedAtStripe = stripePermissions.filter(
  ({ name }, at) => stripePermissions.findIndex((one) => one.name === name) === at,
);
