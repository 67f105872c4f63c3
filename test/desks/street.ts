import type { MissedVisit } from '../../src-main/contract/missed-visit.ts';
import type { Bill } from '../../src-main/ledger/bills.ts';
import type { Order } from '../../src-main/payments/order.ts';
import type { CardRecord, CustomerRecord, PaymentRecord } from '../../src-main/payments/records.ts';
import type { Sandbox } from '../../src-main/sandbox/sandbox.ts';
import { paysafeTill, type PaysafeTill } from '../gateways/paysafe-till.ts';
import { stripeTill, type StripeTill } from '../gateways/stripe-till.ts';
import type { Saved } from '../gateways/town.ts';
import { card, customer, held } from '../support/toy-provider.ts';

/** What every desk sees in the morning: holds to capture and bills to charge, at both providers. */
export interface Street {
  readonly rows: {
    readonly customers: CustomerRecord[];
    readonly cards: CardRecord[];
    readonly payments: PaymentRecord[];
  };
  readonly holds: readonly PaymentRecord[];
  readonly bills: readonly Bill[];
  /** of every fourth bill nobody came: it asks for a fee instead */
  missedOf(bill: Bill): MissedVisit | null;
  readonly cardOf: ReadonlyMap<string, string>;
  /** how often money moved at the provider for it: 1 if all is well */
  capturesOf(hold: PaymentRecord, keys: ReadonlySet<string>): Promise<number>;
  chargesOf(customerId: string, keys: ReadonlySet<string>): Promise<number>;
}

const amount = 8450;

export async function makeStreet(
  sandbox: Sandbox,
  { holds, bills, billAt }: { holds: number; bills: number; billAt: number },
): Promise<Street> {
  const tills = { stripe: stripeTill(sandbox), paysafe: paysafeTill(sandbox) };
  const rows: Street['rows'] = { customers: [], cards: [], payments: [] };
  const made: Bill[] = [];
  const cardOf = new Map<string, string>();
  for (let at = 0; at < holds + bills; at += 1) {
    const provider = at % 2 === 0 ? 'stripe' : 'paysafe';
    const till = tills[provider];
    const saved = await till.save();
    const customerId = `${provider}:${saved.customerRef}`;
    rows.customers.push(customer(customerId));
    rows.cards.push(cardRow(provider, saved, customerId));
    cardOf.set(customerId, `${provider}:${saved.cardRef}`);
    if (at < holds) {
      const ref = await till.hold(saved, amount);
      const account = provider === 'paysafe' ? tills.paysafe.accountOf('card') : null;
      rows.payments.push(held(`${provider}:${ref}`, customerId, amount, { account }));
    } else {
      made.push(billRow(at, customerId, billAt));
    }
  }
  return {
    rows,
    holds: [...rows.payments],
    bills: made,
    missedOf,
    cardOf,
    capturesOf: (hold, keys) => captures(tills, hold, keys),
    chargesOf: (customerId, keys) => charges(tills, customerId, keys),
  };
}

/** Everything one desk clicks, each with a ticket of its own. */
export function clicksOf(street: Street, desk: string): Order[] {
  return [
    ...street.holds.map((hold, at): Order => ({
      kind: 'capture',
      ticket: ticketOf(desk, `hold${at}`),
      holdId: hold.id,
      amount: { amount: at % 4 < 2 ? amount : 5000, currency: 'CAD' },
      note: null,
    })),
    ...street.bills.map((bill, at): Order => ({
      kind: 'charge',
      ticket: ticketOf(desk, `bill${at}`),
      customerId: bill.customerId ?? '',
      cardId: street.cardOf.get(bill.customerId ?? '') ?? '',
      amount: { amount: missedOf(bill)?.fee ?? bill.total, currency: 'CAD' },
      tip: null,
      note: null,
      receiptEmail: null,
      cause: { purpose: missedOf(bill) ? 'no_show' : 'balance', billId: bill.id },
    })),
  ];
}

function missedOf({ id }: Bill): MissedVisit | null {
  if (Number(id.slice('bill-'.length)) % 4 !== 0) return null;
  const fee = amount / 2;
  return { kind: 'no_show', outcome: 'fee', fee, ruled: fee, reason: null, stepIn: null, at: 1, by: 'Maude' };
}

const ticketOf = (desk: string, what: string): string => `ticket-${desk.replaceAll(' ', '')}-${what}`.padEnd(16, '0');

function cardRow(provider: 'stripe' | 'paysafe', saved: Saved, customerId: string): CardRecord {
  return card(`${provider}:${saved.cardRef}`, customerId, { payToken: saved.payToken });
}

function billRow(at: number, customerId: string, createdAt: number): Bill {
  return {
    id: `bill-${at}`,
    code: `B-${at}`,
    customerId,
    customerName: 'Amélie Bouchard-Roy',
    visit: { day: '2026-11-20', time: null, service: 'Coupe', withWhom: null },
    lines: [],
    total: amount,
    tax: null,
    currency: 'CAD',
    source: 'csv',
    sourceRef: `inv-${at}`,
    note: null,
    cancelled: null,
    createdAt,
    createdBy: 'Hélène',
    version: 1,
  };
}

type Tills = { readonly stripe: StripeTill; readonly paysafe: PaysafeTill };

async function captures(tills: Tills, hold: PaymentRecord, keys: ReadonlySet<string>): Promise<number> {
  if (hold.provider === 'paysafe') return alive(tills.paysafe, 'settlements', keys);
  const intent = await tills.stripe.stripe.paymentIntents.retrieve(hold.ref);
  return intent.status === 'succeeded' ? 1 : 0;
}

async function charges(tills: Tills, customerId: string, keys: ReadonlySet<string>): Promise<number> {
  if (customerId.startsWith('paysafe:')) return alive(tills.paysafe, 'auths', keys);
  const customerRef = customerId.slice('stripe:'.length);
  const { data } = await tills.stripe.stripe.paymentIntents.list({ customer: customerRef, limit: 100 });
  return data.filter(({ status }) => status === 'succeeded').length;
}

/** Paysafe lists nothing: what it has is asked by every reference that any desk ever sent. */
async function alive(till: PaysafeTill, list: 'auths' | 'settlements', keys: ReadonlySet<string>): Promise<number> {
  let found = 0;
  for (const key of keys) {
    const { body } = await till.call('GET', `${till.cards}/${list}?merchantRefNum=${key}`);
    const rows = body[list];
    found += Array.isArray(rows) ? rows.filter(({ status }) => status !== 'FAILED').length : 0;
  }
  return found;
}
