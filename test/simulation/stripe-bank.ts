import { paymentRecord } from '../../src-main/gateways/stripe/records.ts';
import { valueAs, wireIntent } from '../../src-main/gateways/stripe/wire.ts';
import { card, customer } from '../support/toy-provider.ts';
import { workOn, type Bank, type BankAnswer } from './bank.ts';
import type { Books } from './books.ts';
import { stripeDeeds } from './stripe-deeds.ts';
import { makeStripeKeys } from './stripe-keys.ts';
import {
  customerSaid,
  deletedSaid,
  intentSaid,
  listSaid,
  methodSaid,
  no,
  ok,
  refundSaid,
  stripeFault,
} from './stripe-objects.ts';
import { makeStripeShelves } from './stripe-shelves.ts';
import type { World } from './world.ts';

/** Stripe in memory, by its own rules: real paths, real forms, real replies (what it keeps and forgets: stripe-keys). `leaving`: customers may be deleted. */
export function makeStripeBank(world: World, books: Books, leaving = false, moreHolds = 0): Bank {
  const keys = makeStripeKeys(world.now);
  const shelves = makeStripeShelves(world, books, moreHolds);
  const deedOf = stripeDeeds(shelves);
  const { intents, refunds, methods, defaults, deleted } = shelves;
  const customers = ['a', 'b'].map((person) => customer(`stripe:cus_${person}`));

  function look(path: string, at: number): BankAnswer {
    const url = new URL(path, 'https://api.stripe.com');
    const [, , thing = '', id = ''] = url.pathname.split('/');
    const wanted = (name: string): string => url.searchParams.get(name) ?? '';
    if (thing === 'payment_intents' && id === '') {
      const rows = intents
        .allAsOf(at)
        .filter(
          (one) => one.customer === wanted('customer') && Math.floor(one.at / 1000) >= Number(wanted('created[gte]')),
        );
      return listSaid(rows.toReversed().slice(0, 100).map(intentSaid), rows.length > 100);
    }
    const refund = thing === 'refunds' && id !== '' ? refunds.asOf(id, at) : undefined;
    if (refund) return ok(refundSaid(refund, refund.intent));
    if (thing === 'refunds' && id === '') {
      const rows = refunds.allAsOf(at).filter((one) => one.intent === wanted('payment_intent'));
      return listSaid(
        rows.toReversed().map((one) => refundSaid(one, one.intent)),
        false,
      );
    }
    // Nobody here subscribed to anything: asked before a customer is taken away.
    if (thing === 'subscriptions') return listSaid([], false);
    const intent = thing === 'payment_intents' ? intents.asOf(id, at) : undefined;
    if (intent) return ok(intentSaid(intent));
    const method = thing === 'payment_methods' ? methods.asOf(id, at) : undefined;
    if (method) return ok(methodSaid(method));
    if (thing === 'customers' && deleted.asOf(id, at)) return ok(deletedSaid(id));
    if (thing === 'customers') return ok(customerSaid(id, defaults.asOf(id, at) ?? null));
    return no(404, { code: 'resource_missing' });
  }

  return {
    provider: 'stripe',
    // A DELETE carries no key.
    nameOf: (plan) => (plan.kind === 'remove_customer' ? `delete ${plan.customerRef}` : plan.key),
    ...(leaving ? { leaving: customers } : {}),
    receive({ method, path, headers, body }, arrival, reply) {
      // Before the idempotency layer: nothing is kept of these.
      if (arrival.fault?.is === 'unkept') return reply({ status: 503, headers: {}, body: stripeFault });
      const work = { world, books, fault500: stripeFault };
      if (method === 'DELETE') {
        const { from, declines } = arrival;
        const asked = { key: '', form: new URLSearchParams(), from, declines };
        return workOn(work, { arrival, deed: () => deedOf({ method, path }, asked) }, reply);
      }
      const key = headers['idempotency-key'] ?? '';
      const says = keys.begin(key, `${path} ${body}`);
      if (says.is === 'running') return reply(no(409, { code: 'idempotency_key_in_use' }));
      if (says.is === 'other_request') return reply(no(400, { type: 'idempotency_error' }));
      if (says.is === 'kept') return reply({ ...says.answer, headers: { 'idempotent-replayed': 'true' } });
      const asked = { key, form: new URLSearchParams(body ?? ''), from: arrival.from, declines: arrival.declines };
      workOn(work, { arrival, deed: () => deedOf({ method, path }, asked) }, (answer) => {
        keys.keep(key, answer);
        reply(answer);
      });
    },
    look: ({ path }, lag) => look(path, world.now() - lag),
    shows(plan) {
      switch (plan.kind) {
        case 'hold':
          // Until it lapses or somebody gives it back.
          return intents
            .allAsOf(world.now())
            .some((one) => one.metadata['comptoir_operation'] === plan.key && one.status !== 'canceled');
        case 'charge':
          return books.movements.some(({ name }) => name === plan.key);
        case 'capture':
          return intents.get(plan.paymentRef)?.received === plan.amount.amount;
        case 'release':
          return intents.get(plan.paymentRef)?.status === 'canceled';
        case 'refund': {
          const paid = intents.get(plan.paymentRef);
          return plan.whole ? paid?.refunded === paid?.received : books.movements.some(({ name }) => name === plan.key);
        }
        case 'remove_card':
          return methods.get(plan.cardRef)?.customer === null;
        case 'remove_customer':
          return deleted.get(plan.customerRef) ?? false;
        case 'add_profile':
        case 'verify_card':
        case 'save_card':
        case 'save_bank_account':
          // Nobody types a card or an account here.
          return false;
        case 'set_default':
          // A deleted customer has none any more, whatever it was before.
          return !deleted.get(plan.customerRef) && defaults.get(plan.customerRef) === plan.cardRef;
      }
    },
    weeksLater(chance) {
      for (const refund of refunds.allAsOf(world.now())) {
        const failed = chance.happens(0.3);
        refunds.put(refund.id, { ...refund, status: failed ? 'failed' : 'succeeded' });
        const paid = intents.get(refund.intent);
        if (!failed || !paid) continue;
        intents.put(paid.id, { ...paid, refunded: paid.refunded - refund.amount });
        books.returns(refund.metadata['comptoir_operation'] ?? '');
      }
    },
    customers,
    cards: ['a1', 'a2', 'b1', 'b2'].map((name) => card(`stripe:pm_${name}`, `stripe:cus_${name[0]}`)),
    payments: () =>
      intents.allAsOf(world.now()).map(({ id, status, amount, received, refunded }) => ({
        ref: id,
        held: status === 'requires_capture' ? amount : 0,
        taken: received - refunded,
      })),
    payment(ref) {
      const found = intents.get(ref);
      const wire = found && valueAs(wireIntent, intentSaid(found));
      return wire ? paymentRecord(wire, world.now()) : null;
    },
  };
}
