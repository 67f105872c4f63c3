import path from 'node:path';
import type Stripe from 'stripe';
import ts from 'typescript';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { routes } from '../../../src-main/sandbox/stripe/routes.ts';
import { customerWithCard, offSession, openStripeHouse, refusal } from './stripe-house.ts';
import type { StripeHouse } from './stripe-house.ts';

let house: StripeHouse;
beforeEach(async () => {
  house = await openStripeHouse();
});
afterEach(() => house.close());

/** One answer of every kind and in every state, under the type the package gives it. */
async function gather(stripe: Stripe): Promise<readonly (readonly [type: string, value: unknown])[]> {
  const saved = await customerWithCard(stripe);
  const paid = await stripe.paymentIntents.create(
    offSession(6950, saved, { expand: ['latest_charge.balance_transaction', 'customer', 'payment_method'] }),
  );
  const held = await stripe.paymentIntents.create(
    offSession(9000, saved, { capture_method: 'manual', expand: ['latest_charge.refunds'] }),
  );
  const canceled = await stripe.paymentIntents.cancel(held.id);
  const refused = await customerWithCard(stripe, 'pm_card_chargeCustomerFail');
  const decline = await refusal(stripe.paymentIntents.create(offSession(5000, refused)));
  const asking = await stripe.paymentIntents.create({
    ...offSession(5000, await customerWithCard(stripe, 'pm_card_authenticationRequired')),
    off_session: false,
    return_url: 'https://example.com',
  });
  const refund = await stripe.refunds.create({
    payment_intent: paid.id,
    expand: ['charge', 'payment_intent', 'balance_transaction'],
  });
  const setup = await stripe.setupIntents.create({ customer: saved.customer.id });
  const session = await stripe.checkout.sessions.create({
    mode: 'payment',
    success_url: 'https://example.com',
    customer: saved.customer.id,
    line_items: [{ quantity: 1, price_data: { currency: 'cad', unit_amount: 500, product_data: { name: 'Coupe' } } }],
    expand: ['line_items'],
  });
  const setupSession = await stripe.checkout.sessions.create({
    mode: 'setup',
    currency: 'cad',
    success_url: 'https://example.com',
    expand: ['setup_intent'],
  });
  const portal = await stripe.billingPortal.sessions.create({
    customer: saved.customer.id,
    flow_data: { type: 'payment_method_update' },
  });
  await stripe.paymentIntents.create(offSession(8000, await customerWithCard(stripe, 'pm_card_createDispute')));
  house.clock.advance(60_000);
  const disputes = await stripe.disputes.list({ expand: ['data.charge'] });
  const answeredTo = await stripe.disputes.update(disputes.data[0]?.id ?? '', {
    evidence: { uncategorized_text: 'winning_evidence' },
  });
  const events = await stripe.events.list({ limit: 100 });
  return [
    ['Stripe.PaymentIntent', paid],
    ['Stripe.PaymentIntent', held],
    ['Stripe.PaymentIntent', canceled],
    ['Stripe.PaymentIntent', decline.payment_intent],
    ['Stripe.PaymentIntent', asking],
    ['Stripe.Refund', refund],
    ['Stripe.SetupIntent', setup],
    ['Stripe.Checkout.Session', session],
    ['Stripe.Checkout.Session', setupSession],
    ['Stripe.BillingPortal.Session', portal],
    ['Stripe.Customer', await stripe.customers.retrieve(saved.customer.id)],
    ['Stripe.ApiList<Stripe.PaymentMethod>', await stripe.paymentMethods.list({ customer: saved.customer.id })],
    ['Stripe.Account', await stripe.accounts.retrieveCurrent()],
    ['Stripe.Balance', await stripe.balance.retrieve()],
    ['Stripe.ApiList<Stripe.BalanceTransaction>', await stripe.balanceTransactions.list()],
    ['Stripe.ApiList<Stripe.Dispute>', disputes],
    ['Stripe.Dispute', answeredTo],
    ['Stripe.DeletedCustomer', await stripe.customers.del(saved.customer.id)],
    ...events.data.map((event) => ['Stripe.Event', event] as const),
  ];
}

/** A program of this one source, beside the package's types. */
function compile(source: string): { program: ts.Program; checked: ts.SourceFile } {
  const file = path.join(import.meta.dirname, 'made-up-for-the-compiler.ts');
  const options: ts.CompilerOptions = {
    target: ts.ScriptTarget.ES2024,
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    strict: true,
    skipLibCheck: true,
    noEmit: true,
    types: ['node'],
  };
  const host = ts.createCompilerHost(options);
  const { getSourceFile, fileExists } = host;
  host.fileExists = (name) => name === file || fileExists(name);
  host.getSourceFile = (name, language) =>
    name === file ? ts.createSourceFile(name, source, language) : getSourceFile(name, language);
  const program = ts.createProgram([file], options, host);
  const checked = program.getSourceFile(file);
  if (checked === undefined) throw new Error('The compiler lost the source.');
  return { program, checked };
}

/** What the compiler says of these values; unknown fields count as errors. */
function complaints(values: readonly (readonly [type: string, value: unknown])[]): string[] {
  const lines = values.map(([type, value], index) => {
    // The package turns this one field into an object of its own.
    const json = JSON.stringify(value).replaceAll(/("unit_amount_decimal":)("\d+")/g, '$1 Stripe.Decimal.from($2)');
    return `export const answer${index}: ${type} = ${json};`;
  });
  const { program, checked } = compile(["import Stripe from 'stripe';", ...lines].join('\n'));
  return program
    .getSemanticDiagnostics(checked)
    .map((diagnostic) => ts.flattenDiagnosticMessageText(diagnostic.messageText, '\n').slice(0, 2000));
}

test('every answer has the shape that the types of the official package declare', { timeout: 60_000 }, async () => {
  const answers = await gather(house.stripe);
  expect(answers.length).toBeGreaterThan(35);
  expect(complaints(answers)).toEqual([]);
  expect(complaints([['Stripe.Refund', { id: 're_1', object: 'refund' }]])).not.toEqual([]);
});

const parameterTypes: Readonly<Record<string, string>> = {
  'GET /v1/balance_transactions': 'BalanceTransactionListParams',
  'POST /v1/billing_portal/sessions': 'BillingPortal.SessionCreateParams',
  'GET /v1/charges': 'ChargeListParams',
  'POST /v1/charges/:id': 'ChargeUpdateParams',
  'GET /v1/checkout/sessions': 'Checkout.SessionListParams',
  'POST /v1/checkout/sessions': 'Checkout.SessionCreateParams',
  'POST /v1/checkout/sessions/:id': 'Checkout.SessionUpdateParams',
  'POST /v1/checkout/sessions/:id/expire': 'Checkout.SessionExpireParams',
  'GET /v1/customers': 'CustomerListParams',
  'POST /v1/customers': 'CustomerCreateParams',
  'POST /v1/customers/:id': 'CustomerUpdateParams',
  'GET /v1/customers/:id/payment_methods': 'CustomerListPaymentMethodsParams',
  'GET /v1/disputes': 'DisputeListParams',
  'POST /v1/disputes/:id/close': 'DisputeCloseParams',
  'GET /v1/events': 'EventListParams',
  'GET /v1/payment_intents': 'PaymentIntentListParams',
  'POST /v1/payment_intents': 'PaymentIntentCreateParams',
  'POST /v1/payment_intents/:id': 'PaymentIntentUpdateParams',
  'POST /v1/payment_intents/:id/cancel': 'PaymentIntentCancelParams',
  'POST /v1/payment_intents/:id/capture': 'PaymentIntentCaptureParams',
  'POST /v1/payment_intents/:id/confirm': 'PaymentIntentConfirmParams',
  'GET /v1/payment_methods': 'PaymentMethodListParams',
  'POST /v1/payment_methods/:id': 'PaymentMethodUpdateParams',
  'POST /v1/payment_methods/:id/attach': 'PaymentMethodAttachParams',
  'POST /v1/payment_methods/:id/detach': 'PaymentMethodDetachParams',
  'GET /v1/refunds': 'RefundListParams',
  'POST /v1/refunds': 'RefundCreateParams',
  'POST /v1/refunds/:id': 'RefundUpdateParams',
  'GET /v1/setup_intents': 'SetupIntentListParams',
  'POST /v1/setup_intents': 'SetupIntentCreateParams',
  'POST /v1/setup_intents/:id': 'SetupIntentUpdateParams',
  'POST /v1/setup_intents/:id/cancel': 'SetupIntentCancelParams',
  'POST /v1/setup_intents/:id/confirm': 'SetupIntentConfirmParams',
};

test('each call knows exactly the parameters that the official package may send', { timeout: 60_000 }, () => {
  const names = Object.entries(parameterTypes);
  const { program, checked } = compile(
    [
      "import type Stripe from 'stripe';",
      ...names.map(([, type], index) => `export type T${index} = Stripe.${type};`),
    ].join('\n'),
  );
  const checker = program.getTypeChecker();
  const declared = new Map<string, readonly string[]>();
  for (const statement of checked.statements.filter(ts.isTypeAliasDeclaration)) {
    const properties = checker.getPropertiesOfType(checker.getTypeAtLocation(statement.type));
    const name = names[Number(statement.name.text.slice(1))]?.[0] ?? '';
    declared.set(name, properties.map((property) => property.name).sort());
  }
  expect(declared.size).toBe(names.length);
  for (const [name, wanted] of declared) {
    const route = routes.find((one) => `${one.method} ${one.path}` === name);
    expect([name, [...(route?.parameters ?? [])].sort()]).toEqual([name, wanted]);
  }
});
