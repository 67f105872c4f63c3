import type { SandboxRequest } from '../core/message.ts';
import type { SandboxStore } from '../core/store.ts';
import { remakeCard } from '../stripe/payment-method.ts';
import type { StripeSandbox } from '../stripe/stripe.ts';
import type { CardPlan, Person } from './person.ts';
import { nameOf } from './person.ts';
import { textIn } from './reply.ts';
import type { SavedCard, Sold, Till } from './till.ts';

type FormValue = string | number | boolean | { readonly [key: string]: FormValue };

const tokens = { visa: 'tok_visa', mastercard: 'tok_mastercard', amex: 'tok_amex' } as const;

/** Stripe keeps a catalogue as well: what the house sells beside its visits. */
export interface StripeTill extends Till {
  addPrice(name: string, amount: number): void;
}

export function makeStripeTill(parts: {
  readonly stripe: Pick<StripeSandbox, 'handle'>;
  readonly store: SandboxStore;
  readonly key: string;
}): StripeTill {
  const { store } = parts;
  let calls = 0;

  function post(path: string, form: Readonly<Record<string, FormValue>> = {}, declinable = false): string | undefined {
    calls += 1;
    const request: SandboxRequest = {
      method: 'POST',
      path: `/v1/${path}`,
      query: '',
      headers: {
        authorization: `Bearer ${parts.key}`,
        'content-type': 'application/x-www-form-urlencoded',
      },
      body: pairs(form).join('&'),
    };
    const reply = parts.stripe.handle(request);
    if (declinable && reply.status === 402) return undefined;
    if (reply.status !== 200) throw new Error(`Call ${calls} of the demo house, ${path}: ${reply.body}`);
    return textIn(reply.body, 'id');
  }

  function id(path: string, form: Readonly<Record<string, FormValue>> = {}): string {
    const found = post(path, form);
    if (found === undefined) throw new Error(`${path} answered without an id.`);
    return found;
  }

  const take = (card: SavedCard, { amount, description, details }: Sold, more: Record<string, FormValue>) =>
    post(
      'payment_intents',
      {
        amount,
        currency: 'cad',
        customer: card.customer,
        payment_method: card.token,
        off_session: true,
        confirm: true,
        automatic_payment_methods: { enabled: true, allow_redirects: 'never' },
        description,
        ...(details === undefined ? {} : { metadata: details }),
        ...more,
      },
      true,
    );

  return {
    addCustomer: (person: Person) =>
      id('customers', {
        name: nameOf(person),
        phone: person.phone,
        ...(person.email === null ? {} : { email: person.email }),
        preferred_locales: { 0: person.locale },
      }),
    saveCard(person: Person, customer: string, plan: CardPlan): SavedCard {
      const method = id('payment_methods', {
        type: 'card',
        card: { token: tokens[plan.brand] },
        billing_details: { name: nameOf(person) },
        ...(plan.nickname === null ? {} : { metadata: { nickname: plan.nickname } }),
      });
      remakeCard(store, method, {
        last4: plan.lastFour,
        expMonth: plan.expiry.month,
        expYear: plan.expiry.year,
        country: 'CA',
        setUp: true,
      });
      id(`payment_methods/${method}/attach`, { customer });
      if (plan.manner === 'insufficient_funds') remakeCard(store, method, { behaviour: 'later:insufficient_funds' });
      if (plan.manner === 'needs_bank') remakeCard(store, method, { behaviour: 'authenticate-always' });
      if (person.cards.find((card) => card.provider === 'stripe') === plan) {
        id(`customers/${customer}`, { invoice_settings: { default_payment_method: method } });
      }
      return { plan, person, customer, id: method, token: method };
    },
    removeCard: (card) => void id(`payment_methods/${card.id}/detach`),
    charge: (card, sold) => take(card, sold, {}),
    hold(card, sold) {
      const hold = take(card, sold, { capture_method: 'manual' });
      if (hold === undefined) throw new Error(`The hold on the card of ${nameOf(card.person)} was declined.`);
      return hold;
    },
    capture: (hold, amount) =>
      id(`payment_intents/${hold}/capture`, amount === undefined ? {} : { amount_to_capture: amount }),
    release: (hold) => void id(`payment_intents/${hold}/cancel`, { cancellation_reason: 'requested_by_customer' }),
    refund: (taken, amount) =>
      void id('refunds', {
        payment_intent: taken,
        reason: 'requested_by_customer',
        ...(amount === undefined ? {} : { amount }),
      }),
    addPrice: (name, amount) => void id('prices', { currency: 'cad', unit_amount: amount, product_data: { name } }),
    whileDeclined(card, work) {
      remakeCard(store, card.id, { behaviour: 'later:do_not_honor' });
      work();
      remakeCard(store, card.id, { behaviour: 'approved' });
    },
  };
}

/** `{a: {b: 1}}` → `a[b]=1`, as Stripe's clients write it. */
function pairs(form: Readonly<Record<string, FormValue>>, prefix = ''): string[] {
  return Object.entries(form).flatMap(([key, value]) => {
    const name = prefix === '' ? key : `${prefix}[${key}]`;
    if (typeof value === 'object') return pairs(value, name);
    return [`${encodeURIComponent(name)}=${encodeURIComponent(String(value))}`];
  });
}
