import { authRecord, purchaseRecord } from '../../src-main/gateways/paysafe/records.ts';
import { valueAs, wireAuth, wirePurchase, wireSettlement } from '../../src-main/gateways/paysafe/wire.ts';
import type { PaymentRecord } from '../../src-main/payments/records.ts';
import { card, customer } from '../support/toy-provider.ts';
import { daysMs, workOn, type Bank, type BankAnswer } from './bank.ts';
import type { Books } from './books.ts';
import { paysafeDeeds, type Asked } from './paysafe-deeds.ts';
import { makePaysafeCounter, newcomer } from './paysafe-counter.ts';
import { cardSaid, listOf, no, ok, paysafeFault, said } from './paysafe-objects.ts';
import { makePaysafeShelves, placeOf } from './paysafe-shelves.ts';
import type { World } from './world.ts';

export const paysafeAccounts = [
  { number: '1001', currency: 'CAD', kind: 'card' },
  { number: '2001', currency: 'CAD', kind: 'eft' },
] as const;
/** A reference is refused for so long, and never replayed (paysafe.md, section 8). */
const referenceLivesMs = daysMs(90);

/** Paysafe in memory, by its own rules: Card Payments v1, Direct Debit v1 and the Vault; real paths and replies. `typing`: cards are typed in its fields. `leaving`: profiles may be deleted. */
export function makePaysafeBank(world: World, books: Books, typing = false, leaving = false, moreHolds = 0): Bank {
  const used = new Map<string, number>();
  const shelves = makePaysafeShelves(world, books, moreHolds);
  const counter = makePaysafeCounter(shelves);
  const deedOf = paysafeDeeds(shelves, counter);
  const people = ['a', 'b'].map((person) => customer(`paysafe:p-${person}`));
  const { transactions, vault, deleted, owners, authOf, settlementOf, purchaseOf } = shelves;

  function look(path: string, at: number): BankAnswer {
    const url = new URL(path, 'https://api.paysafe.com');
    const [, , , , , thing = '', id = ''] = url.pathname.split('/');
    const name = url.searchParams.get('merchantCustomerId');
    if (path.startsWith('/customervault') && id === '') {
      const [, , , , person = ''] = url.pathname.split('/');
      if (name === null && deleted.asOf(person, at)) return no(404, '5269');
      const found = name === null ? counter.profile(person, at) : counter.named(name, at);
      return found ? ok(found) : no(404, '5269');
    }
    if (path.startsWith('/customervault')) {
      const found = vault.asOf(id, at);
      return found && !found.removed ? ok(cardSaid(found)) : no(404, '5269');
    }
    if (id !== '') {
      const is = ({ auths: 'auth', settlements: 'settlement' } as const)[thing] ?? 'purchase';
      const one = transactions.asOf(placeOf(is, id), at);
      if (!one) return no(404, '5269');
      const links =
        one.is === 'auth' && one.settles ? { links: [{ rel: 'settlement', href: `…/settlements/${id}` }] } : {};
      return ok({ ...said(one), ...links });
    }
    const since = Date.parse(url.searchParams.get('startDate') ?? '');
    const rows = transactions
      .allAsOf(at)
      .filter((one) => listOf(one) === thing && one.ref === url.searchParams.get('merchantRefNum') && one.at >= since);
    return ok({ [thing]: rows.map(said) });
  }

  function row(ref: string): PaymentRecord | null {
    const about = { cardId: null, description: null, currency: 'CAD', card: null, key: null };
    const auth = authOf(ref);
    if (auth) {
      const own = transactions.allAsOf(world.now()).filter((one) => one.is === 'settlement' && one.auth === ref);
      const wire = valueAs(wireAuth, said(auth));
      const settlements = own.flatMap((one) => valueAs(wireSettlement, said(one)) ?? []);
      const known = { ...about, customerId: `paysafe:${auth.customer}`, account: '1001' };
      return wire && authRecord(wire, settlements, known, world.now());
    }
    const purchase = purchaseOf(ref);
    const wire = purchase && valueAs(wirePurchase, said(purchase));
    return (
      wire && purchaseRecord(wire, { ...about, customerId: `paysafe:${owners.get(ref)}`, account: '2001' }, world.now())
    );
  }

  return {
    provider: 'paysafe',
    nameOf(plan) {
      if (plan.kind === 'refund' && plan.means === 'cancel') return `cancel ${plan.settlementRef}`;
      if (plan.kind === 'remove_customer') return `delete ${plan.customerRef}`;
      if (plan.kind === 'remove_card') return `remove ${plan.cardRef}`;
      if (plan.kind === 'add_profile') return `profile ${plan.merchantCustomerId}`;
      return plan.kind === 'set_default' ? `default ${plan.cardRef}` : plan.key;
    },
    ...(leaving ? { leaving: people } : {}),
    ...(typing ? { counter: { types: counter.types, newcomer } } : {}),
    receive({ method, path, body }, arrival, reply) {
      if (arrival.fault?.is === 'unkept') return reply({ status: 502, headers: {}, body: paysafeFault });
      const given = JSON.parse(body ?? '{}') as Asked['body'] & { merchantRefNum?: string; amount?: number };
      const ref = given.merchantRefNum ?? '';
      // The Vault keeps a reference as plain text, and knows no repeats by it.
      if (ref !== '' && !path.startsWith('/customervault')) {
        const before = used.get(ref);
        if (before !== undefined && world.now() - before < referenceLivesMs) return reply(no(409, '5031'));
        used.set(ref, world.now());
      }
      const { from, declines, mistyped } = arrival;
      const asked = { ref, amount: given.amount ?? 0, body: given, from, declines, mistyped };
      workOn({ world, books, fault500: paysafeFault }, { arrival, deed: () => deedOf({ method, path }, asked) }, reply);
    },
    look: ({ path }, lag) => look(path, world.now() - lag),
    shows(plan) {
      switch (plan.kind) {
        case 'hold':
          return transactions
            .allAsOf(world.now())
            .some((one) => one.is === 'auth' && one.ref === plan.key && one.status !== 'CANCELLED');
        case 'charge':
        case 'capture':
          return books.movements.some(({ name }) => name === plan.key);
        case 'release':
          return (
            authOf(plan.paymentRef)?.status === 'CANCELLED' || books.movements.some(({ name }) => name === plan.key)
          );
        case 'refund':
          if (plan.means === 'cancel')
            return (settlementOf(plan.settlementRef) ?? purchaseOf(plan.settlementRef))?.status === 'CANCELLED';
          return (
            books.movements.some(({ name }) => name === plan.key) ||
            (plan.whole && settlementOf(plan.settlementRef)?.refundable === 0)
          );
        case 'remove_card':
          return vault.get(plan.cardRef)?.removed ?? false;
        case 'remove_customer':
          return deleted.get(plan.customerRef) ?? false;
        case 'add_profile':
          return counter.hasProfile(plan.merchantCustomerId);
        case 'verify_card':
          return books.movements.some(({ name }) => name === plan.key);
        case 'save_card':
          return counter.kept(plan.customerRef, plan.lastFour, false);
        case 'save_bank_account':
          return counter.kept(plan.customerRef, plan.lastDigits, true);
        case 'set_default':
          // The Vault does not show a card that was taken away, whatever it was before.
          return vault.get(plan.cardRef)?.removed === false && (vault.get(plan.cardRef)?.fallback ?? false);
      }
    },
    customers: [...people, newcomer],
    cards: [
      ...['a1', 'a2', 'b1', 'b2'].map((name) =>
        card(`paysafe:c-${name}`, `paysafe:p-${name[0]}`, { payToken: `Cc-${name}` }),
      ),
      ...['a1', 'b1'].map((name) =>
        card(`paysafe:e-${name}`, `paysafe:p-${name[0]}`, { payToken: `De-${name}`, kind: 'eft', expiry: null }),
      ),
    ],
    payments: () =>
      transactions.allAsOf(world.now()).flatMap((one) => {
        if (one.is === 'purchase') return [{ ref: one.id, held: 0, taken: one.status === 'PENDING' ? one.amount : 0 }];
        if (one.is !== 'auth') return [];
        return [
          { ref: one.id, held: one.available, taken: one.settles || one.available < one.amount ? one.amount : 0 },
        ];
      }),
    payment: row,
  };
}
