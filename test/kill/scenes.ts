import type { OperationKind } from '../../src-main/contract/operation.ts';
import type { ProviderName } from '../../src-main/contract/provider.ts';
import type { Order } from '../../src-main/payments/order.ts';
import type { PaysafeTill } from '../gateways/paysafe-till.ts';
import type { StripeTill } from '../gateways/stripe-till.ts';
import { cad, type Saved } from '../gateways/town.ts';
import type { Watched } from './truth.ts';
import type { Reads } from './words.ts';

export interface Tills {
  readonly stripe: StripeTill;
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

/** What is charged, held and given back, minor units. */
export const total = 8450;
/** what the bank account that is typed at the desk is called; in no row */
export const bankNumber = '7310037';

const idOf = (provider: ProviderName, ref: string): string => `${provider}:${ref}`;
export const readsOf = (provider: ProviderName, saved: Saved, paymentRef: string | null = null): Reads => ({
  provider,
  customerRef: saved.customerRef,
  paymentRef,
});

export type Taking = Extract<Order, { kind: 'charge' | 'hold' }>;
export const taking =
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
export const capturing =
  (holdId: string, amount: number) =>
  (ticket: string): Order => ({
    kind: 'capture',
    ticket,
    holdId,
    amount: cad(amount),
    note: null,
  });
export const releasing =
  (holdId: string) =>
  (ticket: string): Order => ({ kind: 'release', ticket, holdId, note: null });
export const replacing =
  (holdId: string, provider: ProviderName, { cardRef }: Saved, first: 'new' | 'release') =>
  (ticket: string): Order => ({
    ...{ kind: 'replace', ticket, holdId, cardId: idOf(provider, cardRef), amount: cad(total), first, note: null },
  });
const refunding =
  (paymentId: string, amount: number) =>
  (ticket: string): Order => ({
    kind: 'refund',
    ticket,
    paymentId,
    amount: cad(amount),
    note: null,
  });

export async function placeTake(kind: Taking['kind'], provider: ProviderName, tills: Tills): Promise<Scene> {
  const saved = await tills[provider].save();
  return {
    reads: readsOf(provider, saved),
    order: taking(kind, provider, saved, total),
    watched: [],
    most: { [kind]: 1 },
    mostInAll: 1,
  };
}

export interface OnHold {
  order(holdId: string, saved: Saved): Scene['order'];
  other?(holdId: string): Scene['order'];
  most: Scene['most'];
  mostInAll: number;
}
export async function placeOnHold(provider: ProviderName, tills: Tills, made: OnHold): Promise<Scene> {
  const saved = await tills[provider].save();
  const ref = await tills[provider].hold(saved, total);
  const holdId = idOf(provider, ref);
  return {
    reads: readsOf(provider, saved, ref),
    order: made.order(holdId, saved),
    ...(made.other ? { other: made.other(holdId) } : {}),
    watched: provider === 'stripe' ? [{ kind: 'stripe.payment_intent', id: ref }] : [],
    most: made.most,
    mostInAll: made.mostInAll,
  };
}

export async function placeRefund(
  provider: ProviderName,
  tills: Tills,
  { amount, batched = true, times = 1, ...given }: { amount: number; batched?: boolean; times?: number; saved?: Saved },
): Promise<Scene> {
  const saved = given.saved ?? (await tills[provider].save());
  const { paymentRef, settlementRef } = await tills[provider].charge(saved, total, batched);
  return {
    reads: readsOf(provider, saved, paymentRef),
    order: refunding(idOf(provider, paymentRef), amount),
    watched: provider === 'paysafe' ? [{ kind: 'paysafe.settlement', id: settlementRef }] : [],
    most: { refund: times },
    mostInAll: times,
  };
}

/** A card typed in Paysafe's fields a moment ago: checked with its bank, then kept. */
export async function placeTyped(tills: Tills): Promise<Scene> {
  const profile = await tills.paysafe.profile();
  const token = await tills.paysafe.typed('4530910000012345');
  const card = { kind: 'card', brand: 'visa', lastFour: '2345', nickname: null } as const;
  const customerId = idOf('paysafe', profile);
  return {
    reads: { provider: 'paysafe', customerRef: profile, paymentRef: null },
    order: (ticket) => ({
      ...{ kind: 'save_card', ticket, customerId, token, card, agreed: null },
      tokenEndsAt: Number.MAX_SAFE_INTEGER,
    }),
    watched: [],
    most: { verify_card: 1, save_card: 1 },
    mostInAll: 2,
  };
}

/** Somebody who is known at Stripe gets a profile at Paysafe. */
export async function placeNewcomer(tills: Tills): Promise<Scene> {
  const { customerRef } = await tills.stripe.save();
  return {
    reads: { provider: 'stripe', customerRef, paymentRef: null },
    order: (ticket) => ({ kind: 'add_profile', ticket, customerId: idOf('stripe', customerRef), locale: 'fr_CA' }),
    watched: [],
    most: { add_profile: 1 },
    mostInAll: 1,
  };
}

export async function placeOnCard(
  kind: 'remove_card' | 'set_default',
  provider: ProviderName,
  tills: Tills,
): Promise<Scene> {
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

/** A whole customer, with the card that is saved there. */
export async function placeRemoval(provider: ProviderName, tills: Tills): Promise<Scene> {
  const saved = await tills[provider].save();
  const customerId = idOf(provider, saved.customerRef);
  return {
    reads: readsOf(provider, saved),
    order: (ticket) => ({ kind: 'remove_customer', ticket, customerId, note: 'Moved away' }),
    watched: [{ kind: provider === 'stripe' ? 'stripe.customer' : 'paysafe.profile', id: saved.customerRef }],
    most: { remove_customer: 1 },
    mostInAll: 1,
  };
}

/** An account that is typed at the desk: its number is in the order alone, and dies with the process. */
export async function placeAccount({ paysafe }: Tills): Promise<Scene> {
  const customerRef = await paysafe.profile();
  const addressRef = await paysafe.address(customerRef);
  return {
    reads: { provider: 'paysafe', customerRef, paymentRef: null },
    order: (ticket) => ({
      kind: 'save_bank_account',
      ticket,
      customerId: idOf('paysafe', customerRef),
      account: {
        instrument: 'eft',
        holder: 'Nadia Roy',
        codes: { institutionId: '001', transitNumber: '25039' },
        lastDigits: bankNumber.slice(-2),
      },
      number: bankNumber,
      addressRef,
      agreed: {
        ...{ textId: 'visits', textVersion: 1, shown: 'Words', purposes: ['balance'], language: 'en' },
        ...{ capEach: null, capTotal: null, endsAt: null },
      },
      witness: 'Maude',
    }),
    watched: [],
    most: { save_bank_account: 1 },
    mostInAll: 1,
  };
}
