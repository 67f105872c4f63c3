import * as v from 'valibot';
import { cardLabel } from '../contract/card.ts';
import { purpose } from '../contract/consent.ts';
import { money } from '../contract/money.ts';
import { providerName } from '../contract/provider.ts';
import { chosenAmount, pageLinkKind } from '../contract/page-link.ts';
import type { TrailLine } from '../contract/operation.ts';
import type { LinkPlan, LinkState, PageLink } from '../payments/page-link.ts';
import { agreedShape, requestShape } from './plan-shape.ts';
import type { Unsealed } from './sealed-tables.ts';
import type { Tables } from './tables.ts';
import { trailText } from './trail.ts';

const json = <S extends v.GenericSchema>(shape: S) => v.pipe(v.string(), v.parseJson(), shape);
const text = v.string();
const textOrNull = v.nullable(text);
const whole = v.pipe(v.number(), v.safeInteger());

const planShape = v.object({
  // Pages of before there were others are Stripe's.
  provider: v.optional(providerName, 'stripe'),
  key: text,
  kind: pageLinkKind,
  customerRef: textOrNull,
  email: textOrNull,
  language: v.picklist(['en', 'fr']),
  currency: text,
  price: v.variant('is', [
    v.object({ is: v.literal('nothing') }),
    v.object({ is: v.literal('lines'), lines: v.array(v.object({ what: text, amount: whole })) }),
    v.object({ is: v.literal('chosen'), what: text, priceRef: text, amounts: chosenAmount }),
    v.object({ is: v.literal('catalogue'), priceRef: text, quantity: whole, each: v.exactOptional(whole) }),
  ]),
  save: v.picklist(['never', 'ask', 'always']),
  purpose,
  consent: v.nullable(agreedShape),
  description: textOrNull,
  billName: v.exactOptional(text),
  expiresAt: whole,
  days: v.exactOptional(whole),
}) satisfies v.GenericSchema<unknown, LinkPlan>;

const stateShape = v.variant('name', [
  v.object({
    name: v.literal('preparing'),
    lastSentAt: v.nullable(v.number()),
    absent: v.number(),
    next: v.exactOptional(requestShape),
  }),
  v.object({ name: v.literal('open'), expiresAt: v.number() }),
  v.object({ name: v.literal('processing'), expiresAt: v.number() }),
  v.object({
    name: v.literal('completed'),
    at: v.number(),
    moved: v.nullable(money),
    paymentRef: textOrNull,
    customerRef: textOrNull,
    cardRef: textOrNull,
    card: v.nullable(cardLabel),
    saved: v.boolean(),
  }),
  v.object({ name: v.literal('expired'), at: v.number() }),
  v.object({
    name: v.literal('cancelled'),
    at: v.number(),
    settled: v.exactOptional(v.object({ by: v.string(), note: v.string() })),
  }),
  v.object({ name: v.literal('failed'), at: v.number(), code: text }),
  v.object({ name: v.literal('needs_person'), at: v.number(), why: text }),
]) satisfies v.GenericSchema<unknown, LinkState>;

const rowShape = v.object({ plan: json(planShape), request: json(requestShape), state: json(stateShape) });

/** A page as its row, with the trail it begins with. */
export function pageLinkRow(link: PageLink, trail: readonly TrailLine[]): Unsealed<'page_link'> {
  return {
    id: link.id,
    ticket: link.ticket,
    kind: link.plan.kind,
    customer_name: link.customerName,
    bill_id: link.billId,
    plan: JSON.stringify(link.plan),
    request: JSON.stringify(link.request),
    ...changingColumns(link),
    staff_id: link.staffId,
    staff_name: link.staffName,
    desk: link.desk,
    created_at: link.createdAt,
    provider_clock_at: link.providerClockAt,
    trail: trailText(trail),
  };
}

/** The columns that an answer writes; all others stay letter by letter what the row holds. */
export function changingColumns(
  link: Pick<PageLink, 'sessionRef' | 'customerId' | 'state' | 'updatedAt' | 'version'>,
): Pick<Unsealed<'page_link'>, 'session_ref' | 'customer_id' | 'state_name' | 'state' | 'updated_at' | 'version'> {
  return {
    session_ref: link.sessionRef,
    customer_id: link.customerId,
    state_name: link.state.name,
    state: JSON.stringify(link.state),
    updated_at: link.updatedAt,
    version: link.version,
  };
}

/** @throws ValiError when the row cannot be read */
export function pageLinkOf(row: Tables['page_link']): PageLink {
  return {
    id: row.id,
    ticket: row.ticket,
    customerId: row.customer_id,
    customerName: row.customer_name,
    billId: row.bill_id,
    ...v.parse(rowShape, row),
    sessionRef: row.session_ref,
    staffId: row.staff_id,
    staffName: row.staff_name,
    desk: row.desk,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
    providerClockAt: row.provider_clock_at,
    version: row.version,
  };
}
