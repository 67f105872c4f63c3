import type { ProviderName } from '../../src-main/contract/provider.ts';
import {
  capturing,
  placeAccount,
  placeOnCard,
  placeNewcomer,
  placeOnHold,
  placeRefund,
  placeRemoval,
  placeTake,
  placeTyped,
  readsOf,
  releasing,
  replacing,
  taking,
  total,
  type OnHold,
  type Scene,
  type Tills,
} from './scenes.ts';

export interface OrderCase {
  readonly name: string;
  readonly provider: ProviderName;
  /** the bank says no: nothing moves */
  readonly declined?: boolean;
  /** Paysafe: the capture of a part, whose rest is released by a second operation; a typed card that is checked and then kept */
  readonly hasNext?: boolean;
  /** that second operation takes money: a desk that comes back much later does not send it any more */
  readonly nextIsSoon?: boolean;
  /** a refund that its bank sends back a minute after the provider called it done: whoever starts the desk later hears of it */
  readonly comesBack?: boolean;
  /** the answer to this order has no body */
  readonly bodiless?: boolean;
  place(tills: Tills): Promise<Scene>;
}

const both = ['stripe', 'paysafe'] as const;

const partOf = (provider: ProviderName): Pick<OnHold, 'most' | 'mostInAll'> =>
  provider === 'paysafe' ? { most: { capture: 1, release: 1 }, mostInAll: 2 } : { most: { capture: 1 }, mostInAll: 1 };

/** What one desk is asked. */
export const orderCases: readonly OrderCase[] = [
  ...both.flatMap((provider): OrderCase[] => [
    { name: 'charge', provider, place: (tills) => placeTake('charge', provider, tills) },
    { name: 'hold', provider, place: (tills) => placeTake('hold', provider, tills) },
    {
      name: 'capture',
      provider,
      place: (tills) =>
        placeOnHold(provider, tills, { order: (id) => capturing(id, total), most: { capture: 1 }, mostInAll: 1 }),
    },
    {
      name: 'capture of a part',
      provider,
      hasNext: provider === 'paysafe',
      place: (tills) => placeOnHold(provider, tills, { order: (id) => capturing(id, 5000), ...partOf(provider) }),
    },
    {
      name: 'release',
      provider,
      place: (tills) => placeOnHold(provider, tills, { order: releasing, most: { release: 1 }, mostInAll: 1 }),
    },
    {
      name: 'replacement, the new hold first',
      provider,
      hasNext: true,
      place: (tills) =>
        placeOnHold(provider, tills, {
          order: (id, saved) => replacing(id, provider, saved, 'new'),
          most: { hold: 1, release: 1 },
          mostInAll: 2,
        }),
    },
    {
      name: 'replacement, the old hold released first',
      provider,
      hasNext: true,
      nextIsSoon: true,
      place: (tills) =>
        placeOnHold(provider, tills, {
          order: (id, saved) => replacing(id, provider, saved, 'release'),
          most: { hold: 1, release: 1 },
          mostInAll: 2,
        }),
    },
    { name: 'whole refund', provider, place: (tills) => placeRefund(provider, tills, { amount: total }) },
    { name: 'refund of a part', provider, place: (tills) => placeRefund(provider, tills, { amount: 3000 }) },
    {
      name: 'removal of a card',
      provider,
      bodiless: provider === 'paysafe',
      place: (tills) => placeOnCard('remove_card', provider, tills),
    },
    {
      name: 'removal of a customer',
      provider,
      bodiless: provider === 'paysafe',
      place: (tills) => placeRemoval(provider, tills),
    },
    { name: 'new default card', provider, place: (tills) => placeOnCard('set_default', provider, tills) },
    {
      name: 'charge the bank refuses',
      provider,
      declined: true,
      async place(tills) {
        const { saved, amount } = await tills[provider].declined();
        return {
          reads: readsOf(provider, saved),
          order: taking('charge', provider, saved, amount),
          watched: [],
          most: {},
          mostInAll: 0,
        };
      },
    },
  ]),
  {
    name: 'refund that comes back',
    provider: 'stripe',
    comesBack: true,
    place: async (tills) =>
      placeRefund('stripe', tills, { amount: total, saved: await tills.stripe.saveAs('pm_card_refundFail') }),
  },
  {
    name: 'cancellation before the batch',
    provider: 'paysafe',
    place: (tills) => placeRefund('paysafe', tills, { amount: total, batched: false }),
  },
  { name: 'typed card', provider: 'paysafe', hasNext: true, place: placeTyped },
  { name: 'new profile', provider: 'paysafe', place: placeNewcomer },
  {
    name: 'bank debit',
    provider: 'paysafe',
    async place(tills) {
      const saved = await tills.paysafe.saveBank('eft');
      return {
        reads: readsOf('paysafe', saved),
        order: taking('charge', 'paysafe', saved, total),
        watched: [],
        most: { charge: 1 },
        mostInAll: 1,
      };
    },
  },
  { name: 'new bank account', provider: 'paysafe', place: placeAccount },
];

/** What two desks with their own records are asked about one target of one account. */
export const pairCases: readonly OrderCase[] = [
  ...orderCases.filter(({ name }) =>
    [
      'capture',
      'capture of a part',
      'release',
      'whole refund',
      'removal of a card',
      'removal of a customer',
      'new default card',
      'cancellation before the batch',
    ].includes(name),
  ),
  ...both.flatMap((provider): OrderCase[] => [
    {
      name: 'capture here, release there',
      provider,
      place: (tills) =>
        placeOnHold(provider, tills, {
          order: (id) => capturing(id, total),
          other: releasing,
          most: { capture: 1, release: 1 },
          mostInAll: 1,
        }),
    },
    {
      name: 'two captures that are more than the hold together',
      provider,
      place: (tills) =>
        placeOnHold(provider, tills, {
          order: (id) => capturing(id, 5000),
          other: (id) => capturing(id, 4000),
          ...partOf(provider),
        }),
    },
    {
      name: 'two refunds of the same part',
      provider,
      place: (tills) => placeRefund(provider, tills, { amount: 3000, times: 2 }),
    },
  ]),
];
