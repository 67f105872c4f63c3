import * as v from 'valibot';
import { instrumentKind } from '../contract/card.ts';
import { purpose } from '../contract/consent.ts';
import { money } from '../contract/money.ts';
import type { Plan } from '../payments/order.ts';
import type { ProviderRequest } from '../payments/ports.ts';

const text = v.string();
const textOrNull = v.nullable(v.string());
const named = { key: text, customerRef: text, cardRef: text, instrument: instrumentKind };

/** A plan as it was stored: what a row must look like before the engine may act on it. */
export const planShape = v.variant('kind', [
  v.object({
    kind: v.picklist(['charge', 'hold']),
    ...named,
    amount: money,
    payToken: text,
    description: textOrNull,
    receiptEmail: textOrNull,
    initialTransactionRef: textOrNull,
    cause: v.exactOptional(v.object({ purpose, billId: textOrNull, consentId: textOrNull })),
  }),
  v.object({
    kind: v.literal('capture'),
    key: text,
    amount: money,
    paymentRef: text,
    capturable: v.number(),
    account: textOrNull,
  }),
  v.object({
    kind: v.literal('release'),
    key: text,
    amount: money,
    paymentRef: text,
    rest: v.boolean(),
    account: textOrNull,
  }),
  v.object({
    kind: v.literal('refund'),
    key: text,
    amount: money,
    paymentRef: text,
    settlementRef: text,
    means: v.picklist(['refund', 'cancel']),
    whole: v.boolean(),
    account: textOrNull,
  }),
  v.object({ kind: v.literal('remove_card'), ...named }),
  v.object({ kind: v.literal('set_default'), ...named }),
]) satisfies v.GenericSchema<unknown, Plan>;

/** The exact request, byte for byte what was sent the first time. */
export const requestShape = v.object({
  method: v.picklist(['GET', 'POST', 'PUT', 'DELETE']),
  path: text,
  headers: v.record(text, text),
  body: textOrNull,
}) satisfies v.GenericSchema<unknown, ProviderRequest>;
