import Stripe from 'stripe';
import type { Plan } from '../../src-main/payments/order.ts';
import type { Sandbox } from '../../src-main/sandbox/sandbox.ts';
import type { Saved, Till } from './town.ts';

/** The official package as anybody else would use it: a second client of the same account. */
export interface StripeTill extends Till {
  readonly stripe: Stripe;
  /** a customer with the card behind `pm_card_…` */
  saveAs(alias: string): Promise<Saved>;
}

export function stripeTill(sandbox: Sandbox): StripeTill {
  const { hostname, port } = new URL(sandbox.stripeUrl);
  const stripe = new Stripe(sandbox.stripeKey, {
    host: hostname,
    port,
    protocol: 'http',
    maxNetworkRetries: 0,
    telemetry: false,
  });
  const attach = async (customer: string, alias: string) => {
    const method = await stripe.paymentMethods.attach(alias, { customer });
    return { customerRef: customer, cardRef: method.id, payToken: method.id, instrument: 'card' as const };
  };
  const save = async (alias: string): Promise<Saved> => {
    const customer = await stripe.customers.create({ name: 'Élodie Côté-Tremblay', email: 'elodie@example.com' });
    return attach(customer.id, alias);
  };
  const take = (saved: { customerRef: string; payToken: string }, amount: number, capture: 'manual' | 'automatic') =>
    stripe.paymentIntents.create({
      amount,
      currency: 'cad',
      customer: saved.customerRef,
      payment_method: saved.payToken,
      allowed_payment_method_types: ['card'],
      off_session: true,
      confirm: true,
      capture_method: capture,
    });

  async function ran(plan: Plan): Promise<number> {
    switch (plan.kind) {
      case 'charge':
      case 'hold': {
        const { data } = await stripe.paymentIntents.list({ customer: plan.customerRef, limit: 100 });
        const moved = plan.kind === 'charge' ? 'succeeded' : 'requires_capture';
        return data.filter(({ status, amount }) => status === moved && amount === plan.amount.amount).length;
      }
      case 'capture': {
        const intent = await stripe.paymentIntents.retrieve(plan.paymentRef);
        return intent.status === 'succeeded' && intent.amount_received === plan.amount.amount ? 1 : 0;
      }
      case 'release':
        return (await stripe.paymentIntents.retrieve(plan.paymentRef)).status === 'canceled' ? 1 : 0;
      case 'refund': {
        const { data } = await stripe.refunds.list({ payment_intent: plan.paymentRef, limit: 100 });
        return data.filter(({ amount, status }) => amount === plan.amount.amount && status !== 'failed').length;
      }
      case 'remove_card':
        return (await stripe.paymentMethods.retrieve(plan.cardRef)).customer === null ? 1 : 0;
      case 'remove_customer':
        return (await stripe.customers.retrieve(plan.customerRef)).deleted ? 1 : 0;
      case 'add_profile':
      case 'verify_card':
      case 'save_card':
      case 'save_bank_account':
        return 0;
      case 'set_default': {
        const customer = await stripe.customers.retrieve(plan.customerRef);
        return !customer.deleted && customer.invoice_settings.default_payment_method === plan.cardRef ? 1 : 0;
      }
    }
  }

  return {
    provider: 'stripe',
    stripe,
    save: () => save('pm_card_visa'),
    saveAs: save,
    declined: async () => ({ saved: await save('pm_card_chargeCustomerFail'), amount: 8450, code: 'generic_decline' }),
    saveSecond: (of) => attach(of.customerRef, 'pm_card_mastercard'),
    hold: async (saved, amount) => (await take(saved, amount, 'manual')).id,
    async withdraw(id) {
      const reply = await fetch(`${sandbox.stripeUrl}/_control/withdraw`, {
        method: 'POST',
        body: JSON.stringify({ id }),
      });
      if (!reply.ok) throw new Error(await reply.text());
    },
    // The card behind it does, a minute later.
    sendBack: async () => undefined,
    async charge(saved, amount) {
      const { id } = await take(saved, amount, 'automatic');
      return { paymentRef: id, settlementRef: id };
    },
    ran,
  };
}
