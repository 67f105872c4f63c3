import * as v from 'valibot';
import {
  accountDigits,
  isBic,
  isDigits,
  isIban,
  isRoutingNumber,
  longestHolder,
  type BankKind,
} from './bank-numbers.ts';
import { command, query } from './channel.ts';
import { id } from './input.ts';
import { agreement } from './link-calls.ts';
import { operationView } from './operation.ts';
import { ticket } from './ticket.ts';

const holder = (kind: BankKind) => v.pipe(v.string(), v.trim(), v.minLength(2), v.maxLength(longestHolder[kind]));
const digits = (range: readonly [number, number]) =>
  v.pipe(
    v.string(),
    v.check((text) => isDigits(text, range)),
  );
const checked = (judge: (text: string) => boolean) => v.pipe(v.string(), v.check(judge));

/**
 * A bank account as somebody types it at the desk, without gaps. Its number goes from here to Paysafe and is written down nowhere: not in the
 * records, not in the log, not in what a refusal says.
 */
export const typedAccount = v.variant('kind', [
  v.strictObject({
    kind: v.literal('eft'),
    holder: holder('eft'),
    institutionId: digits([3, 3]),
    transitNumber: digits([5, 5]),
    accountNumber: digits(accountDigits.eft),
  }),
  v.strictObject({
    kind: v.literal('ach'),
    holder: holder('ach'),
    routingNumber: checked(isRoutingNumber),
    accountNumber: digits(accountDigits.ach),
    accountType: v.picklist(['CHECKING', 'SAVINGS']),
  }),
  v.strictObject({
    kind: v.literal('bacs'),
    holder: holder('bacs'),
    sortCode: digits([6, 6]),
    accountNumber: digits(accountDigits.bacs),
  }),
  v.strictObject({
    kind: v.literal('sepa'),
    holder: holder('sepa'),
    iban: checked(isIban),
    bic: v.nullable(checked(isBic)),
  }),
]);
export type TypedAccount = v.InferOutput<typeof typedAccount>;

const bankKind = v.picklist(['eft', 'ach', 'bacs', 'sepa']);

/** Where the account's holder gets mail: Paysafe wants street and city of whoever is debited. The country follows from the account. */
export const bankAddress = v.strictObject({
  street: v.pipe(v.string(), v.trim(), v.minLength(2), v.maxLength(50)),
  city: v.pipe(v.string(), v.trim(), v.minLength(2), v.maxLength(40)),
  zip: v.pipe(v.string(), v.trim(), v.minLength(3), v.maxLength(10)),
});
export type BankAddress = v.InferOutput<typeof bankAddress>;

const language = v.picklist(['en', 'fr']);

/** Bank accounts that Paysafe debits: which kind this house takes, the words of the mandate, and one more account for a client. */
export const bankAccountCalls = {
  /** the kind of account that Paysafe debits in the house's currency, and an address Paysafe has of this client already */
  offer: query(
    'make_link',
    v.strictObject({ customerId: id }),
    v.object({ kind: bankKind, currency: v.string(), address: v.nullable(v.object(bankAddress.entries)) }),
  ),
  /** what the client agrees to, in their language: the mandate and the house's text, as they will be kept. `lastDigits`: two, as Paysafe shows them */
  words: query(
    'make_link',
    v.strictObject({
      customerId: id,
      kind: bankKind,
      holder: v.pipe(v.string(), v.trim(), v.maxLength(34)),
      lastDigits: v.pipe(v.string(), v.regex(/^([A-Z0-9]{2})?$/)),
      language,
      agreement,
    }),
    v.object({ shown: v.string() }),
  ),
  /** keeps the account on the client's profile at Paysafe, with its mandate, as an order; the consent is written in the commit that says it is kept */
  add: command(
    'make_link',
    v.strictObject({
      ticket,
      customerId: id,
      account: typedAccount,
      address: bankAddress,
      language,
      agreement,
      /** the words as the client had them, letter by letter */
      shown: v.pipe(v.string(), v.maxLength(4000)),
      /** who heard the client agree */
      witness: v.pipe(v.string(), v.trim(), v.minLength(2), v.maxLength(80)),
    }),
    operationView,
  ),
};
