import { foundForBill, nameOf } from '../bills/bill-elsewhere.ts';
import { whyTakenElsewhere } from '../../payments/plan-take.ts';
import type { Purpose } from '../../contract/consent.ts';
import { refused, type Failure } from '../../contract/failure.ts';
import type { ChosenAmount, PageLinkKind } from '../../contract/page-link.ts';
import { pageLinesOf, taxesOnPage, type PageLine } from '../../contract/page-lines.ts';
import type { ProviderName } from '../../contract/provider.ts';
import type { NewLink } from '../../payments/links.ts';
import { amountOf, type LinkPrice } from '../../payments/page-link.ts';
import { summed, type SummedBill } from '../bills/bill-sums.ts';
import { cataloguePrices } from './catalogue.ts';
import { pageConsent, type Agreement } from './link-consent.ts';
import { pageKey, paysafePageShut } from './paysafe-pages.ts';
import type { World } from '../world.ts';

/** What staff ask a page for. Amounts minor units of the house's currency. */
export interface LinkWish {
  readonly provider: ProviderName;
  readonly ticket: string;
  readonly kind: PageLinkKind;
  readonly customerId: string | null;
  readonly customerName: string;
  readonly email: string | null;
  readonly purpose: Purpose;
  readonly billId: string | null;
  readonly price:
    | { readonly is: 'nothing' }
    | { readonly is: 'remaining'; readonly amount: number; readonly currency: string }
    | { readonly is: 'lines'; readonly lines: readonly { readonly what: string; readonly amount: number }[] }
    | ({ readonly is: 'chosen'; readonly what: string } & ChosenAmount)
    | { readonly is: 'catalogue'; readonly priceRef: string; readonly quantity: number };
  readonly save: 'never' | 'ask' | 'always';
  readonly agreement: Agreement | null;
  readonly language: 'en' | 'fr';
  readonly minutes: number;
  readonly days?: number;
}

/** A little over the shortest and under the longest that Stripe takes: the request is on its way for a moment. */
const slackMs = 60_000;
const [shortestMs, longestMs] = [30 * 60_000 + slackMs, 24 * 3_600_000 - slackMs];

/** Judges a wish on what main holds, and puts it in the provider's names; or says why no page is made. */
export async function planLink(world: World, wish: LinkWish): Promise<NewLink | Failure> {
  const odd = oddWish(wish);
  if (odd) return refused('bad_input', { field: odd }).failure;
  const off = paysafePageShut(world, wish);
  if (off) return off;
  const { currency } = world.settings.now();
  const client = await clientOf(world, wish);
  if ('code' in client) return client;
  // Stripe makes no invoice that is to be sent for somebody without an address.
  if (wish.kind === 'invoice' && !client.email) return refused('invoice_needs_email').failure;
  const bill = await billOf(world, wish);
  if (bill && 'code' in bill) return bill;
  const judged = bill && (await judgeBill(world, { wish, bill, client }));
  if (judged) return judged;
  const { provider } = wish;
  const least = world.engine.gateways[provider].limits(currency);
  const consent = wish.agreement && (await pageConsent(world, wish.agreement, wish));
  if (consent && 'code' in consent) return consent;
  const named = bill ? nameOf(bill.bill) : null;
  const key = pageKey(wish);
  const price = await priceOf(world, { wish, bill, key, currency });
  if ('code' in price) return price;
  const sum = amountOf({ price, currency })?.amount;
  if (sum !== undefined) {
    if (sum < least.least) return refused('amount_too_small', { least: least.least, currency }).failure;
    if (sum > least.most) return refused('amount_too_large', { most: least.most, currency }).failure;
  }
  return {
    ticket: wish.ticket,
    customerId: client.customerId,
    customerName: client.name,
    billId: wish.billId,
    plan: {
      provider,
      key,
      kind: wish.kind,
      customerRef: client.customerRef,
      email: wish.email,
      language: wish.language,
      currency,
      price,
      save: wish.kind === 'card' ? 'always' : wish.save,
      // A page for a bill whose visit was missed takes its fee, whatever the dialog was opened for.
      purpose: bill?.missed ? 'no_show' : wish.purpose,
      consent: consent || null,
      description: bill ? `${bill.bill.visit.service || bill.bill.code}`.slice(0, 200) : null,
      ...(named === null ? {} : { billName: named }),
      expiresAt: Math.floor(deadlineFrom(world, provider) + openFor(wish)),
      ...(wish.days === undefined ? {} : { days: wish.days }),
    },
    seen: bill?.seen ?? null,
  };
}

/** By Stripe's own clock, where it is known: a desk whose clock is a little off would be refused. Paysafe is told of no deadline: that is ours. */
function deadlineFrom({ engine, clock }: World, provider: ProviderName): number {
  return (provider === 'stripe' ? engine.sender.providerNow('stripe') : null) ?? clock.now();
}

function openFor({ minutes, days }: LinkWish): number {
  if (days !== undefined) return days * 24 * 3_600_000;
  return Math.min(Math.max(minutes * 60_000, shortestMs), longestMs);
}

/** What does not go together, by the field to look at. */
function oddWish(wish: LinkWish): string | null {
  const { kind, price, billId, save, agreement } = wish;
  if ((kind === 'invoice') !== (wish.days !== undefined)) return 'days';
  // An invoice is for what is left to pay on a bill, and keeps no card.
  if (kind === 'invoice')
    return billId === null || price.is !== 'remaining' ? 'price' : save === 'never' ? null : 'save';
  if ((kind === 'card') !== (price.is === 'nothing')) return 'price';
  if (kind === 'card' && billId !== null) return 'billId';
  if (price.is === 'remaining' && (billId === null || kind !== 'payment')) return 'price';
  // What a client chooses, or a price of the catalogue, is not what a bill has left to pay.
  if ((price.is === 'chosen' || price.is === 'catalogue') && billId !== null) return 'billId';
  if (price.is === 'chosen' && (price.least > price.most || outside(price, price.preset))) return 'price';
  if (price.is === 'chosen' && kind === 'hold') return 'kind';
  return agreement && kind !== 'card' && save === 'never' ? 'agreement' : null;
}

function outside({ least, most }: ChosenAmount, preset: number | null): boolean {
  return preset !== null && (preset < least || preset > most);
}

interface Client {
  readonly customerId: string | null;
  readonly name: string;
  readonly customerRef: string | null;
  readonly ids: readonly string[];
  /** as their record at Stripe has it */
  readonly email: string | null;
}

/** The person at the page's provider, if they have a record there: linked records of both providers are one person. */
async function clientOf(
  world: World,
  { provider: at, kind, customerId, customerName }: LinkWish,
): Promise<Client | Failure> {
  const needsRecord = kind === 'card' || kind === 'invoice';
  if (customerId === null && at === 'paysafe') return refused('link_needs_paysafe').failure;
  if (customerId === null)
    return needsRecord
      ? refused('link_needs_stripe').failure
      : { customerId: null, name: customerName, customerRef: null, ids: [], email: null };
  const person = await world.mirror.person(customerId);
  if (!person) return refused('unknown_id').failure;
  const own = person.customers.find(({ provider, deleted }) => provider === at && !deleted);
  if (!own && at === 'paysafe') return refused('link_needs_paysafe').failure;
  if (!own && needsRecord) return refused('link_needs_stripe').failure;
  return {
    customerId: own?.id ?? customerId,
    name: person.customers[0]?.name || customerName,
    customerRef: own?.ref ?? null,
    ids: person.customers.map(({ id }) => id),
    email: own?.email ?? null,
  };
}

async function billOf(world: World, { billId }: LinkWish): Promise<SummedBill | Failure | null> {
  if (billId === null) return null;
  const bill = await world.ledger.bills.byId(billId);
  const [now] = bill ? await summed(world, [bill]) : [];
  return now ?? refused('unknown_id').failure;
}

async function judgeBill(
  world: World,
  { wish, bill, client }: { readonly wish: LinkWish; readonly bill: SummedBill; readonly client: Client },
): Promise<Failure | null> {
  const { customerId, cancelled, currency } = bill.bill;
  if (cancelled) return refused('bill_cancelled').failure;
  if (bill.sums.checking) return refused('bill_checking').failure;
  if (customerId !== null && !client.ids.includes(customerId)) return refused('bill_other_person').failure;
  if (currency !== world.settings.now().currency) return refused('wrong_currency', { currency }).failure;
  const [elsewhere] = await foundForBill(world, bill);
  if (elsewhere) return whyTakenElsewhere(elsewhere);
  const { remaining } = bill.sums;
  const { price } = wish;
  // To the cent what staff were shown: if it has changed since, they are told, and look again.
  if (price.is === 'remaining')
    return price.amount === remaining && remaining > 0
      ? null
      : refused('bill_over', { most: remaining, currency }).failure;
  const asked = price.is === 'lines' ? price.lines.reduce((sum, { amount }) => sum + amount, 0) : 0;
  return asked > remaining ? refused('bill_over', { most: remaining, currency }).failure : null;
}

async function priceOf(
  world: World,
  about: { readonly wish: LinkWish; readonly bill: SummedBill | null; readonly key: string; readonly currency: string },
): Promise<LinkPrice | Failure> {
  const { wish, bill, key, currency } = about;
  const { price } = wish;
  if (price.is === 'remaining') {
    const own = bill && ownLines(bill, wish);
    if (own) return { is: 'lines', lines: own };
    const what = bill?.bill.visit.service || bill?.bill.code || world.settings.now().house;
    return { is: 'lines', lines: [{ what, amount: price.amount }] };
  }
  if (price.is === 'catalogue') return fixedPrice(world, price);
  if (price.is !== 'chosen') return price;
  const { what, least, most, preset } = price;
  const amounts = { least, most, preset };
  const request = await world.links.atStripe.chosenPrice({ what, currency, amounts }, `${key}-price`);
  const result = await world.engine.sender.send('stripe', request, 'same_key');
  const priceRef = result.got === 'answer' ? world.links.atStripe.readPrice(result.answer) : null;
  if (priceRef !== null) return { is: 'chosen', what, priceRef, amounts };
  return result.got === 'answer'
    ? refused('link_not_made', { provider: 'stripe', status: result.answer.status }).failure
    : refused('offline', { provider: 'stripe' }).failure;
}

/** The bill's own lines, where they are exactly what is left of it. An invoice and Paysafe's pages say one amount. */
function ownLines(
  { bill, sums, missed }: SummedBill,
  { kind, provider, language }: LinkWish,
): readonly PageLine[] | null {
  if (kind !== 'payment' || provider !== 'stripe') return null;
  const { lines, tax, code, visit } = bill;
  const asked = { lines: [...lines], tax, code, missed, remaining: sums.remaining, service: visit.service };
  return pageLinesOf(asked, taxesOnPage[language]);
}

/** Read once more as the page is made: what it asks for is said everywhere in the provider's own amount, and what was paid is held against it. */
async function fixedPrice(
  world: World,
  { priceRef, quantity }: { readonly priceRef: string; readonly quantity: number },
): Promise<LinkPrice | Failure> {
  const reply = await cataloguePrices(world);
  if (!reply.ok) return reply.failure;
  const found = reply.value.prices.find(({ ref }) => ref === priceRef);
  return found ? { is: 'catalogue', priceRef, quantity, each: found.amount } : refused('price_gone').failure;
}
