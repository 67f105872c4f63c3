import * as v from 'valibot';
import type { CataloguePrice } from '../../contract/page-link.ts';
import type { Answer } from '../../payments/ports.ts';
import { parseAs, wireList } from './wire.ts';

const wirePrice = v.object({
  id: v.string(),
  object: v.literal('price'),
  active: v.boolean(),
  currency: v.string(),
  /** null for a price in tiers, in fractions of a cent, or chosen by the client */
  unit_amount: v.optional(v.nullable(v.number()), null),
  nickname: v.optional(v.nullable(v.string()), null),
  product: v.union([
    v.string(),
    v.object({
      name: v.optional(v.string(), ''),
      active: v.optional(v.boolean(), true),
      deleted: v.optional(v.boolean(), false),
    }),
  ]),
});

/** Prices that can be asked for as they are: fixed, of a product that is still sold, in the order of their names. */
export function readCatalogue({ status, body }: Answer): readonly CataloguePrice[] | null {
  const list = status === 200 ? parseAs(wireList(wirePrice), body) : null;
  if (!list) return null;
  return list.data
    .flatMap(({ id, active, currency, unit_amount: amount, nickname, product }): CataloguePrice[] => {
      if (!active || amount === null || amount <= 0 || !Number.isSafeInteger(amount)) return [];
      if (typeof product === 'string' || product.deleted || !product.active) return [];
      const name = [product.name, nickname ?? ''].filter((part) => part !== '').join(', ');
      return name === '' ? [] : [{ ref: id, name, amount, currency: currency.toUpperCase() }];
    })
    .toSorted((a, b) => a.name.localeCompare(b.name) || a.amount - b.amount);
}
