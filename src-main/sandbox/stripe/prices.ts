import { checkAmount, checkedCurrency } from './currencies.ts';
import { loadFromPath, save, seconds } from './documents.ts';
import { changedMetadata, metadata } from './metadata.ts';
import { datedPage, expand, listPage } from './paging.ts';
import { accepted, choice, flag, integer, object, required, text } from './params.ts';
import { badParameter } from './refusal.ts';
import { route } from './route.ts';

export interface Price {
  readonly id: string;
  readonly object: 'price';
  readonly active: boolean;
  readonly created: number;
  readonly currency: string;
  readonly custom_unit_amount: {
    readonly maximum: number | null;
    readonly minimum: number | null;
    readonly preset: number | null;
  } | null;
  readonly metadata: Record<string, string>;
  readonly product: string;
  readonly unit_amount: number | null;
  readonly unit_amount_decimal: string | null;
  readonly _at: number;
  /** Of its product. */
  readonly _name: string;
  readonly [untouched: string]: unknown;
}

/** What a price is for. https://docs.stripe.com/api/products/object */
export interface Product {
  readonly id: string;
  readonly object: 'product';
  readonly active: boolean;
  readonly created: number;
  readonly default_price: null;
  readonly description: null;
  readonly images: readonly string[];
  readonly livemode: false;
  readonly marketing_features: readonly unknown[];
  readonly metadata: Record<string, string>;
  readonly name: string;
  readonly package_dimensions: null;
  readonly shippable: null;
  readonly tax_code: null;
  readonly type: 'service';
  readonly updated: number;
  readonly url: null;
  readonly _at: number;
}

/** Real fields that never change here. */
const untouched = {
  billing_scheme: 'per_unit',
  livemode: false,
  lookup_key: null,
  nickname: null,
  recurring: null,
  tax_behavior: 'unspecified',
  tiers_mode: null,
  transform_quantity: null,
  type: 'one_time',
};

/** Prices of the catalogue, and those whose amount the customer chooses. https://docs.stripe.com/api/prices */
export const priceRoutes = [
  route({
    method: 'POST',
    path: '/v1/prices',
    permission: 'prices',
    params: {
      active: accepted,
      billing_scheme: accepted,
      currency: required(text(3)),
      currency_options: accepted,
      custom_unit_amount: object({
        enabled: required(flag),
        maximum: integer({ min: 0, max: 99_999_999 }),
        minimum: integer({ min: 0, max: 99_999_999 }),
        preset: integer({ min: 0, max: 99_999_999 }),
      }),
      expand,
      lookup_key: accepted,
      metadata,
      nickname: accepted,
      product: text(),
      product_data: object({
        active: accepted,
        id: accepted,
        metadata,
        name: required(text()),
        statement_descriptor: accepted,
        tax_code: accepted,
        tax_details: accepted,
        unit_label: accepted,
      }),
      recurring: accepted,
      tax_behavior: accepted,
      tiers: accepted,
      tiers_mode: accepted,
      transfer_lookup_key: accepted,
      transform_quantity: accepted,
      unit_amount: integer({ min: 0, max: 99_999_999 }),
      unit_amount_decimal: accepted,
    },
    run(call, params) {
      const { custom_unit_amount: custom, unit_amount: fixed, product_data: product } = params;
      const currency = checkedCurrency(params.currency);
      if (product === undefined)
        throw badParameter('product_data', 'Missing required param: product_data.', 'parameter_missing');
      if ((custom === undefined) === (fixed === undefined))
        throw badParameter('unit_amount', 'Specify exactly one of `unit_amount` and `custom_unit_amount`.');
      if (custom?.minimum !== undefined) {
        checkAmount(custom.minimum, currency, 'custom_unit_amount[minimum]');
        if (custom.maximum !== undefined && custom.maximum < custom.minimum)
          throw badParameter('custom_unit_amount[maximum]', 'The maximum must not be less than the minimum.');
      }
      const now = call.clock.now();
      const id = call.ids.token('price_1', 23);
      const price: Price = {
        ...untouched,
        id,
        object: 'price',
        active: true,
        created: seconds(now),
        currency,
        custom_unit_amount:
          custom === undefined
            ? null
            : { maximum: custom.maximum ?? null, minimum: custom.minimum ?? null, preset: custom.preset ?? null },
        metadata: changedMetadata({}, params.metadata),
        product: `prod_${id.slice(6)}`,
        unit_amount: fixed ?? null,
        unit_amount_decimal: fixed === undefined ? null : String(fixed),
        _at: now,
        _name: product.name,
      };
      save(call, productOf(price));
      save(call, price);
      return price;
    },
  }),
  route({
    method: 'GET',
    path: '/v1/prices',
    permission: 'prices',
    params: { ...datedPage, active: flag, currency: text(3), product: text(), type: choice('one_time', 'recurring') },
    run: (call, params) =>
      listPage(call, {
        kind: 'price',
        url: '/v1/prices',
        page: params,
        query: {
          ...params.created,
          where: (price) =>
            (params.active === undefined || price.active === params.active) &&
            (params.currency === undefined || price.currency === params.currency) &&
            (params.product === undefined || price.product === params.product) &&
            params.type !== 'recurring',
        },
      }),
  }),
  route({
    method: 'GET',
    path: '/v1/prices/:id',
    permission: 'prices',
    params: { expand },
    run: (call, _params, id) => loadFromPath(call, 'price', { id }),
  }),
];

function productOf({ product: id, created, _at, _name: name }: Price): Product {
  return {
    id,
    object: 'product',
    active: true,
    created,
    default_price: null,
    description: null,
    images: [],
    livemode: false,
    marketing_features: [],
    metadata: {},
    name,
    package_dimensions: null,
    shippable: null,
    tax_code: null,
    type: 'service',
    updated: created,
    url: null,
    _at,
  };
}
