import * as v from 'valibot';

// Only the fields we need, parsed at the border. Words stay open strings: a status we do not know is never taken for success.

const maybe = <T extends v.GenericSchema>(schema: T) => v.optional(v.nullable(schema), null);
const idOf = v.union([v.string(), v.object({ id: v.string() })]);
/** An id, whether the object was expanded or not. */
export const reference = (value: string | { readonly id: string } | null): string | null =>
  value === null || typeof value === 'string' ? value : value.id;

const metadata = v.optional(v.record(v.string(), v.string()), {});

export const wireCard = v.object({
  brand: maybe(v.string()),
  last4: maybe(v.string()),
  exp_month: maybe(v.number()),
  exp_year: maybe(v.number()),
});

export type WireCard = v.InferOutput<typeof wireCard>;

export const wirePaymentMethod = v.object({
  id: v.string(),
  object: v.literal('payment_method'),
  type: v.string(),
  customer: maybe(idOf),
  card: maybe(wireCard),
  billing_details: maybe(v.object({ name: maybe(v.string()) })),
  metadata,
});
export type WirePaymentMethod = v.InferOutput<typeof wirePaymentMethod>;

export const wireCustomer = v.object({
  id: v.string(),
  object: v.literal('customer'),
  deleted: v.optional(v.boolean(), false),
  created: v.optional(v.number()),
  name: maybe(v.string()),
  phone: maybe(v.string()),
  email: maybe(v.string()),
  preferred_locales: maybe(v.array(v.string())),
  invoice_settings: maybe(v.object({ default_payment_method: maybe(idOf) })),
});
export type WireCustomer = v.InferOutput<typeof wireCustomer>;

/** Something that is only counted. */
export const wireNamed = v.object({ id: v.string() });

export const wireCharge = v.object({
  id: v.string(),
  status: v.optional(v.string(), ''),
  captured: v.optional(v.boolean(), false),
  amount_captured: v.optional(v.number(), 0),
  amount_refunded: v.optional(v.number(), 0),
  disputed: v.optional(v.boolean(), false),
  payment_method_details: maybe(
    v.object({ card: maybe(v.object({ ...wireCard.entries, capture_before: maybe(v.number()) })) }),
  ),
});
export type WireCharge = v.InferOutput<typeof wireCharge>;

export const wireDispute = v.object({
  id: v.string(),
  status: v.string(),
  amount: v.number(),
  payment_intent: maybe(idOf),
  evidence_details: maybe(v.object({ due_by: maybe(v.number()) })),
});
export type WireDispute = v.InferOutput<typeof wireDispute>;

export const wireIntent = v.object({
  id: v.string(),
  object: v.literal('payment_intent'),
  status: v.string(),
  amount: v.number(),
  amount_capturable: v.optional(v.number(), 0),
  amount_received: v.optional(v.number(), 0),
  currency: v.string(),
  created: v.number(),
  customer: maybe(idOf),
  payment_method: maybe(idOf),
  capture_method: v.optional(v.string(), ''),
  cancellation_reason: maybe(v.string()),
  canceled_at: maybe(v.number()),
  description: maybe(v.string()),
  latest_charge: maybe(v.union([v.string(), wireCharge])),
  last_payment_error: maybe(
    v.object({ code: maybe(v.string()), decline_code: maybe(v.string()), advice_code: maybe(v.string()) }),
  ),
  metadata,
});
export type WireIntent = v.InferOutput<typeof wireIntent>;

export const wireRefund = v.object({
  id: v.string(),
  object: v.literal('refund'),
  status: maybe(v.string()),
  amount: v.number(),
  currency: v.string(),
  payment_intent: maybe(idOf),
  metadata,
});
export type WireRefund = v.InferOutput<typeof wireRefund>;

/** A refund made with its payment intent expanded: the fresh row comes with the same reply. */
export const wireRefundWithIntent = v.object({ object: v.literal('refund'), payment_intent: wireIntent });

export const wireError = v.object({
  error: v.object({
    type: v.optional(v.string(), ''),
    code: v.optional(v.string()),
    decline_code: v.optional(v.string()),
    advice_code: v.optional(v.string()),
    message: v.optional(v.string(), ''),
    param: v.optional(v.string()),
    /** the whole intent, as a decline carries it: read with `wireIntent` */
    payment_intent: v.optional(
      v.looseObject({ id: v.string(), metadata: v.optional(v.record(v.string(), v.string())) }),
    ),
  }),
});
export type WireError = v.InferOutput<typeof wireError>['error'];

export const wireEvent = v.object({
  id: v.string(),
  type: v.string(),
  created: v.number(),
  data: v.object({
    object: v.record(v.string(), v.unknown()),
    previous_attributes: v.optional(v.nullable(v.record(v.string(), v.unknown()))),
  }),
});

export function wireList<T extends v.GenericSchema>(row: T) {
  return v.object({ object: v.literal('list'), data: v.array(row), has_more: v.boolean() });
}

/** The body as the schema says, or null when it is anything else (HTML, cut, other object). */
export function parseAs<T extends v.GenericSchema>(schema: T, body: string): v.InferOutput<T> | null {
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
  return valueAs(schema, value);
}

/** The value as the schema says, or null. */
export function valueAs<T extends v.GenericSchema>(schema: T, value: unknown): v.InferOutput<T> | null {
  const parsed = v.safeParse(schema, value);
  return parsed.success ? parsed.output : null;
}
