import type { OperationKind } from '../../src-main/contract/operation.ts';
import type { ProviderName } from '../../src-main/contract/provider.ts';
import type { Order } from '../../src-main/payments/order.ts';
import type { PaysafeTill } from '../gateways/paysafe-till.ts';
import { cad, type Saved, type Till } from '../gateways/town.ts';
import type { Watched } from './truth.ts';
import type { Reads } from './words.ts';

export interface Tills {
  readonly stripe: Till;
  readonly paysafe: PaysafeTill;
}

/** What stands at the provider before staff click, and what they click. */
export interface Scene {
  readonly reads: Reads;
  order(ticket: string): Order;
  /** what the other desk clicks on the same target; the same order when absent */
  other?(ticket: string): Order;
  /** what is there already and may change */
  readonly watched: readonly Watched[];
  /** how often each kind may happen at the provider at most, however often it is clicked, sent and found */
  readonly most: Readonly<Partial<Record<OperationKind, number>>>;
  /** how many movements in all, where several kinds exclude each other */
  readonly mostInAll: number;
}

export interface OrderCase {
  readonly name: string;
  readonly provider: ProviderName;
  /** the bank says no: nothing moves */
  readonly declined?: boolean;
  /** Paysafe: the capture of a part, whose rest is released by a second operation */
  readonly hasNext?: boolean;
  /** the answer to this order has no body */
  readonly bodiless?: boolean;
  place(tills: Tills): Promise<Scene>;
}

const both = ['stripe', 'paysafe'] as const;
const total = 8450;

const idOf = (provider: ProviderName, ref: string): string => `${provider}:${ref}`;
const readsOf = (provider: ProviderName, saved: Saved, paymentRef: string | null = null): Reads => ({
  provider,
  customerRef: saved.customerRef,
  paymentRef,
});

type Taking = Extract<Order, { kind: 'charge' | 'hold' }>;
const taking =
  (kind: Taking['kind'], provider: ProviderName, saved: Saved, amount: number) =>
  (ticket: string): Order => ({
    kind,
    ticket,
    customerId: idOf(provider, saved.customerRef),
    cardId: idOf(provider, saved.cardRef),
    amount: cad(amount),
    tip: null,
    note: 'Coupe et couleur',
    receiptEmail: null,
  });
const capturing =
  (holdId: string, amount: number) =>
  (ticket: string): Order => ({
    kind: 'capture',
    ticket,
    holdId,
    amount: cad(amount),
    note: null,
  });
const releasing =
  (holdId: string) =>
  (ticket: string): Order => ({ kind: 'release', ticket, holdId, note: null });
const refunding =
  (paymentId: string, amount: number) =>
  (ticket: string): Order => ({
    kind: 'refund',
    ticket,
    paymentId,
    amount: cad(amount),
    note: null,
  });

async function placeTake(kind: Taking['kind'], provider: ProviderName, tills: Tills): Promise<Scene> {
  const saved = await tills[provider].save();
  return {
    reads: readsOf(provider, saved),
    order: taking(kind, provider, saved, total),
    watched: [],
    most: { [kind]: 1 },
    mostInAll: 1,
  };
}

interface OnHold {
  order(holdId: string): Scene['order'];
  other?(holdId: string): Scene['order'];
  most: Scene['most'];
  mostInAll: number;
}
async function placeOnHold(provider: ProviderName, tills: Tills, made: OnHold): Promise<Scene> {
  const saved = await tills[provider].save();
  const ref = await tills[provider].hold(saved, total);
  const holdId = idOf(provider, ref);
  return {
    reads: readsOf(provider, saved, ref),
    order: made.order(holdId),
    ...(made.other ? { other: made.other(holdId) } : {}),
    watched: provider === 'stripe' ? [{ kind: 'stripe.payment_intent', id: ref }] : [],
    most: made.most,
    mostInAll: made.mostInAll,
  };
}

async function placeRefund(
  provider: ProviderName,
  tills: Tills,
  { amount, batched = true, times = 1 }: { amount: number; batched?: boolean; times?: number },
): Promise<Scene> {
  const saved = await tills[provider].save();
  const { paymentRef, settlementRef } = await tills[provider].charge(saved, total, batched);
  return {
    reads: readsOf(provider, saved, paymentRef),
    order: refunding(idOf(provider, paymentRef), amount),
    watched: provider === 'paysafe' ? [{ kind: 'paysafe.settlement', id: settlementRef }] : [],
    most: { refund: times },
    mostInAll: times,
  };
}

async function placeOnCard(kind: 'remove_card' | 'set_default', provider: ProviderName, tills: Tills): Promise<Scene> {
  const first = await tills[provider].save();
  const saved = kind === 'set_default' ? await tills[provider].saveSecond(first) : first;
  const watched: Watched =
    provider === 'paysafe'
      ? { kind: 'paysafe.card', id: saved.cardRef }
      : kind === 'remove_card'
        ? { kind: 'stripe.payment_method', id: saved.cardRef }
        : { kind: 'stripe.customer', id: saved.customerRef };
  const cardId = idOf(provider, saved.cardRef);
  return {
    reads: readsOf(provider, saved),
    order: (ticket) => (kind === 'remove_card' ? { kind, ticket, cardId, note: null } : { kind, ticket, cardId }),
    watched: [watched],
    most: { [kind]: 1 },
    mostInAll: 1,
  };
}

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
    { name: 'whole refund', provider, place: (tills) => placeRefund(provider, tills, { amount: total }) },
    { name: 'refund of a part', provider, place: (tills) => placeRefund(provider, tills, { amount: 3000 }) },
    {
      name: 'removal of a card',
      provider,
      bodiless: provider === 'paysafe',
      place: (tills) => placeOnCard('remove_card', provider, tills),
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
    name: 'cancellation before the batch',
    provider: 'paysafe',
    place: (tills) => placeRefund('paysafe', tills, { amount: total, batched: false }),
  },
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

export function caseNamed(of: readonly OrderCase[], name: string): OrderCase {
  const found = of.find((one) => `${one.provider} ${one.name}` === name);
  if (!found) throw new Error(`There is no order called ${name}`);
  return found;
}
