import { globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Ajv, type AnySchemaObject, type ValidateFunction } from 'ajv';
import { createGenerator } from 'ts-json-schema-generator';

/** Every call our gateway makes, with the type the official package gives its parameters. */
const parameterTypes = {
  'POST /v1/payment_intents': 'PaymentIntentCreateParams',
  'POST /v1/payment_intents/:id/capture': 'PaymentIntentCaptureParams',
  'POST /v1/payment_intents/:id/cancel': 'PaymentIntentCancelParams',
  'GET /v1/payment_intents/:id': 'PaymentIntentRetrieveParams',
  'GET /v1/payment_intents': 'PaymentIntentListParams',
  'POST /v1/refunds': 'RefundCreateParams',
  'GET /v1/refunds': 'RefundListParams',
  'GET /v1/refunds/:id': 'RefundRetrieveParams',
  'POST /v1/payment_methods/:id/detach': 'PaymentMethodDetachParams',
  'GET /v1/payment_methods/:id': 'PaymentMethodRetrieveParams',
  'GET /v1/payment_methods': 'PaymentMethodListParams',
  'POST /v1/customers/:id': 'CustomerUpdateParams',
  'DELETE /v1/customers/:id': 'CustomerDeleteParams',
  'GET /v1/subscriptions': 'SubscriptionListParams',
  'GET /v1/customers/:id': 'CustomerRetrieveParams',
  'GET /v1/customers': 'CustomerListParams',
  'GET /v1/customers/:id/payment_methods': 'CustomerListPaymentMethodsParams',
  'GET /v1/disputes': 'DisputeListParams',
  'GET /v1/events': 'EventListParams',
  'GET /v1/charges': 'ChargeListParams',
  'GET /v1/invoices': 'InvoiceListParams',
  'GET /v1/prices': 'PriceListParams',
  'GET /v1/balance_transactions': 'BalanceTransactionListParams',
  'GET /v1/payouts': 'PayoutListParams',
  'GET /v1/checkout/sessions': 'Checkout.SessionListParams',
  'GET /v1/account': 'AccountRetrieveCurrentParams',
} as const satisfies Record<string, string>;
export type Endpoint = keyof typeof parameterTypes;
export const endpoints = Object.keys(parameterTypes).filter(isEndpoint);

function isEndpoint(name: string): name is Endpoint {
  return name in parameterTypes;
}

/**
 * A validator for the parameters of each call, made from the types of the very `stripe` package that is installed. The package joins each list
 * of words with "any other string"; that is taken out first, so that a misspelt word is noticed. Amounts and times are whole numbers.
 */
export function parameterSchemas(): Record<Endpoint, ValidateFunction> {
  return schemasOf(parameterTypes);
}

/** The same for other calls, by the names the package gives the types of their parameters. */
export function schemasOf<N extends string>(named: Readonly<Record<N, string>>): Record<N, ValidateFunction> {
  const names = Object.keys(named) as N[];
  const folder = mkdtempSync(join(tmpdir(), 'comptoir-stripe-types-'));
  try {
    const types = dirname(fileURLToPath(import.meta.resolve('stripe')));
    for (const file of globSync('**/*.d.ts', { cwd: types })) {
      mkdirSync(dirname(join(folder, file)), { recursive: true });
      const strict = readFileSync(join(types, file), 'utf8').replaceAll(/ \| OtherString\b/g, '');
      writeFileSync(join(folder, file), strict);
    }
    const asked = names.map((name, index) => `export type Asked${index} = Stripe.${named[name]};`);
    const source = ["import type { Stripe } from './stripe.core.js';", ...asked].join('\n');
    writeFileSync(join(folder, 'asked.ts'), source);
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, files: ['asked.ts'] }));
    const generator = createGenerator({
      path: join(folder, 'asked.ts'),
      tsconfig: join(folder, 'tsconfig.json'),
      skipTypeCheck: true,
      jsDoc: 'none',
      expose: 'none',
      topRef: false,
    });
    // A form carries text only: "8450" is a number and "true" a truth where the type says so.
    const ajv = new Ajv({ coerceTypes: true, allErrors: true, allowUnionTypes: true });
    const made = names.map((name, index) => {
      const schema: AnySchemaObject = JSON.parse(JSON.stringify(generator.createSchema(`Asked${index}`)));
      return [name, ajv.compile(wholeNumbers(schema))] as const;
    });
    return Object.fromEntries(made) as Record<N, ValidateFunction>;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const compilerOptions = {
  target: 'es2022',
  module: 'esnext',
  moduleResolution: 'bundler',
  strict: true,
  skipLibCheck: true,
  types: [],
};

function wholeNumbers(schema: AnySchemaObject): AnySchemaObject {
  return JSON.parse(JSON.stringify(schema).replaceAll('"type":"number"', '"type":"integer"'));
}
