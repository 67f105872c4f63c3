import type * as v from 'valibot';
import type {
  Changes,
  Clock,
  CustomerRead,
  JudgingReader,
  Page,
  ProviderLists,
  Read,
  Sender,
  Slice,
} from '../../payments/ports.ts';
import type { CustomerRecord, PaymentRecord } from '../../payments/records.ts';
import { keyField, placeField } from './orders.ts';
import { beforeCharge } from '../patience.ts';
import { makeReading } from './reading.ts';
import { cardRecord, customerRecord, disputeOf, paymentRecord } from './records.ts';
import {
  reference,
  wireCustomer,
  wireDispute,
  wireEvent,
  wireIntent,
  wireList,
  wireNamed,
  wirePaymentMethod,
  type WireIntent,
} from './wire.ts';

const pageSize = 100;
/** Mixed up on its way: it says nothing of the one that was asked about. */
const another = { ok: false, why: 'odd', detail: 'another id' } as const;
const intentList = wireList(wireIntent);
const methodList = wireList(wirePaymentMethod);
const eventList = wireList(wireEvent);

/**
 * Event types that change a row of ours (stripe.md, section 14). At most 20 fit in one question: a capture and a hold that lapses are told by their intent
 * too, and a refund that is made by its charge.
 */
const eventTypes = [
  'customer.created',
  'customer.updated',
  'customer.deleted',
  'payment_method.attached',
  'payment_method.detached',
  'payment_method.updated',
  'payment_method.automatically_updated',
  'payment_intent.created',
  'payment_intent.succeeded',
  'payment_intent.payment_failed',
  'payment_intent.canceled',
  'payment_intent.amount_capturable_updated',
  'payment_intent.processing',
  'charge.refunded',
  'charge.dispute.created',
  'charge.dispute.updated',
  'charge.dispute.closed',
  'refund.updated',
  'refund.failed',
] as const;

/** Stripe's lists and events, read through the official package's requests and our sender. */
export function makeStripeLists(parts: {
  readonly sender: Pick<Sender, 'send'>;
  readonly clock: Clock;
}): ProviderLists & JudgingReader {
  const fetch = makeReading(parts.sender);
  const fetchSoon = makeReading(beforeCharge(parts.sender));

  async function cardsOf(customer: CustomerRecord): Promise<Read<CustomerRead>> {
    const cards: CustomerRead['cards'][number][] = [];
    let after: string | null = null;
    for (;;) {
      const cursor: string | null = after;
      const page: Read<v.InferOutput<typeof methodList>> = await fetch(
        (stripe) =>
          stripe.customers.listPaymentMethods(customer.ref, {
            type: 'card',
            limit: pageSize,
            ...(cursor === null ? {} : { starting_after: cursor }),
          }),
        methodList,
      );
      if (!page.ok) return page;
      const readAt = parts.clock.now();
      cards.push(
        ...page.value.data.map((method) =>
          cardRecord(method, { customerId: customer.id, defaultCardId: customer.defaultCardId, readAt }),
        ),
      );
      after = page.value.data.at(-1)?.id ?? null;
      if (!page.value.has_more || after === null) return { ok: true, value: { customer, cards } };
    }
  }

  /**
   * With what became of its dispute, where it has one and the key may read that; else only that there is one is known. A silence is none of both: the event
   * that told of it comes once, so the payment is read another time.
   */
  async function withDispute(payment: PaymentRecord): Promise<Read<PaymentRecord>> {
    if (!payment.dispute) return { ok: true, value: payment };
    const read = await fetch(
      (stripe) => stripe.disputes.list({ payment_intent: payment.ref, limit: pageSize }),
      wireList(wireDispute),
    );
    if (!read.ok && (read.why === 'no_answer' || read.why === 'busy')) return read;
    // Newest first. An answer about another payment says nothing of this one.
    const own = read.ok ? read.value.data.find(({ payment_intent: of }) => reference(of) === payment.ref) : undefined;
    return { ok: true, value: own ? { ...payment, dispute: disputeOf(own) } : payment };
  }

  /** All intents of these customers since then that are meant, however many pages. Asked before a charge or hold, while somebody waits. */
  async function intentsOf(
    { customerRefs, since }: { readonly customerRefs: readonly string[]; readonly since: number | null },
    isMeant: (intent: WireIntent) => boolean,
  ): Promise<Read<readonly PaymentRecord[]>> {
    const found: PaymentRecord[] = [];
    for (const customerRef of customerRefs) {
      let after: string | null = null;
      do {
        const cursor: string | null = after;
        const page: Read<v.InferOutput<typeof intentList>> = await fetchSoon(
          (stripe) =>
            stripe.paymentIntents.list({
              customer: customerRef,
              ...(since === null ? {} : { created: { gte: Math.floor(since / 1000) } }),
              limit: pageSize,
              expand: ['data.latest_charge'],
              ...(cursor === null ? {} : { starting_after: cursor }),
            }),
          intentList,
        );
        if (!page.ok) return page;
        // Mixed up on its way with the answer to another question: it says nothing of these.
        if (page.value.data.some(({ customer }) => reference(customer) !== customerRef))
          return { ok: false, why: 'odd', detail: 'another customer' };
        found.push(...page.value.data.filter(isMeant).map((row) => paymentRecord(row, parts.clock.now())));
        after = nextOf(page.value);
      } while (after !== null);
    }
    return { ok: true, value: found };
  }

  return {
    provider: 'stripe',
    async readCustomer(ref) {
      const read = await fetch((stripe) => stripe.customers.retrieve(ref), wireCustomer);
      if (!read.ok) return read;
      if (read.value.id !== ref) return another;
      const customer = customerRecord(read.value, parts.clock.now());
      return customer.deleted ? { ok: true, value: { customer, cards: [] } } : cardsOf(customer);
    },
    async readPayment(ref) {
      const read = await fetch(
        (stripe) => stripe.paymentIntents.retrieve(ref, { expand: ['latest_charge'] }),
        wireIntent,
      );
      if (!read.ok) return read;
      if (read.value.id !== ref) return another;
      return withDispute(paymentRecord(read.value, parts.clock.now()));
    },
    async customersPage(slice): Promise<Read<Page<CustomerRecord>>> {
      const read = await fetch(
        (stripe) => stripe.customers.list({ limit: pageSize, ...sliced(slice) }),
        wireList(wireCustomer),
      );
      const readAt = parts.clock.now();
      return read.ok
        ? {
            ok: true,
            value: { rows: read.value.data.map((row) => customerRecord(row, readAt)), next: nextOf(read.value) },
          }
        : read;
    },
    async paymentsPage(slice): Promise<Read<Page<PaymentRecord>>> {
      const read = await fetch(
        (stripe) => stripe.paymentIntents.list({ limit: pageSize, expand: ['data.latest_charge'], ...sliced(slice) }),
        wireList(wireIntent),
      );
      if (!read.ok) return read;
      const readAt = parts.clock.now();
      const rows: PaymentRecord[] = [];
      for (const row of await Promise.all(read.value.data.map((one) => withDispute(paymentRecord(one, readAt))))) {
        if (!row.ok) return row;
        rows.push(row.value);
      }
      return { ok: true, value: { rows, next: nextOf(read.value) } };
    },
    async paymentsOf(customerRef, since) {
      const read = await fetch(
        (stripe) =>
          stripe.paymentIntents.list({
            customer: customerRef,
            created: { gte: Math.floor(since / 1000) },
            limit: pageSize,
            expand: ['data.latest_charge'],
          }),
        wireList(wireIntent),
      );
      const readAt = parts.clock.now();
      return read.ok ? { ok: true, value: read.value.data.map((row) => paymentRecord(row, readAt)) } : read;
    },
    replacementsOf: ({ hold, customerRefs, keys }) =>
      intentsOf(
        { customerRefs, since: hold.at },
        ({ metadata }) => metadata[placeField] === hold.ref || keys.includes(metadata[keyField] ?? ''),
      ),
    takenUnder: ({ keys, customerRefs, since }) =>
      intentsOf({ customerRefs, since }, ({ metadata }) => keys.includes(metadata[keyField] ?? '')),
    async subscriptionsOf(customerRef) {
      // Without a status Stripe lists those that were not cancelled (docs.stripe.com/api/subscriptions/list).
      const read = await fetch(
        (stripe) => stripe.subscriptions.list({ customer: customerRef, limit: pageSize }),
        wireList(wireNamed),
      );
      return read.ok ? { ok: true, value: read.value.data.length } : read;
    },
    async changes(cursor, since): Promise<Read<Changes>> {
      const customers = new Set<string>();
      const payments = new Set<string>();
      let newest: string | null = null;
      let after: string | null = null;
      for (;;) {
        const before: string | null = after;
        const read: Read<v.InferOutput<typeof eventList>> = await fetch(
          (stripe) =>
            stripe.events.list({
              limit: pageSize,
              types: [...eventTypes],
              ...(cursor === null ? { created: { gte: Math.floor(since / 1000) } } : { ending_before: cursor }),
              ...(before === null ? {} : { starting_after: before }),
            }),
          eventList,
        );
        if (!read.ok) return read;
        // Lists are newest first; with `ending_before` the page is the one next to the cursor, so its first row is the newest seen.
        for (const { data } of read.value.data) touched(data, customers, payments);
        newest ??= read.value.data[0]?.id ?? null;
        after = nextOf(read.value);
        // Without a cursor the first page is the newest: what lies between it and `since` is on the pages after it.
        if (cursor === null && after !== null) continue;
        return {
          ok: true,
          value: {
            customers: [...customers],
            payments: [...payments],
            cursor: newest ?? cursor,
            more: cursor !== null && read.value.has_more,
          },
        };
      }
    },
  };
}

/** Which of our rows an event speaks of. Its snapshot is not trusted: the thing itself is read again. */
function touched(
  data: {
    readonly object: Record<string, unknown>;
    readonly previous_attributes?: Record<string, unknown> | null | undefined;
  },
  customers: Set<string>,
  payments: Set<string>,
): void {
  const { object } = data;
  const id = typeof object['id'] === 'string' ? object['id'] : null;
  const ref = (name: string): string | null => {
    const value = object[name];
    if (typeof value === 'string') return value;
    return typeof value === 'object' && value !== null && 'id' in value && typeof value.id === 'string'
      ? value.id
      : null;
  };
  switch (object['object']) {
    case 'customer':
      if (id) customers.add(id);
      return;
    case 'payment_method': {
      // A detached card names nobody any more: whose it was stands in what changed.
      const before = data.previous_attributes?.['customer'];
      const owner = ref('customer') ?? (typeof before === 'string' ? before : null);
      if (owner) customers.add(owner);
      return;
    }
    case 'payment_intent':
      if (id) payments.add(id);
      return;
    case 'charge':
    case 'dispute':
    case 'refund': {
      const intent = ref('payment_intent');
      if (intent) payments.add(intent);
      return;
    }
    default:
      return;
  }
}

function sliced(slice: Slice): { created?: { gte?: number; lt?: number }; starting_after?: string } {
  const created = {
    ...(slice.createdFrom === null ? {} : { gte: Math.ceil(slice.createdFrom / 1000) }),
    ...(slice.createdTo === null ? {} : { lt: Math.ceil(slice.createdTo / 1000) }),
  };
  return {
    ...(Object.keys(created).length === 0 ? {} : { created }),
    ...(slice.after === null ? {} : { starting_after: slice.after }),
  };
}

function nextOf(list: {
  readonly data: readonly { readonly id: string }[];
  readonly has_more: boolean;
}): string | null {
  return list.has_more ? (list.data.at(-1)?.id ?? null) : null;
}
