import * as v from 'valibot';
import type { CardLabel } from '../../contract/card.ts';
import type { LinkReading } from '../../payments/link-ports.ts';
import { amountOf, type LinkOutcome, type PageLink } from '../../payments/page-link.ts';
import type { Answer } from '../../payments/ports.ts';
import type { Records } from '../../payments/records.ts';
import { linkField } from './link-field.ts';
import { refusal } from './link-refusal.ts';
import { cardRecord, paymentRecord } from './records.ts';
import {
  parseAs,
  reference,
  valueAs,
  wireIntent,
  wireList,
  wirePaymentMethod,
  type WirePaymentMethod,
} from './wire.ts';

const maybe = <T extends v.GenericSchema>(schema: T) => v.optional(v.nullable(schema), null);
const idOf = v.union([v.string(), v.looseObject({ id: v.string() })]);

const wireSession = v.object({
  id: v.string(),
  object: v.literal('checkout.session'),
  mode: v.string(),
  status: maybe(v.string()),
  payment_status: v.string(),
  amount_total: maybe(v.number()),
  currency: maybe(v.string()),
  customer: maybe(idOf),
  expires_at: v.number(),
  url: maybe(v.string()),
  metadata: v.optional(v.nullable(v.record(v.string(), v.string())), {}),
  payment_intent: maybe(idOf),
  setup_intent: maybe(idOf),
});
type WireSession = v.InferOutput<typeof wireSession>;

const wireSetup = v.object({
  id: v.string(),
  object: v.literal('setup_intent'),
  status: v.string(),
  payment_method: v.unknown(),
});
const withMethod = v.looseObject({ payment_method: v.unknown() });

interface Context {
  readonly asked: boolean;
  readonly now: number;
}

/** What Stripe says of a page: to the request that makes it, to a question about it, and to its closing. */
export function readPage(link: PageLink, answer: Answer, { asked, now }: Context): LinkReading {
  if (answer.status !== 200)
    return nothing(asked ? { is: 'unclear', why: `status_${answer.status}` } : refusal(answer));
  const session = parseAs(wireSession, answer.body);
  if (!session) return nothing({ is: 'unclear', why: 'unreadable' });
  // Answers mixed up on their way: the page of somebody else says nothing of ours.
  if (session.metadata?.[linkField] !== link.id) return nothing({ is: 'unclear', why: 'other_answer' });
  if (link.sessionRef !== null && session.id !== link.sessionRef)
    return nothing({ is: 'unclear', why: 'other_answer' });
  return judge(link, session, now);
}

/** Our page in the list of those made since; absent only when Stripe surely shows that it was never made. */
export function readLookUp(link: PageLink, answer: Answer): LinkReading | 'absent' | 'nothing_yet' {
  const list = answer.status === 200 ? parseAs(wireList(wireSession), answer.body) : null;
  if (!list) return 'nothing_yet';
  const own = list.data.find(({ metadata }) => metadata?.[linkField] === link.id);
  // A list tells less than the page itself: found is open, and the next question says how it stands.
  if (own) return nothing({ is: 'open', sessionRef: own.id, expiresAt: own.expires_at * 1000 }, addressOf(own));
  return list.has_more ? 'nothing_yet' : 'absent';
}

export function readPrice(answer: Answer): string | null {
  return answer.status === 200
    ? (parseAs(v.object({ id: v.string(), object: v.literal('price') }), answer.body)?.id ?? null)
    : null;
}

export function readPortal(answer: Answer): string | null {
  const shape = v.object({ object: v.literal('billing_portal.session'), url: v.pipe(v.string(), v.url()) });
  return answer.status === 200 ? (parseAs(shape, answer.body)?.url ?? null) : null;
}

function judge(link: PageLink, session: WireSession, now: number): LinkReading {
  const expiresAt = session.expires_at * 1000;
  const sessionRef = session.id;
  const wrong = differs(link, session);
  if (wrong) return nothing({ is: 'mismatch', sessionRef, why: wrong });
  switch (session.status) {
    case 'open':
      return { outcome: { is: 'open', sessionRef, expiresAt }, address: addressOf(session), records: {} };
    case 'expired':
      return nothing({ is: 'expired', sessionRef, expiresAt });
    case 'complete':
      return session.mode === 'setup' ? setUp(session, now) : paid(link, session, now);
    default:
      return nothing({ is: 'unclear', why: 'unknown_word' });
  }
}

function differs({ plan }: PageLink, session: WireSession): string | null {
  if (session.mode !== (plan.kind === 'card' ? 'setup' : 'payment')) return 'mode';
  const asked = amountOf(plan);
  if (asked && session.amount_total !== asked.amount) return 'amount';
  if (plan.kind !== 'card' && session.currency !== null && session.currency.toUpperCase() !== plan.currency)
    return 'currency';
  return plan.customerRef !== null && reference(session.customer) !== plan.customerRef ? 'customer' : null;
}

function setUp(session: WireSession, now: number): LinkReading {
  const intent = valueAs(wireSetup, session.setup_intent);
  const method = valueAs(wirePaymentMethod, intent?.payment_method);
  const expiresAt = session.expires_at * 1000;
  if (intent?.status === 'processing') return nothing({ is: 'processing', sessionRef: session.id, expiresAt });
  if (intent?.status !== 'succeeded' || !method) return nothing({ is: 'unclear', why: 'card_not_told' });
  const customerRef = reference(session.customer);
  // Of a customer who was deleted since, the card is on nobody: it was given, and it is not kept.
  const saved = method.customer !== null;
  const result = { moved: null, paymentRef: null, customerRef, cardRef: method.id, card: labelOf(method), saved };
  return {
    outcome: { is: 'completed', sessionRef: session.id, result },
    address: null,
    records: cardsOf(method, customerRef, now),
  };
}

/** `complete` is not `paid`: the intent says whether the money moved, was blocked, or is still on its way. */
function paid(link: PageLink, session: WireSession, now: number): LinkReading {
  const intent = valueAs(wireIntent, session.payment_intent);
  if (!intent) return nothing({ is: 'unclear', why: 'payment_not_told' });
  const sessionRef = session.id;
  const currency = intent.currency.toUpperCase();
  if (intent.amount !== session.amount_total || currency !== link.plan.currency)
    return nothing({ is: 'mismatch', sessionRef, why: 'amount' });
  const payments: Records = { payments: [paymentRecord(intent, now)] };
  const method = valueAs(wirePaymentMethod, valueAs(withMethod, session.payment_intent)?.payment_method);
  const customerRef = reference(session.customer) ?? reference(intent.customer);
  const done = (amount: number): LinkReading => ({
    outcome: {
      is: 'completed',
      sessionRef,
      result: {
        moved: { amount, currency },
        paymentRef: intent.id,
        customerRef,
        cardRef: method?.id ?? reference(intent.payment_method),
        card: method ? labelOf(method) : null,
        saved: method !== null && method.customer !== null,
      },
    },
    address: null,
    records: method ? { ...payments, ...cardsOf(method, customerRef, now) } : payments,
  });
  switch (intent.status) {
    case 'succeeded':
      if (link.plan.kind === 'hold' && intent.capture_method !== 'manual')
        return nothing({ is: 'mismatch', sessionRef, why: 'captured_instead_of_held' });
      return intent.amount_received > 0
        ? done(intent.amount_received)
        : nothing({ is: 'unclear', why: 'unknown_word' });
    case 'requires_capture':
      return link.plan.kind === 'hold'
        ? done(intent.amount_capturable)
        : nothing({ is: 'mismatch', sessionRef, why: 'held_instead_of_charged' });
    case 'processing':
      return {
        outcome: { is: 'processing', sessionRef, expiresAt: session.expires_at * 1000 },
        address: null,
        records: payments,
      };
    case 'requires_payment_method':
      return {
        outcome: { is: 'failed', sessionRef, code: intent.last_payment_error?.code ?? 'async_payment_failed' },
        address: null,
        records: payments,
      };
    case 'canceled':
      // A hold that was blocked and given back since was placed all the same; nothing is held any more, and its own row says so.
      return link.plan.kind === 'hold'
        ? done(intent.amount)
        : { outcome: { is: 'failed', sessionRef, code: 'canceled' }, address: null, records: payments };
    default:
      return nothing({ is: 'unclear', why: 'unknown_word' });
  }
}

function cardsOf(method: WirePaymentMethod, customerRef: string | null, readAt: number): Records {
  if (customerRef === null || method.customer === null) return {};
  return { cards: [cardRecord(method, { customerId: `stripe:${customerRef}`, defaultCardId: null, readAt })] };
}

function labelOf({ card }: WirePaymentMethod): CardLabel {
  return { kind: 'card', brand: card?.brand ?? null, lastFour: card?.last4 ?? '', nickname: null };
}

function addressOf({ status, url }: WireSession): string | null {
  return status === 'open' ? url : null;
}

function nothing(outcome: LinkOutcome, address: string | null = null): LinkReading {
  return { outcome, address, records: {} };
}
