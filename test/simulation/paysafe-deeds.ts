import type { ProviderRequest } from '../../src-main/payments/ports.ts';
import { daysMs, type Deed } from './bank.ts';
import type { Movement } from './books.ts';
import {
  cardSaid,
  no,
  ok,
  said,
  type Auth,
  type List,
  type Purchase,
  type Settlement,
  type Transaction,
  type VaultCard,
} from './paysafe-objects.ts';
import type { PaysafeCounter } from './paysafe-counter.ts';
import type { PaysafeShelves } from './paysafe-shelves.ts';

/** Paysafe publishes no number; past the issuers' patience a capture is 3205. */
const holdLivesMs = daysMs(10);

export interface Asked {
  readonly ref: string;
  readonly amount: number;
  readonly body: {
    readonly settleWithAuth?: boolean;
    readonly card?: { readonly paymentToken: string };
    readonly eft?: { readonly paymentToken: string };
    readonly singleUseToken?: string;
    readonly merchantCustomerId?: string;
    readonly accountNumber?: string;
  };
  readonly from: string;
  readonly declines: boolean;
  /** whoever typed the card took a wrong security code */
  readonly mistyped: boolean;
}
/** What Paysafe would answer to a request, and do. Nothing is done before `run`. Throws for a path that is not Paysafe's. */
export function paysafeDeeds(
  shelves: PaysafeShelves,
  counter: PaysafeCounter,
): (request: Pick<ProviderRequest, 'method' | 'path'>, asked: Asked) => Deed {
  const { world, books, vault, deleted, owners, keep, newId, settle, authOf, settlementOf, purchaseOf } = shelves;

  const refused = (asked: Asked, list: List, code: string): Deed => {
    const id = newId();
    return {
      answer: no(402, code, { id, merchantRefNum: asked.ref }),
      run: () => keep({ is: 'failed', id, ref: asked.ref, amount: asked.amount, list, code, at: world.now() }),
    };
  };
  const moved = ({ ref, amount, from }: Asked, kind: Movement['kind'], target: string): void =>
    books.move({ name: ref, kind, target, amount, from });
  const payer = (token: string | undefined): VaultCard | null => {
    const found = token === undefined ? undefined : vault.get(token.slice(1));
    return found && !found.removed ? found : null;
  };

  function authorise(asked: Asked): Deed {
    const from = payer(asked.body.card?.paymentToken);
    if (!from) return { answer: no(400, '5502') };
    if (asked.declines) return refused(asked, 'auths', '3022');
    const settles = asked.body.settleWithAuth ?? false;
    const { ref, amount } = asked;
    const base = {
      is: 'auth',
      id: newId(),
      ref,
      amount,
      customer: from.person,
      settles,
      status: 'COMPLETED',
      at: world.now(),
    } as const;
    const auth: Auth = { ...base, available: settles ? 0 : amount };
    const implied = { ...said({ ...base, is: 'settlement', auth: auth.id, refundable: amount, status: 'PENDING' }) };
    return {
      answer: ok({ ...said(auth), ...(settles ? { settlements: [implied] } : {}) }),
      run() {
        keep(auth);
        if (settles) settle({ auth: auth.id, id: auth.id, ref, amount });
        moved(asked, settles ? 'charge' : 'hold', from.person);
      },
    };
  }

  function debit(asked: Asked): Deed {
    const from = payer(asked.body.eft?.paymentToken);
    if (!from) return { answer: no(400, '5502') };
    const { ref, amount } = asked;
    const made: Purchase = {
      is: 'purchase',
      id: newId(),
      ref,
      amount,
      status: 'PENDING',
      at: world.now(),
    };
    return {
      answer: ok(said(made)),
      run() {
        keep(made);
        owners.set(made.id, from.person);
        moved(asked, 'charge', from.person);
      },
    };
  }

  /** Leaves a typed card's token as it is: the card can be kept afterwards. */
  function verify(asked: Asked): Deed {
    const typed = counter.behind(asked.body.card?.paymentToken ?? '');
    if (!typed) return { answer: no(400, '5502') };
    if (asked.declines) return refused(asked, 'verifications', '3022');
    const matches = !asked.mistyped;
    const { lastFour } = typed;
    const base = { is: 'verification', id: newId(), ref: asked.ref, amount: 0, at: world.now() } as const;
    const made: Transaction = { ...base, lastFour, matches };
    return {
      answer: ok(said(made)),
      run() {
        keep(made);
        // A wrong security code is an answer, and nothing that was asked for.
        if (matches) moved(asked, 'verify_card', lastFour);
      },
    };
  }

  function capture(id: string, asked: Asked): Deed {
    const auth = authOf(id);
    if (!auth) return refused(asked, 'settlements', '3201');
    if (auth.status !== 'COMPLETED' || auth.available === 0) return refused(asked, 'settlements', '3203');
    if (asked.amount > auth.available) return refused(asked, 'settlements', '3204');
    if (world.now() - auth.at >= holdLivesMs) return refused(asked, 'settlements', '3205');
    const made = { id: newId(), ref: asked.ref, amount: asked.amount };
    const settlement: Settlement = {
      ...made,
      is: 'settlement',
      auth: id,
      refundable: asked.amount,
      status: 'PENDING',
      at: world.now(),
    };
    return {
      answer: ok(said(settlement)),
      run() {
        keep({ ...auth, available: auth.available - asked.amount });
        settle({ ...made, auth: id });
        moved(asked, 'capture', id);
      },
    };
  }

  function voidPart(id: string, asked: Asked): Deed {
    const auth = authOf(id);
    if (!auth) return refused(asked, 'voidauths', '3500');
    if (auth.status !== 'COMPLETED' || auth.available === 0) return refused(asked, 'voidauths', '3502');
    if (asked.amount > auth.available) return refused(asked, 'voidauths', '3501');
    const made: Transaction = {
      is: 'void',
      id: newId(),
      ref: asked.ref,
      amount: asked.amount,
      at: world.now(),
    };
    const available = auth.available - asked.amount;
    const whole = asked.amount === auth.amount;
    return {
      answer: ok(said(made)),
      run() {
        keep(made);
        keep({ ...auth, available, status: whole ? 'CANCELLED' : auth.status });
        moved(asked, 'release', id);
      },
    };
  }

  function refund(id: string, asked: Asked): Deed {
    const settlement = settlementOf(id);
    if (!settlement) return refused(asked, 'refunds', '3407');
    if (settlement.status === 'PENDING') return refused(asked, 'refunds', '3406');
    if (settlement.status === 'CANCELLED' || settlement.refundable === 0) return refused(asked, 'refunds', '3404');
    if (asked.amount > settlement.refundable) return refused(asked, 'refunds', '3402');
    const made: Transaction = {
      is: 'refund',
      id: newId(),
      ref: asked.ref,
      amount: asked.amount,
      at: world.now(),
    };
    return {
      answer: ok(said(made)),
      run() {
        keep(made);
        keep({ ...settlement, refundable: settlement.refundable - asked.amount });
        moved(asked, 'refund', settlement.auth);
      },
    };
  }

  /** Before the batch a settlement or a debit is cancelled as a whole; a request that carries no reference of its own. */
  function cancel(thing: string, id: string, from: string): Deed {
    const target = thing === 'purchases' ? purchaseOf(id) : settlementOf(id);
    if (!target) return { answer: no(404, '5269') };
    if (target.status !== 'PENDING') return { answer: no(402, '3415') };
    return {
      answer: ok({ id, status: 'CANCELLED' }),
      run() {
        if (target.is === 'purchase') keep({ ...target, status: 'CANCELLED' });
        else keep({ ...target, status: 'CANCELLED', refundable: 0 });
        books.move({ name: `cancel ${id}`, kind: 'refund', target: id, amount: target.amount, from });
      },
    };
  }

  function removeCard(id: string, from: string): Deed {
    const found = vault.get(id);
    if (!found || found.removed) return { answer: no(404, '5269') };
    return {
      answer: ok(''),
      run() {
        vault.put(id, { ...found, removed: true });
        books.move({ name: `remove ${id}`, kind: 'remove_card', target: id, amount: 0, from });
      },
    };
  }

  function removeProfile(id: string, from: string): Deed {
    if (deleted.get(id)) return { answer: no(404, '5269') };
    return {
      answer: ok(''),
      run() {
        deleted.put(id, true);
        for (const one of vault.allAsOf(world.now()))
          if (one.person === id && !one.removed) vault.put(one.id, { ...one, removed: true });
        books.move({ name: `delete ${id}`, kind: 'remove_customer', target: id, amount: 0, from });
      },
    };
  }

  function replaceCard(id: string, from: string): Deed {
    const found = vault.get(id);
    if (!found || found.removed) return { answer: no(404, '5269') };
    const chosen = { ...found, fallback: true };
    return {
      answer: ok(cardSaid(chosen)),
      run() {
        for (const other of vault.allAsOf(world.now()))
          if (other.person === found.person) vault.put(other.id, { ...other, fallback: false });
        vault.put(id, chosen);
        books.move({ name: `default ${id}`, kind: 'set_default', target: id, amount: 0, from });
      },
    };
  }

  return ({ method, path }, asked) => {
    const [, , , , owner = '', thing = '', id = '', verb = ''] = path.split('/');
    if (path === '/customervault/v1/profiles')
      return counter.addProfile(asked.body.merchantCustomerId ?? '', asked.from);
    if (path.endsWith('/eftbankaccounts'))
      return counter.keepAccount(owner, { ref: asked.ref, number: asked.body.accountNumber ?? '', from: asked.from });
    if (path.startsWith('/customervault') && method === 'POST')
      return counter.keepCard(owner, { ref: asked.ref, token: asked.body.singleUseToken ?? '', from: asked.from });
    if (path.startsWith('/customervault') && thing === '') return removeProfile(owner, asked.from);
    if (path.startsWith('/customervault'))
      return method === 'DELETE' ? removeCard(id, asked.from) : replaceCard(id, asked.from);
    if (method === 'PUT') return cancel(thing, id, asked.from);
    if (thing === 'purchases') return debit(asked);
    if (thing === 'auths' && id === '') return authorise(asked);
    if (thing === 'verifications') return verify(asked);
    if (verb === 'settlements') return capture(id, asked);
    if (verb === 'voidauths') return voidPart(id, asked);
    if (verb === 'refunds') return refund(id, asked);
    throw new Error(`Paysafe in memory does not know ${method} ${path} of ${owner}`);
  };
}
