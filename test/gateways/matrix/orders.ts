import type { ProviderName } from '../../../src-main/contract/provider.ts';
import type { Order } from '../../../src-main/payments/order.ts';
import type { PaysafeTill } from '../paysafe-till.ts';
import type { StripeTill } from '../stripe-till.ts';
import { cad, type Saved } from '../town.ts';
import type { Desk } from './desk.ts';

export interface Tills {
  readonly stripe: StripeTill;
  readonly paysafe: PaysafeTill;
}

/**
 * What the customer's bank will say to a charge or hold; `withdraws`: it stood for a hold, and no longer does when that is captured. `sends back`: it takes a
 * refund and returns it later; at Paysafe somebody calls it off before its batch.
 */
export type Bank = 'accepts' | 'declines' | 'asks the client' | 'withdraws' | 'sends back';

export interface Scene {
  readonly desk: Desk;
  readonly tills: Tills;
  readonly provider: ProviderName;
  readonly bank: Bank;
}

/** Which request of an order a fault meets. */
export interface Target {
  readonly method: 'POST' | 'PUT' | 'DELETE';
  readonly path: string;
}

/** One order, as staff give it: a column of the matrix. */
export interface Column {
  readonly title: string;
  /** by provider; one that is not named cannot do it */
  readonly target: Readonly<Partial<Record<ProviderName, Target>>>;
  /** the fault meets the second step of the order: what follows a capture at Paysafe */
  readonly second?: boolean;
  /** sets the scene at the provider and on the desk; null where the bank has no say in such an order */
  set(scene: Scene): Promise<Order | null>;
}

const amount = 8450;
/** The one thing that is sent and never written. */
export const bankNumber = '7310037';
const part = 5000;
let count = 0;
const ticket = (): string => `matrix${String((count += 1)).padStart(14, '0')}`;
const post = (path: string): Target => ({ method: 'POST', path });
const nothingElse = { note: null } as const;

export const columns: readonly Column[] = [
  {
    title: 'Charge',
    target: { stripe: post('/payment_intents$'), paysafe: post('/auths$') },
    set: (scene) => takeFrom(scene, 'charge'),
  },
  {
    title: 'Hold',
    target: { stripe: post('/payment_intents$'), paysafe: post('/auths$') },
    set: (scene) => takeFrom(scene, 'hold'),
  },
  {
    title: 'Capture all',
    target: { stripe: post('/capture$'), paysafe: post('/settlements$') },
    set: (scene) => onHold(scene, (holdId) => captured(holdId, amount)),
  },
  {
    title: 'Capture part',
    target: { stripe: post('/capture$'), paysafe: post('/settlements$') },
    set: (scene) => onHold(scene, (holdId) => captured(holdId, part)),
  },
  {
    title: 'Rest of a part capture',
    target: { paysafe: post('/voidauths$') },
    second: true,
    // Where the capture is refused nothing is left to give back.
    set: async (scene) => (scene.bank === 'accepts' ? onHold(scene, (holdId) => captured(holdId, part)) : null),
  },
  {
    title: 'Release',
    target: { stripe: post('/cancel$'), paysafe: post('/voidauths$') },
    set: (scene) => onHold(scene, (holdId) => ({ kind: 'release', ticket: ticket(), holdId, ...nothingElse })),
  },
  {
    title: 'Replace: new hold first',
    target: { stripe: post('/payment_intents$'), paysafe: post('/auths$') },
    set: (scene) => replaced(scene, 'new'),
  },
  {
    title: 'Then the old one is released',
    target: { stripe: post('/cancel$'), paysafe: post('/voidauths$') },
    second: true,
    set: (scene) => (scene.bank === 'accepts' ? replaced(scene, 'new') : Promise.resolve(null)),
  },
  {
    title: 'Replace: release first',
    target: { stripe: post('/cancel$'), paysafe: post('/voidauths$') },
    set: (scene) => (scene.bank === 'accepts' ? replaced(scene, 'release') : Promise.resolve(null)),
  },
  {
    title: 'Then the new hold is placed',
    target: { stripe: post('/payment_intents$'), paysafe: post('/auths$') },
    second: true,
    set: (scene) => replaced(scene, 'release'),
  },
  {
    title: 'Refund all',
    target: { stripe: post('/refunds$'), paysafe: post('/refunds$') },
    set: (scene) => onPayment(scene, { back: amount, batched: true }),
  },
  {
    title: 'Refund part',
    target: { stripe: post('/refunds$'), paysafe: post('/refunds$') },
    set: (scene) => onPayment(scene, { back: 3000, batched: true }),
  },
  {
    title: 'Refund before the batch',
    target: { paysafe: { method: 'PUT', path: '/settlements/' } },
    set: (scene) => onPayment(scene, { back: amount, batched: false }),
  },
  {
    title: 'Bank debit (EFT)',
    target: { paysafe: post('/purchases$') },
    async set({ desk, tills, bank }) {
      if (bank !== 'accepts') return null;
      return takeOrder(desk, 'paysafe', { kind: 'charge', saved: await tills.paysafe.saveBank('eft'), cents: amount });
    },
  },
  {
    title: 'Check a typed card',
    target: { paysafe: post('/verifications$') },
    set: typedCard,
  },
  {
    title: 'Save a typed card',
    target: { paysafe: post('/cards$') },
    second: true,
    set: typedCard,
  },
  {
    title: 'Add a profile',
    target: { paysafe: post('/profiles$') },
    async set({ desk, tills, bank }) {
      if (bank !== 'accepts') return null;
      const { customerRef } = await tills.stripe.save();
      await desk.know(customerRef, 'stripe');
      return { kind: 'add_profile', ticket: ticket(), customerId: `stripe:${customerRef}`, locale: 'en_US' };
    },
  },
  {
    title: 'Add a bank account',
    target: { paysafe: post('/eftbankaccounts$') },
    set: typedAccount,
  },
  {
    title: 'Remove card',
    target: { stripe: post('/detach$'), paysafe: { method: 'DELETE', path: '/cards/' } },
    async set({ desk, tills, provider, bank }) {
      if (bank !== 'accepts') return null;
      const saved = await tills[provider].save();
      await desk.know(saved.customerRef);
      return { kind: 'remove_card', ticket: ticket(), cardId: `${provider}:${saved.cardRef}`, ...nothingElse };
    },
  },
  {
    title: 'Remove customer',
    target: {
      stripe: { method: 'DELETE', path: '/customers/' },
      paysafe: { method: 'DELETE', path: '/profiles/[^/]+$' },
    },
    async set({ desk, tills, provider, bank }) {
      if (bank !== 'accepts') return null;
      const { customerRef } = await tills[provider].save();
      await desk.know(customerRef);
      return {
        kind: 'remove_customer',
        ticket: ticket(),
        customerId: `${provider}:${customerRef}`,
        note: 'Moved away',
      };
    },
  },
  {
    title: 'Default card',
    target: { stripe: post('/customers/'), paysafe: { method: 'PUT', path: '/cards/' } },
    async set({ desk, tills, provider, bank }) {
      if (bank !== 'accepts') return null;
      const saved = await tills[provider].saveSecond(await tills[provider].save());
      await desk.know(saved.customerRef);
      return { kind: 'set_default', ticket: ticket(), cardId: `${provider}:${saved.cardRef}` };
    },
  },
];

async function typedAccount({ desk, tills, bank }: Scene): Promise<Order | null> {
  if (bank !== 'accepts') return null;
  const profile = await tills.paysafe.profile();
  await desk.know(profile);
  return {
    kind: 'save_bank_account',
    ticket: ticket(),
    customerId: `paysafe:${profile}`,
    account: {
      instrument: 'eft',
      holder: 'Nadia Roy',
      codes: { institutionId: '001', transitNumber: '25039' },
      lastDigits: bankNumber.slice(-2),
    },
    number: bankNumber,
    addressRef: await tills.paysafe.address(profile),
    agreed: {
      ...{ textId: 'visits', textVersion: 1, shown: 'Words', purposes: ['balance'], language: 'en' },
      ...{ capEach: null, capTotal: null, endsAt: null },
    },
    witness: 'Maude',
  };
}

async function typedCard({ desk, tills, bank }: Scene): Promise<Order | null> {
  if (bank !== 'accepts') return null;
  const profile = await tills.paysafe.profile();
  await desk.know(profile);
  return {
    kind: 'save_card',
    ticket: ticket(),
    customerId: `paysafe:${profile}`,
    token: await tills.paysafe.typed('4530910000012345'),
    tokenEndsAt: Number.MAX_SAFE_INTEGER,
    card: { kind: 'card', brand: 'visa', lastFour: '2345', nickname: null },
    agreed: null,
  };
}

function captured(holdId: string, cents: number): Order {
  return { kind: 'capture', ticket: ticket(), holdId, amount: cad(cents), ...nothingElse };
}

async function takeFrom({ desk, tills, provider, bank }: Scene, kind: 'charge' | 'hold'): Promise<Order | null> {
  switch (bank) {
    case 'accepts':
      return takeOrder(desk, provider, { kind, saved: await tills[provider].save(), cents: amount });
    case 'declines': {
      const { saved, amount: cents } = await tills[provider].declined();
      return takeOrder(desk, provider, { kind, saved, cents });
    }
    case 'asks the client':
      // At Paysafe only banks of the UK and the EU do, in another currency than this house's.
      if (provider === 'paysafe') return null;
      return takeOrder(desk, provider, {
        kind,
        saved: await tills.stripe.saveAs('pm_card_authenticationRequired'),
        cents: amount,
      });
    case 'withdraws':
    case 'sends back':
      return null;
  }
}

async function takeOrder(
  desk: Desk,
  provider: ProviderName,
  { kind, saved, cents }: { readonly kind: 'charge' | 'hold'; readonly saved: Saved; readonly cents: number },
): Promise<Order> {
  await desk.know(saved.customerRef);
  return {
    kind,
    ticket: ticket(),
    customerId: `${provider}:${saved.customerRef}`,
    cardId: `${provider}:${saved.cardRef}`,
    amount: cad(cents),
    tip: null,
    note: 'Coupe et couleur',
    receiptEmail: null,
  };
}

async function onHold(scene: Scene, order: (holdId: string) => Order): Promise<Order | null> {
  const { desk, tills, provider, bank } = scene;
  if (bank !== 'accepts' && bank !== 'withdraws') return null;
  const ref = await tills[provider].hold(await tills[provider].save(), amount);
  await desk.knowPayment(ref);
  const given = order(`${provider}:${ref}`);
  if (bank === 'accepts') return given;
  if (given.kind !== 'capture') return null;
  await tills[provider].withdraw(ref);
  return given;
}

/** A hold of somebody whose card, or amount, the bank will answer as the scene says when it is held again. */
async function replaced({ desk, tills, provider, bank }: Scene, first: 'new' | 'release'): Promise<Order | null> {
  const till = tills[provider];
  if (provider === 'paysafe' && bank === 'asks the client') return null;
  // That is found out at a capture; another hold asks anew.
  if (bank === 'withdraws' || bank === 'sends back') return null;
  const { saved, cents } =
    bank === 'accepts'
      ? { saved: await till.save(), cents: amount }
      : bank === 'declines'
        ? await till.declined().then((said) => ({ saved: said.saved, cents: said.amount }))
        : { saved: await tills.stripe.saveAs('pm_card_authenticationRequired'), cents: amount };
  // At Stripe it is the card that is refused, at Paysafe the amount.
  const good = bank !== 'accepts' && provider === 'stripe' ? await till.saveSecond(saved) : saved;
  // Another amount than the new one: only so can the two be told apart.
  const ref = await till.hold(good, amount + 1000);
  await desk.know(saved.customerRef);
  await desk.knowPayment(ref, saved);
  const [holdId, cardId] = [`${provider}:${ref}`, `${provider}:${saved.cardRef}`];
  return { kind: 'replace', ticket: ticket(), holdId, cardId, amount: cad(cents), first, ...nothingElse };
}

async function onPayment(
  { desk, tills, provider, bank }: Scene,
  { back, batched }: { readonly back: number; readonly batched: boolean },
): Promise<Order | null> {
  // What was called off before the batch never left, and cannot come back.
  if (bank !== 'accepts' && (bank !== 'sends back' || !batched)) return null;
  const returns = bank === 'sends back' && provider === 'stripe';
  const saved = returns ? await tills.stripe.saveAs('pm_card_refundFail') : await tills[provider].save();
  const { paymentRef } = await tills[provider].charge(saved, amount, batched);
  await desk.knowPayment(paymentRef);
  return {
    kind: 'refund',
    ticket: ticket(),
    paymentId: `${provider}:${paymentRef}`,
    amount: cad(back),
    ...nothingElse,
  };
}
