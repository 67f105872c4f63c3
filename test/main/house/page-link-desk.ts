import { afterAll, beforeAll } from 'vitest';
import type { BillView } from '../../../src-main/contract/bill.ts';
import type { AddressedLink } from '../../../src-main/contract/page-link.ts';
import { stripeTill, type StripeTill } from '../../gateways/stripe-till.ts';
import { openSalon, type Salon, type SalonDesk } from '../../support/salon.ts';

export interface Client {
  readonly id: string;
  readonly ref: string;
  readonly cardId: string;
}

/**
 * A whole desk without its window on the embedded Stripe, for a file of tests about pages that clients use with their own hands. It is opened before
 * the first of them and closed after the last; `salon`, `till` and `front` are there from then on.
 */
export function pageDesk(seed: string) {
  let salon: Salon;
  let till: StripeTill;
  let front: SalonDesk;
  let tickets = 0;
  const ticket = (): string => `ticket-${String((tickets += 1)).padStart(16, '0')}`;

  beforeAll(async () => {
    salon = await openSalon(seed);
    till = stripeTill(salon.sandbox);
    front = await salon.desk('Front 1');
  }, 120_000);
  afterAll(() => salon.close());

  /** Somebody with a card, known at the desk. */
  async function client(): Promise<Client> {
    const { customerRef, cardRef } = await till.save();
    const id = `stripe:${customerRef}`;
    await front.signIn('Maude');
    await front.must('desk.refresh', {});
    await front.must('customers.refresh', { id });
    return { id, ref: customerRef, cardId: `stripe:${cardRef}` };
  }
  async function bill(of: Client | null, total = 10_000): Promise<BillView> {
    return front.must<BillView>('bills.make', {
      customerId: of?.id ?? null,
      customerName: 'Élodie Côté-Tremblay',
      day: '2026-11-20',
      time: '10:00',
      service: 'Coloration',
      withWhom: null,
      lines: [],
      total,
      tax: null,
      note: null,
    });
  }
  const wish = (of: Client | null, more: object = {}) => ({
    ticket: ticket(),
    kind: 'card',
    customerId: of?.id ?? null,
    customerName: 'Élodie Côté-Tremblay',
    email: null,
    purpose: 'future_visits',
    billId: null,
    price: { is: 'nothing' },
    save: 'always',
    agreement: null,
    language: 'fr',
    minutes: 30,
    ...more,
  });
  const forBill = (of: Client | null, { id, remaining }: BillView, more: object = {}) =>
    wish(of, {
      kind: 'payment',
      purpose: 'balance',
      billId: id,
      price: { is: 'remaining', amount: remaining, currency: 'CAD' },
      save: 'never',
      ...more,
    });
  const make = (input: object): Promise<AddressedLink> => front.must<AddressedLink>('links.make', input);
  const show = (id: string): Promise<AddressedLink> => front.must<AddressedLink>('links.show', { id });
  const billNow = (id: string): Promise<BillView> => front.must<BillView>('bills.get', { id });
  const chargeOf = ({ id, cardId }: Client, { id: billId }: BillView, amount: number) => ({
    ticket: ticket(),
    customerId: id,
    cardId,
    amount: { amount, currency: 'CAD' },
    tip: null,
    note: null,
    receiptEmail: null,
    cause: { purpose: 'balance', billId },
  });
  const taken = async ({ ref }: Client): Promise<number> =>
    (await till.stripe.paymentIntents.list({ customer: ref, limit: 100 })).data.reduce(
      (sum, { amount_received }) => sum + amount_received,
      0,
    );
  /** What goes wrong at the provider from now on; null: nothing any more. */
  async function fault(wanted: object | null): Promise<void> {
    const to = `${salon.sandbox.stripeUrl}/_control/${wanted === null ? 'faults/clear' : 'fault'}`;
    const reply = await fetch(to, { method: 'POST', body: JSON.stringify(wanted ?? {}) });
    if (!reply.ok) throw new Error(await reply.text());
  }

  return {
    salon: () => salon,
    till: () => till,
    front: () => front,
    ticket,
    client,
    bill,
    wish,
    forBill,
    make,
    show,
    billNow,
    chargeOf,
    taken,
    fault,
  };
}
