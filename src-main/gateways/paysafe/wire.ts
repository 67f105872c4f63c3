import * as v from 'valibot';

// Only the fields we need, parsed at the border; Paysafe adds fields without a version change. Statuses stay open strings.

const maybe = <T extends v.GenericSchema>(schema: T) => v.optional(v.nullable(schema), null);

export const wireSettlement = v.object({
  id: v.string(),
  merchantRefNum: v.optional(v.string(), ''),
  status: v.string(),
  amount: v.number(),
  availableToRefund: maybe(v.number()),
  txnTime: maybe(v.string()),
});
export type WireSettlement = v.InferOutput<typeof wireSettlement>;

/** What can still go back. Where Paysafe does not say, all of it: too much is refused there, too little would look refunded here. */
export const refundableOf = (settlement: WireSettlement): number => settlement.availableToRefund ?? settlement.amount;

export const wireTxnCard = v.object({ type: maybe(v.string()), lastDigits: maybe(v.string()) });

export const wireAuth = v.object({
  id: v.string(),
  merchantRefNum: v.optional(v.string(), ''),
  txnTime: maybe(v.string()),
  status: v.string(),
  amount: v.number(),
  settleWithAuth: v.optional(v.boolean(), false),
  availableToSettle: v.optional(v.number(), 0),
  currencyCode: maybe(v.string()),
  card: maybe(wireTxnCard),
  description: maybe(v.string()),
  settlements: v.optional(v.array(wireSettlement), []),
  links: v.optional(v.array(v.object({ rel: v.string(), href: v.string() })), []),
  error: maybe(v.object({ code: v.string(), message: v.optional(v.string(), '') })),
});
export type WireAuth = v.InferOutput<typeof wireAuth>;

/** What only an authorization says of itself. */
export const wireAuthorized = v.union([
  v.object({ settleWithAuth: v.boolean() }),
  v.object({ availableToSettle: v.number() }),
]);

/**
 * A look-up echoes the stored credential as it was sent (paysafe.md, section 7). A refused one may come without `settleWithAuth`, and
 * then nobody can say whether it was to be a charge or a hold.
 */
export const wireAuthEcho = v.object({
  ...wireAuth.entries,
  settleWithAuth: maybe(v.boolean()),
  storedCredential: maybe(v.object({ initialTransactionId: maybe(v.string()) })),
});
export type WireAuthEcho = v.InferOutput<typeof wireAuthEcho>;

const bankParty = v.object({ lastDigits: maybe(v.string()) });
export const wirePurchase = v.object({
  id: v.string(),
  merchantRefNum: v.optional(v.string(), ''),
  txnTime: maybe(v.string()),
  status: v.string(),
  amount: v.number(),
  currencyCode: maybe(v.string()),
  ach: maybe(bankParty),
  eft: maybe(bankParty),
  bacs: maybe(bankParty),
  sepa: maybe(bankParty),
  /** the bank's return code after a failed batch; its place in the reply is not confirmed */
  statusReasonCode: maybe(v.string()),
  error: maybe(v.object({ code: v.string(), message: v.optional(v.string(), '') })),
});
export type WirePurchase = v.InferOutput<typeof wirePurchase>;

/** A void or a refund. */
export const wireStep = v.object({
  id: v.string(),
  merchantRefNum: v.optional(v.string(), ''),
  status: v.string(),
  amount: v.optional(v.number()),
});
export type WireStep = v.InferOutput<typeof wireStep>;

/** A card checked with its bank, for no amount. */
export const wireVerification = v.object({
  id: v.string(),
  merchantRefNum: v.optional(v.string(), ''),
  status: v.string(),
  card: maybe(wireTxnCard),
  cvvVerification: maybe(v.string()),
  error: maybe(v.object({ code: v.string(), message: v.optional(v.string(), '') })),
});
export type WireVerification = v.InferOutput<typeof wireVerification>;

/** A single-use token as the server key sees it. */
export const wireSingleUse = v.object({
  timeToLiveSeconds: v.number(),
  card: v.object({ lastDigits: v.string(), cardType: maybe(v.string()) }),
});

/** A refused transaction keeps its reference and can be looked up; besides that only the reason may be there. */
export const wireFailed = v.object({
  id: v.string(),
  merchantRefNum: v.string(),
  status: v.literal('FAILED'),
  error: maybe(v.object({ code: v.string(), message: v.optional(v.string(), '') })),
});
export type WireFailed = v.InferOutput<typeof wireFailed>;

/** The reply to cancelling a pending settlement: no amount in it. */
export const wireCancelled = v.object({ id: v.string(), status: v.string() });

const expiry = v.object({ month: v.number(), year: v.number() });
export const wireVaultCard = v.object({
  id: v.string(),
  status: v.optional(v.string(), ''),
  lastDigits: v.optional(v.string(), ''),
  cardExpiry: maybe(expiry),
  holderName: maybe(v.string()),
  nickName: maybe(v.string()),
  cardType: maybe(v.string()),
  cardCategory: maybe(v.string()),
  paymentToken: v.optional(v.string(), ''),
  merchantRefNum: v.optional(v.string(), ''),
  defaultCardIndicator: v.optional(v.boolean(), false),
});
export type WireVaultCard = v.InferOutput<typeof wireVaultCard>;

const mandate = v.object({
  id: v.string(),
  status: v.optional(v.string(), ''),
  paymentToken: v.optional(v.string(), ''),
});
export const wireBankAccount = v.object({
  id: v.string(),
  status: v.optional(v.string(), ''),
  lastDigits: v.optional(v.string(), ''),
  accountHolderName: maybe(v.string()),
  nickName: maybe(v.string()),
  paymentToken: v.optional(v.string(), ''),
  merchantRefNum: v.optional(v.string(), ''),
  mandates: v.optional(v.array(mandate), []),
});
export type WireBankAccount = v.InferOutput<typeof wireBankAccount>;

export const wireProfile = v.object({
  id: v.string(),
  status: v.optional(v.string(), ''),
  merchantCustomerId: maybe(v.string()),
  locale: maybe(v.string()),
  firstName: maybe(v.string()),
  middleName: maybe(v.string()),
  lastName: maybe(v.string()),
  email: maybe(v.string()),
  phone: maybe(v.string()),
  cellPhone: maybe(v.string()),
  cards: v.optional(v.array(wireVaultCard), []),
  achBankAccounts: v.optional(v.array(wireBankAccount), []),
  eftBankAccounts: v.optional(v.array(wireBankAccount), []),
  bacsBankAccounts: v.optional(v.array(wireBankAccount), []),
  sepaBankAccounts: v.optional(v.array(wireBankAccount), []),
});
export type WireProfile = v.InferOutput<typeof wireProfile>;

export const wireError = v.object({
  id: v.optional(v.string()),
  merchantRefNum: v.optional(v.string()),
  error: v.object({ code: v.string(), message: v.optional(v.string(), '') }),
});
export type WireError = v.InferOutput<typeof wireError>;

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
