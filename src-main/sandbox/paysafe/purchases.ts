import { awaitBatch } from './batch-queue.ts';
import { largestAmount, readForm } from './form.ts';
import type { Form } from './form.ts';
import { lookUp } from './look-up.ts';
import { refuse } from './refusal.ts';
import type { Answer, Call, Route } from './routes.ts';
import { claimReference } from './transactions.ts';
import type { TransactionHead } from './transactions.ts';
import type {
  AddressRecord,
  BankRecord,
  BankScheme,
  MandateRecord,
  ProfileRecord,
  TokenRecord,
} from './vault-records.ts';
import type { PaysafeWorld } from './world.ts';
import { dayMs, kinds, utcText } from './world.ts';

/** A debit of a bank account. COMPLETED means accepted, not collected: the bank may still send it back. */
export interface PurchaseRecord extends TransactionHead {
  readonly merchantRefNum: string;
  readonly amount: number;
  readonly status: 'PENDING' | 'COMPLETED' | 'FAILED' | 'CANCELLED';
  readonly statusReasonCode?: string | undefined;
  readonly scheme: BankScheme;
  readonly currencyCode: string;
  readonly shown: Readonly<Record<string, unknown>>;
  readonly profile: Readonly<Record<string, unknown>> | undefined;
  readonly billingDetails: Readonly<Record<string, unknown>> | undefined;
  readonly customerIp: string | undefined;
  readonly dupCheck: boolean;
  readonly bankId: string;
  /** A batch took it: too late to cancel. Never on the wire. */
  readonly batched: boolean;
}

const schemes = ['ach', 'eft', 'bacs', 'sepa'] as const;

/** A refused purchase leaves no trace and answers with the plain error (nothing else is recorded for Direct Debit). */
export function purchaseRoutes(world: PaysafeWorld): Route[] {
  const one = (call: Call): PurchaseRecord => {
    const found = world.store.get<PurchaseRecord>(kinds.purchase, call.id('purchase'));
    const known = found?.account === call.account.number && world.clock.now() - found.created <= 365 * dayMs;
    return known ? found : refuse('2004');
  };
  const route = (method: Route['method'], path: string, answer: Route['answer']): Route => ({
    method,
    path: `/directdebit/v1/accounts/:account/purchases${path}`,
    family: 'direct-debit',
    opens: 'server',
    accounts: schemes,
    answer,
  });
  return [
    route('POST', '', (call) => ({ status: 200, body: purchaseView(world, debit(world, call)) })),
    route('GET', '', (call) =>
      lookUp<PurchaseRecord>(world, call, {
        kind: kinds.purchase,
        name: 'purchases',
        url: purchasesUrl(world, call.account.number),
        view: (found) => purchaseView(world, found),
      }),
    ),
    route('GET', '/:purchase', (call) => ({ status: 200, body: purchaseView(world, one(call)) })),
    route('PUT', '/:purchase', (call): Answer => {
      const before = one(call);
      const form = readForm(call.body);
      form.needChoice('status', ['CANCELLED']);
      form.finish();
      // The code for a purchase that is past its batch is not confirmed; this is the one Cards have for the same thing.
      if (before.batched || before.status === 'CANCELLED') return refuse('3415');
      const after: PurchaseRecord = { ...before, status: 'CANCELLED' };
      world.store.put(kinds.purchase, after.id, after);
      return {
        status: 200,
        body: {
          id: after.id,
          txnTime: utcText(world.clock.now()),
          status: after.status,
          links: [selfLink(world, after)],
        },
      };
    }),
  ];
}

function debit(world: PaysafeWorld, call: Call): PurchaseRecord {
  const form = readForm(call.body);
  const merchantRefNum = form.needText('merchantRefNum', { max: 255 });
  const amount = form.needWhole('amount', { min: 1, max: largestAmount });
  const customerIp = form.text('customerIp', { max: 39 });
  const dupCheck = form.flag('dupCheck') ?? true;
  const sent = schemes.flatMap((scheme) => {
    const part = form.part(scheme);
    return part === undefined ? [] : [{ scheme, ...readInstrument(part, scheme) }];
  });
  const scheme = call.account.kind;
  if (scheme === 'card') return refuse('5004');
  if (sent.length !== 1) form.wrong(scheme, 'exactly one bank account must be sent');
  form.finish();
  claimReference(world, { account: call.account.number, merchantRefNum, checked: dupCheck });
  const [wanted] = sent;
  if (wanted?.scheme !== scheme) return refuse('2017');
  const bank = findBank(world, scheme, wanted.paymentToken);
  const profile = world.store.get<ProfileRecord>(kinds.profile, bank.profileId);
  if (profile?.status !== 'ACTIVE') return refuse('5502');
  if (bank.status === 'INVALID') return refuse('2019');
  const address = world.store.get<AddressRecord>(kinds.address, bank.billingAddressId);
  const { firstName, lastName, email } = profile.details;
  const purchase: PurchaseRecord = {
    id: world.ids.uuid(),
    account: call.account.number,
    merchantRefNum,
    created: world.clock.now(),
    amount,
    status: scheme === 'ach' || scheme === 'eft' ? 'COMPLETED' : 'PENDING',
    scheme,
    currencyCode: call.account.currency,
    shown: {
      lastDigits: bank.lastDigits,
      accountHolderName: bank.accountHolderName,
      ...bank.codes,
      accountNumber: `******${bank.lastDigits}`,
      paymentToken: wanted.paymentToken,
      payMethod: wanted.payMethod,
      paymentDescriptor: wanted.paymentDescriptor,
    },
    profile: { firstName, lastName, email },
    billingDetails: billingOf(address),
    customerIp,
    dupCheck,
    bankId: bank.id,
    batched: false,
  };
  world.store.put(kinds.purchase, purchase.id, purchase, {
    created: purchase.created,
    owner: purchase.account,
    ref: merchantRefNum,
  });
  awaitBatch(world, { kind: 'purchase', id: purchase.id });
  return purchase;
}

function readInstrument(
  part: Form,
  scheme: BankScheme,
): { paymentToken: string; payMethod: string | undefined; paymentDescriptor: string | undefined } {
  return {
    paymentToken: part.needText('paymentToken', { max: 80 }),
    payMethod: scheme === 'ach' ? part.needChoice('payMethod', ['WEB', 'TEL', 'PPD', 'CCD']) : undefined,
    paymentDescriptor:
      scheme === 'ach' || scheme === 'eft'
        ? part.text('paymentDescriptor', { max: scheme === 'ach' ? 12 : 15 })
        : undefined,
  };
}

/** ACH and EFT pay with the account's token, BACS and SEPA with an active mandate's. */
function findBank(world: PaysafeWorld, scheme: BankScheme, paymentToken: string): BankRecord {
  const token = world.store.get<TokenRecord>(kinds.token, paymentToken);
  const withMandate = scheme === 'bacs' || scheme === 'sepa';
  let bankId = token?.kind === 'bank' && !withMandate ? token.id : undefined;
  if (withMandate) {
    const mandate = token?.kind === 'mandate' ? world.store.get<MandateRecord>(kinds.mandate, token.id) : undefined;
    if (mandate === undefined) return refuse('2011');
    if (mandate.status !== 'ACTIVE') return refuse('2012');
    bankId = mandate.bankId;
  }
  const bank = bankId === undefined ? undefined : world.store.get<BankRecord>(kinds.bank, bankId);
  if (bank === undefined) return refuse('5502');
  return bank.scheme === scheme ? bank : refuse('2017');
}

function billingOf(address: AddressRecord | undefined): Readonly<Record<string, unknown>> | undefined {
  if (address === undefined) return undefined;
  const { street, city, state, country, zip } = address.fields;
  return { street, city, state, country, zip };
}

function purchasesUrl(world: PaysafeWorld, account: string): string {
  return `${world.baseUrl}/directdebit/v1/accounts/${account}/purchases`;
}

function selfLink(world: PaysafeWorld, purchase: PurchaseRecord): { rel: string; href: string } {
  return { rel: 'self', href: `${purchasesUrl(world, purchase.account)}/${purchase.id}` };
}

/** `statusReasonCode` carries the bank's return code after a failed batch; its place in the reply is not confirmed. */
function purchaseView(world: PaysafeWorld, purchase: PurchaseRecord): Record<string, unknown> {
  return {
    id: purchase.id,
    merchantRefNum: purchase.merchantRefNum,
    amount: purchase.amount,
    status: purchase.status,
    statusReasonCode: purchase.statusReasonCode,
    currencyCode: purchase.currencyCode,
    [purchase.scheme]: purchase.shown,
    profile: purchase.profile,
    billingDetails: purchase.billingDetails,
    customerIp: purchase.customerIp,
    dupCheck: purchase.dupCheck,
    txnTime: utcText(purchase.created),
    links: [selfLink(world, purchase)],
  };
}
