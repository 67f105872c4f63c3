import { afterAll, beforeAll, expect, it } from 'vitest';
import type { CustomerPage } from '../../../src-main/contract/customer.ts';
import type { TodayView } from '../../../src-main/contract/desk-status.ts';
import type { ReviewedHold } from '../../../src-main/contract/hold-review.ts';
import { openRuleHouse, type RuleHouse } from './rule-house.ts';

// A hold whose date comes while nobody asks its provider: whether it lapsed, or was captured on the provider's own site, is known once its list is read.
let house: RuleHouse;
beforeAll(async () => {
  house = await openRuleHouse('lapse heard');
}, 60_000);
afterAll(() => house.salon.close());

const hour = 3_600_000;
const today = () => house.desk.must<TodayView>('desk.today', {});

it('a hold past its date is said to have lapsed only once its provider’s list was read after that date', async () => {
  const id = await house.placed();
  const taken = await house.placed();
  const readAt = (await today()).asOf;
  const get = (one: string) => house.desk.must<ReviewedHold>('holds.get', { id: one });
  const { deadline, customerId } = await get(id);
  house.salon.pass((deadline?.at ?? 0) - hour - house.salon.now());
  // Nobody at this desk hears of it.
  await house.till.stripe.paymentIntents.capture(taken.slice('stripe:'.length));
  house.salon.pass(2 * hour);
  await house.desk.signIn('Sylvie');
  expect(await get(id)).toMatchObject({ state: 'lapsed', unheard: { readAt } });
  const { rows } = await house.desk.must<{ rows: ReviewedHold[] }>('holds.list', {
    ...{ filter: 'lapsed', provider: null, offset: 0, limit: 10 },
  });
  expect(rows.map(({ unheard }) => unheard)).toEqual([{ readAt }, { readAt }]);
  const page = await house.desk.must<CustomerPage>('customers.get', { id: customerId });
  expect(page.holds).toMatchObject([{ unheard: { readAt } }]);
  expect(await today()).toMatchObject({ lapsedCount: 2, lapsedUnheard: { count: 2, readAt } });
  await house.desk.must('desk.refresh', {});
  house.salon.pass(10 * 60_000);
  await house.desk.signIn('Sylvie');
  await house.desk.must('desk.refresh', {});
  const now = await get(id);
  expect([now.state, now.unheard]).toEqual(['lapsed', undefined]);
  expect((await get(taken)).state).toBe('captured');
  expect(await today()).toMatchObject({ lapsedCount: 1, lapsedUnheard: { count: 0 } });
}, 30_000);
