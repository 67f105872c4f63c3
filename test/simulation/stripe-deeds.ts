import type { ProviderRequest } from '../../src-main/payments/ports.ts';
import type { Deed } from './bank.ts';
import {
  customerSaid,
  deletedSaid,
  intentSaid,
  methodSaid,
  no,
  ok,
  refundSaid,
  type Intent,
  type Refund,
} from './stripe-objects.ts';
import type { StripeShelves } from './stripe-shelves.ts';

export interface Asked {
  readonly key: string;
  readonly form: URLSearchParams;
  readonly from: string;
  readonly declines: boolean;
}
const metadataOf = (form: URLSearchParams): Record<string, string> =>
  Object.fromEntries(
    [...form].flatMap(([name, value]) => {
      const field = /^metadata\[(.+)\]$/.exec(name)?.[1];
      return field === undefined ? [] : [[field, value]];
    }),
  );
/** What Stripe would answer to a request, and do. Nothing is done before `run`. Throws for a path that is not Stripe's. */
export function stripeDeeds(
  shelves: StripeShelves,
): (request: Pick<ProviderRequest, 'method' | 'path'>, asked: Asked) => Deed {
  const { world, books, intents, refunds, methods, defaults, deleted, newId, keep } = shelves;

  const wrongState: Deed = { answer: no(400, { code: 'payment_intent_unexpected_state' }) };

  function take({ form, from, declines, key }: Asked): Deed {
    const method = methods.get(form.get('payment_method') ?? '');
    const who = form.get('customer') ?? '';
    if (method?.customer !== who) return { answer: no(400, { param: 'payment_method' }) };
    const manual = form.get('capture_method') === 'manual';
    const amount = Number(form.get('amount'));
    const made = {
      id: newId('pi'),
      customer: who,
      method: method.id,
      amount,
      manual,
      refunded: 0,
      reason: null,
      at: world.now(),
    };
    const intent: Intent = {
      ...made,
      status: declines ? 'requires_payment_method' : manual ? 'requires_capture' : 'succeeded',
      received: declines || manual ? 0 : amount,
      metadata: metadataOf(form),
    };
    if (declines) {
      const error = { type: 'card_error', code: 'card_declined', decline_code: 'insufficient_funds' };
      return {
        answer: no(402, { ...error, payment_intent: intentSaid(intent) }),
        run: () => intents.put(intent.id, intent),
      };
    }
    return {
      answer: ok(intentSaid(intent)),
      run() {
        keep(intent);
        books.move({ name: key, kind: manual ? 'hold' : 'charge', target: who, amount, from, made: intent.id });
      },
    };
  }

  function capture(id: string, { form, from, key }: Asked): Deed {
    const held = intents.get(id);
    if (!held) return { answer: no(404, { code: 'resource_missing' }) };
    if (held.status !== 'requires_capture') return wrongState;
    const amount = Number(form.get('amount_to_capture') ?? held.amount);
    if (amount > held.amount) return { answer: no(400, { code: 'amount_too_large' }) };
    const metadata = { ...held.metadata, ...metadataOf(form) };
    const taken: Intent = { ...held, status: 'succeeded', received: amount, metadata };
    return {
      answer: ok(intentSaid(taken)),
      run() {
        intents.put(id, taken);
        books.move({ name: key, kind: 'capture', target: id, amount, from });
      },
    };
  }

  function cancel(id: string, { from, key }: Asked): Deed {
    const held = intents.get(id);
    if (!held) return { answer: no(404, { code: 'resource_missing' }) };
    if (held.status !== 'requires_capture') return wrongState;
    const gone: Intent = { ...held, status: 'canceled', reason: 'requested_by_customer' };
    return {
      answer: ok(intentSaid(gone)),
      run() {
        intents.put(id, gone);
        books.move({ name: key, kind: 'release', target: id, amount: held.amount, from });
      },
    };
  }

  function refund({ form, from, key, declines }: Asked): Deed {
    const paid = intents.get(form.get('payment_intent') ?? '');
    if (paid?.status !== 'succeeded') return wrongState;
    const left = paid.received - paid.refunded;
    const amount = Number(form.get('amount') ?? left);
    if (left === 0) return { answer: no(400, { code: 'charge_already_refunded' }) };
    if (amount > left) return { answer: no(400, { param: 'amount' }) };
    // With too little on the account it waits.
    const status = declines ? 'pending' : 'succeeded';
    const made: Refund = { id: newId('re'), intent: paid.id, amount, status, metadata: metadataOf(form) };
    const after: Intent = { ...paid, refunded: paid.refunded + amount };
    return {
      answer: ok(refundSaid(made, intentSaid(after))),
      run() {
        refunds.put(made.id, made);
        intents.put(after.id, after);
        books.move({ name: key, kind: 'refund', target: paid.id, amount, from });
      },
    };
  }

  function detach(id: string, { from, key }: Asked): Deed {
    const method = methods.get(id);
    if (!method) return { answer: no(404, { code: 'resource_missing' }) };
    if (method.customer === null) return { answer: no(400, {}) };
    const loose = { ...method, customer: null };
    return {
      answer: ok(methodSaid(loose)),
      run() {
        methods.put(id, loose);
        books.move({ name: key, kind: 'remove_card', target: id, amount: 0, from });
      },
    };
  }

  function setDefault(id: string, { form, from, key }: Asked): Deed {
    if (deleted.get(id)) return { answer: no(404, { code: 'resource_missing' }) };
    const wanted = form.get('invoice_settings[default_payment_method]') ?? '';
    if (methods.get(wanted)?.customer !== id) return { answer: no(400, {}) };
    return {
      answer: ok(customerSaid(id, wanted)),
      run() {
        defaults.put(id, wanted);
        books.move({ name: key, kind: 'set_default', target: wanted, amount: 0, from });
      },
    };
  }

  /** With its cards; a second time it is not found. */
  function remove(id: string, { from }: Asked): Deed {
    if (deleted.get(id)) return { answer: no(404, { code: 'resource_missing' }) };
    return {
      answer: ok(deletedSaid(id)),
      run() {
        deleted.put(id, true);
        for (const method of methods.allAsOf(world.now()))
          if (method.customer === id) methods.put(method.id, { ...method, customer: null });
        books.move({ name: `delete ${id}`, kind: 'remove_customer', target: id, amount: 0, from });
      },
    };
  }

  return ({ method, path }, asked) => {
    const [, , thing = '', id = '', verb = ''] = path.split('/');
    if (thing === 'payment_intents' && id === '') return take(asked);
    if (thing === 'payment_intents' && verb === 'capture') return capture(id, asked);
    if (thing === 'payment_intents' && verb === 'cancel') return cancel(id, asked);
    if (thing === 'refunds') return refund(asked);
    if (thing === 'payment_methods' && verb === 'detach') return detach(id, asked);
    if (thing === 'customers' && method === 'DELETE') return remove(id, asked);
    if (thing === 'customers') return setDefault(id, asked);
    throw new Error(`Stripe in memory does not know ${path}`);
  };
}
