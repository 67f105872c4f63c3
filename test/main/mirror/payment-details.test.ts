import { afterEach, beforeEach, expect, it } from 'vitest';
import { openMirror, type Mirror } from '../../../src-main/mirror/mirror.ts';
import { hour, noon, paymentOf } from './rows-of-a-house.ts';

let mirror: Mirror;
beforeEach(async () => {
  mirror = await openMirror({ file: ':memory:', workerUrl: null });
  await mirror.put({
    payments: [
      paymentOf('stripe:plain', null, { at: noon }),
      paymentOf('stripe:booking', null, { at: noon - hour, details: { visit_total: '120.00' } }),
      paymentOf('stripe:other', null, { at: noon - 2 * hour, details: { order: '7' } }),
    ],
  });
});
afterEach(() => mirror.close());
const found = async (key: string | null): Promise<string[]> =>
  (await mirror.detailed({ key, after: null, look: 10 })).payments.map(({ id }) => id);

it('payments with something of another program beside them are found by that, newest first', async () => {
  expect(await found(null)).toEqual(['stripe:booking', 'stripe:other']);
  expect(await found('visit_total')).toEqual(['stripe:booking']);
});

it('a key that every object has by nature is beside no payment', async () => {
  for (const key of ['constructor', 'toString', '__proto__']) expect(await found(key)).toEqual([]);
});

it('a look that ends in the middle goes on after its last row', async () => {
  const first = await mirror.detailed({ key: null, after: null, look: 1 });
  expect(first.payments.map(({ id }) => id)).toEqual(['stripe:booking']);
  const second = await mirror.detailed({ key: null, after: first.next, look: 5 });
  expect(second).toMatchObject({ payments: [{ id: 'stripe:other' }], next: null });
});
