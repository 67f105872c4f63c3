import * as v from 'valibot';
import type { LinkReading } from '../../payments/link-ports.ts';
import { amountOf, type LinkOutcome, type PageLink } from '../../payments/page-link.ts';
import type { Answer } from '../../payments/ports.ts';
import { linkField } from './link-field.ts';
import { refusal } from './link-refusal.ts';
import { paymentRecord } from './records.ts';
import { parseAs, reference, valueAs, wireError, wireIntent, wireList, type WireIntent } from './wire.ts';

const maybe = <T extends v.GenericSchema>(schema: T) => v.optional(v.nullable(schema), null);
const idOf = v.union([v.string(), v.looseObject({ id: v.string() })]);

const wirePayment = v.object({
  object: v.literal('invoice_payment'),
  status: v.string(),
  payment: v.object({ type: v.string(), payment_intent: v.optional(v.unknown()) }),
});
const wireInvoice = v.object({
  id: v.string(),
  object: v.literal('invoice'),
  status: maybe(v.string()),
  collection_method: v.string(),
  auto_advance: maybe(v.boolean()),
  total: v.number(),
  amount_due: v.number(),
  amount_paid: v.number(),
  currency: v.string(),
  customer: maybe(idOf),
  due_date: maybe(v.number()),
  hosted_invoice_url: maybe(v.string()),
  metadata: v.optional(v.nullable(v.record(v.string(), v.string())), {}),
  payments: v.optional(v.object({ data: v.array(wirePayment) })),
});
type WireInvoice = v.InferOutput<typeof wireInvoice>;

/** What Stripe says of an invoice: to the request that makes its draft, and to every question about it. */
export function readInvoice(
  link: PageLink,
  answer: Answer,
  { asked, now }: { readonly asked: boolean; readonly now: number },
): LinkReading {
  if (answer.status !== 200) {
    if (isGone(link, answer)) return nothing({ is: 'not_run', code: 'draft_dropped' });
    return nothing(asked ? { is: 'unclear', why: `status_${answer.status}` } : refusal(answer));
  }
  const invoice = parseAs(wireInvoice, answer.body);
  if (!invoice) return nothing({ is: 'unclear', why: 'unreadable' });
  // Answers mixed up on their way: the invoice of somebody else says nothing of ours.
  const other = link.sessionRef !== null && invoice.id !== link.sessionRef;
  if (other || invoice.metadata?.[linkField] !== link.id) return nothing({ is: 'unclear', why: 'other_answer' });
  return judge(link, invoice, now);
}

const finished: ReadonlySet<string> = new Set(['open', 'paid', 'uncollectible', 'void']);

/** Our invoice in the list of those made since; the list tells what it is, never that it was paid. */
export function readInvoices(link: PageLink, answer: Answer): LinkReading | 'absent' | 'nothing_yet' {
  const list = answer.status === 200 ? parseAs(wireList(wireInvoice), answer.body) : null;
  if (!list) return 'nothing_yet';
  const own = list.data.find(({ metadata }) => metadata?.[linkField] === link.id);
  if (!own) return list.has_more ? 'nothing_yet' : 'absent';
  if (own.status === 'draft') return nothing(draft(link, own));
  // No draft any more is taken for open: the next question says how it stands. Of a word nobody knows it might be either.
  return finished.has(own.status ?? '') ? nothing(open(link, own)) : 'nothing_yet';
}

/** A draft that was to be taken away is not there any more. In every other case 404 says nothing: another key does not see it either. */
function isGone({ state }: PageLink, { status, body }: Answer): boolean {
  const dropped = state.name === 'preparing' && state.next?.method === 'DELETE';
  return dropped && status === 404 && parseAs(wireError, body)?.error.code === 'resource_missing';
}

function judge(link: PageLink, invoice: WireInvoice, now: number): LinkReading {
  if (invoice.status === 'draft') return nothing(draft(link, invoice));
  // Before its sums are looked at: it may be a draft, which has none yet.
  if (!finished.has(invoice.status ?? '')) return nothing({ is: 'unclear', why: 'unknown_word' });
  const wrong = differs(link, invoice);
  if (wrong) return nothing({ is: 'mismatch', sessionRef: invoice.id, why: wrong });
  const intents = intentsOf(invoice);
  switch (invoice.status) {
    // Given up by somebody on Stripe's site, and payable all the same.
    case 'uncollectible':
    case 'open':
      if (invoice.amount_paid > 0) return nothing({ is: 'mismatch', sessionRef: invoice.id, why: 'paid_in_part' });
      return intents.some(({ status }) => status === 'processing')
        ? nothing({ ...open(link, invoice), is: 'processing' })
        : { outcome: open(link, invoice), address: invoice.hosted_invoice_url, records: {} };
    case 'void':
      return nothing(
        invoice.amount_paid > 0 || intents.some(({ status }) => status === 'succeeded')
          ? { is: 'mismatch', sessionRef: invoice.id, why: 'paid_and_void' }
          : { is: 'closed', sessionRef: invoice.id },
      );
    case 'paid':
      return paid(link, invoice, now);
    default:
      return nothing({ is: 'unclear', why: 'unknown_word' });
  }
}

/** What a draft needs, by what is on it: no line yet, its one line, or something that was not asked for. */
function draft(link: PageLink, invoice: WireInvoice): Extract<LinkOutcome, { is: 'draft' }> {
  const asked = amountOf(link.plan)?.amount;
  const odd = invoice.total !== 0 && invoice.total !== asked;
  const wrong = odd || isAutomatic(invoice) || ofOther(link, invoice) !== null;
  return { is: 'draft', sessionRef: invoice.id, lacks: wrong ? 'wrong' : invoice.total === 0 ? 'line' : 'finishing' };
}

function differs(link: PageLink, invoice: WireInvoice): string | null {
  const asked = amountOf(link.plan)?.amount;
  // A credit that the customer has at Stripe makes less due than was asked: somebody must look.
  if (invoice.total !== asked || invoice.amount_due !== asked) return 'amount';
  return isAutomatic(invoice) && invoice.status === 'open' ? 'automatic' : ofOther(link, invoice);
}

function isAutomatic({ collection_method: how, auto_advance: advances }: WireInvoice): boolean {
  return how !== 'send_invoice' || advances === true;
}

function ofOther({ plan }: PageLink, invoice: WireInvoice): string | null {
  if (invoice.currency.toUpperCase() !== plan.currency) return 'currency';
  return reference(invoice.customer) === plan.customerRef ? null : 'customer';
}

function open(link: PageLink, { id, due_date: due }: WireInvoice): Extract<LinkOutcome, { is: 'open' }> {
  return { is: 'open', sessionRef: id, expiresAt: due === null ? link.plan.expiresAt : due * 1000 };
}

function intentsOf({ payments }: WireInvoice): readonly WireIntent[] {
  return (payments?.data ?? []).flatMap(({ payment }) => valueAs(wireIntent, payment.payment_intent) ?? []);
}

/** Paid by exactly one payment of exactly that amount, or a person looks: somebody may have noted on Stripe's site that it was paid otherwise. */
function paid(link: PageLink, invoice: WireInvoice, now: number): LinkReading {
  if (invoice.payments === undefined) return nothing({ is: 'unclear', why: 'payment_not_told' });
  const done = intentsOf(invoice).filter(({ status }) => status === 'succeeded');
  const [intent] = done;
  if (!intent || done.length > 1) return nothing({ is: 'mismatch', sessionRef: invoice.id, why: 'paid_otherwise' });
  const currency = intent.currency.toUpperCase();
  if (intent.amount_received !== invoice.total || currency !== link.plan.currency)
    return nothing({ is: 'mismatch', sessionRef: invoice.id, why: 'amount' });
  return {
    outcome: {
      is: 'completed',
      sessionRef: invoice.id,
      result: {
        moved: { amount: intent.amount_received, currency },
        paymentRef: intent.id,
        customerRef: reference(invoice.customer),
        // Whatever card it was, it was not kept: the payment's own row says which.
        cardRef: null,
        card: null,
        saved: false,
      },
    },
    address: null,
    records: { payments: [paymentRecord(intent, now)] },
  };
}

function nothing(outcome: LinkOutcome, address: string | null = null): LinkReading {
  return { outcome, address, records: {} };
}
