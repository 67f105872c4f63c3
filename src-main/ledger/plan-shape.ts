import * as v from 'valibot';
import { cardLabel, instrumentKind } from '../contract/card.ts';
import { purpose } from '../contract/consent.ts';
import { money } from '../contract/money.ts';
import type { Plan } from '../payments/order.ts';
import type { LinkConsent } from '../payments/page-link.ts';
import type { ProviderRequest } from '../payments/ports.ts';

const text = v.string();
const textOrNull = v.nullable(v.string());
const named = { key: text, customerRef: text, cardRef: text, instrument: instrumentKind };

const whole = v.pipe(v.number(), v.safeInteger());

/** What a client agreed to on a page, word for word. */
export const agreedShape = v.object({
  textId: text,
  textVersion: whole,
  shown: text,
  purposes: v.array(purpose),
  capEach: v.nullable(whole),
  capTotal: v.nullable(whole),
  endsAt: v.nullable(whole),
}) satisfies v.GenericSchema<unknown, LinkConsent>;

const agreedWords = v.object({ ...agreedShape.entries, language: v.picklist(['en', 'fr']) });

const typed = {
  key: text,
  customerRef: text,
  token: text,
  lastFour: text,
  currency: text,
  agreed: v.nullable(agreedWords),
};

const causeShape = v.object({
  purpose,
  billId: textOrNull,
  consentId: textOrNull,
  billName: v.exactOptional(text),
});
const labelOrNull = v.nullable(cardLabel);
const released = { amount: money, paymentRef: text, rest: v.boolean(), account: textOrNull };
const held = { ...named, amount: money, payToken: text, description: textOrNull, initialTransactionRef: textOrNull };

/** A plan as it was stored: what a row must look like before the engine may act on it. */
export const planShape = v.variant('kind', [
  v.object({
    kind: v.picklist(['charge', 'hold']),
    ...held,
    receiptEmail: textOrNull,
    cause: v.exactOptional(causeShape),
    replaces: v.exactOptional(v.object({ key: text, ...released, card: labelOrNull })),
    takesPlaceOf: v.exactOptional(text),
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
    ...released,
    replacement: v.exactOptional(
      v.object({ ...held, cause: causeShape, takesPlaceOf: v.exactOptional(text), card: labelOrNull }),
    ),
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
  v.object({ kind: v.literal('remove_customer'), key: text, customerRef: text }),
  v.object({
    kind: v.literal('add_profile'),
    ...{ key: text, merchantCustomerId: text, name: text, email: textOrNull, phone: textOrNull },
    locale: v.picklist(['en_US', 'fr_CA']),
  }),
  v.object({ kind: v.literal('verify_card'), ...typed }),
  v.object({ kind: v.literal('save_card'), ...typed, verificationRef: textOrNull }),
  v.object({
    kind: v.literal('save_bank_account'),
    instrument: v.picklist(['ach', 'eft', 'bacs', 'sepa']),
    ...{ key: text, customerRef: text, holder: text, codes: v.record(text, text), lastDigits: text },
    ...{ addressRef: text, mandate: textOrNull, currency: text, agreed: agreedWords, witness: text },
  }),
]) satisfies v.GenericSchema<unknown, Plan>;

/** The exact request, byte for byte what was sent the first time. */
export const requestShape = v.object({
  method: v.picklist(['GET', 'POST', 'PUT', 'DELETE']),
  path: text,
  headers: v.record(text, text),
  body: textOrNull,
}) satisfies v.GenericSchema<unknown, ProviderRequest>;
