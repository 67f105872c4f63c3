import type { Changes, Page, ProviderLists, Read, Slice } from '../../../src-main/payments/ports.ts';
import type { CardRecord, CustomerRecord, PaymentRecord } from '../../../src-main/payments/records.ts';
import { cardOf, customerOf, paymentOf } from '../mirror/rows-of-a-house.ts';

type Trouble = Extract<Read<never>, { ok: false }>;
export interface Asked {
  readonly call: 'customers' | 'payments' | 'changes' | 'customer' | 'payment';
  readonly ref: string | null;
  readonly slice: Slice | null;
}

/** Stripe on paper: lists newest first with cursors, and events, as the gateway would read them. */
export class PaperStripe implements ProviderLists {
  readonly provider = 'stripe';
  readonly customers = new Map<string, CustomerRecord>();
  readonly cards = new Map<string, CardRecord[]>();
  readonly payments = new Map<string, PaymentRecord>();
  readonly events: { id: string; at: number; kind: 'customer' | 'payment'; ref: string }[] = [];
  readonly asked: Asked[] = [];
  /** what goes wrong next, by what is asked; null = nothing */
  trouble: (asked: Asked) => Trouble['why'] | null = () => null;
  /** something that happens while a question is on its way */
  meanwhile: (asked: Asked) => Promise<void> | void = () => undefined;
  most = { now: 0, ever: 0 };
  pageSize = 100;
  readonly #now: () => number;

  constructor(now: () => number) {
    this.#now = now;
  }

  addCustomer(ref: string, given: Partial<CustomerRecord> = {}): void {
    this.customers.set(ref, customerOf(`stripe:${ref}`, given));
  }
  addCard(ref: string, customerRef: string): void {
    const cards = this.cards.get(customerRef) ?? [];
    this.cards.set(customerRef, [...cards, cardOf(`stripe:${ref}`, `stripe:${customerRef}`)]);
  }
  addPayment(ref: string, customerRef: string, given: Partial<PaymentRecord> = {}): void {
    this.payments.set(ref, paymentOf(`stripe:${ref}`, `stripe:${customerRef}`, given));
  }
  tell(kind: 'customer' | 'payment', ref: string): void {
    this.events.push({ id: `evt_${this.events.length + 1}`, at: this.#now(), kind, ref });
  }

  customersPage(slice: Slice): Promise<Read<Page<CustomerRecord>>> {
    return this.#answer({ call: 'customers', ref: null, slice }, () =>
      this.#page([...this.customers.values()], slice, (row) => row.createdAt ?? 0),
    );
  }
  paymentsPage(slice: Slice): Promise<Read<Page<PaymentRecord>>> {
    return this.#answer({ call: 'payments', ref: null, slice }, () =>
      this.#page([...this.payments.values()], slice, (row) => row.at),
    );
  }
  paymentsOf(ref: string, since: number): ReturnType<ProviderLists['paymentsOf']> {
    return this.#answer({ call: 'payments', ref, slice: null }, () =>
      yes([...this.payments.values()].filter((row) => row.customerId === `stripe:${ref}` && row.at >= since)),
    );
  }
  readCustomer(ref: string): ReturnType<ProviderLists['readCustomer']> {
    return this.#answer({ call: 'customer', ref, slice: null }, () => {
      const customer = this.customers.get(ref);
      if (!customer) return no('gone');
      const cards = (this.cards.get(ref) ?? []).map((card) => ({ ...card, readAt: this.#now() }));
      return yes({ customer: { ...customer, readAt: this.#now() }, cards });
    });
  }
  readPayment(ref: string): Promise<Read<PaymentRecord>> {
    return this.#answer({ call: 'payment', ref, slice: null }, () => {
      const payment = this.payments.get(ref);
      return payment ? yes({ ...payment, readAt: this.#now() }) : no('gone');
    });
  }
  changes(cursor: string | null, since: number): Promise<Read<Changes>> {
    return this.#answer({ call: 'changes', ref: cursor, slice: null }, () => {
      const place = this.events.findIndex(({ id }) => id === cursor);
      if (cursor !== null && place < 0) return no('gone');
      const after = cursor === null ? this.events.filter(({ at }) => at >= since) : this.events.slice(place + 1);
      const some = after.slice(0, 100);
      const refs = (kind: 'customer' | 'payment') => [
        ...new Set(some.filter((event) => event.kind === kind).map(({ ref }) => ref)),
      ];
      return yes({
        customers: refs('customer'),
        payments: refs('payment'),
        cursor: some.at(-1)?.id ?? null,
        more: after.length > some.length,
      });
    });
  }

  #page<T extends { readonly ref: string }>(all: T[], slice: Slice, createdAt: (row: T) => number): Read<Page<T>> {
    if (slice.after !== null && !all.some(({ ref }) => ref === slice.after)) return no('gone');
    const sorted = all.toSorted((a, b) => createdAt(b) - createdAt(a) || (a.ref < b.ref ? 1 : -1));
    const from = slice.after === null ? 0 : sorted.findIndex(({ ref }) => ref === slice.after) + 1;
    const inside = sorted
      .slice(from)
      .filter((row) => createdAt(row) >= (slice.createdFrom ?? 0) && createdAt(row) < (slice.createdTo ?? Infinity));
    const rows = inside.slice(0, this.pageSize).map((row) => ({ ...row, readAt: this.#now() }));
    return yes({ rows, next: inside.length > rows.length ? (rows.at(-1)?.ref ?? null) : null });
  }

  async #answer<T>(asked: Asked, answer: () => Read<T>): Promise<Read<T>> {
    this.asked.push(asked);
    this.most.now += 1;
    this.most.ever = Math.max(this.most.ever, this.most.now);
    await this.meanwhile(asked);
    await new Promise(setImmediate);
    this.most.now -= 1;
    const why = this.trouble(asked);
    return why ? no(why) : answer();
  }
}

const yes = <T>(value: T): Read<T> => ({ ok: true, value });
const no = (why: Trouble['why']): Trouble => ({ ok: false, why, detail: `paper: ${why}` });
