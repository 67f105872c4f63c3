import type { OperationState } from '../../src-main/contract/operation.ts';
import { migrate } from '../../src-main/ledger/migrate.ts';
import { operationRow } from '../../src-main/ledger/operation-row.ts';
import { makeSealer } from '../../src-main/ledger/seal.ts';
import { openSqlite } from '../../src-main/ledger/sqlite.ts';
import { makeStore } from '../../src-main/ledger/store.ts';
import type { NewOperation } from '../../src-main/payments/ports.ts';

/** Six in a row, as a salon has them: four that moved money, a decline, a hold. Amounts differ, so that no two sums agree by chance. */
const kinds = ['charge', 'charge', 'capture', 'refund', 'declined', 'hold'] as const;
const names = ['Zoë Côté-Lévesque', '=HYPERLINK("http://x","y")', 'Nguyễn, Thị "Mai"', 'O’Brien; fils', '@somme', '-3'];

/** What these orders come to, minor units. */
export interface ManyOrders {
  readonly collected: number;
  readonly tips: number;
  readonly moved: number;
}

/**
 * Puts so many orders straight into a file of records, through the ledger's own rows and seals, in one commit: given one after the other, they would
 * take minutes.
 * @param at when the n-th was given, unix ms
 */
export async function putManyOrders(
  file: string,
  how: { readonly many: number; readonly key: Buffer | null; readonly at: (place: number) => number },
): Promise<ManyOrders> {
  const db = openSqlite(file);
  try {
    await migrate(db);
    const store = makeStore(db, {
      sealer: makeSealer(how.key),
      shared: false,
      ground: null,
      onDamage: () => undefined,
    });
    const sums = { collected: 0, tips: 0, moved: 0 };
    await store.write(async (_transaction, rows) => {
      for (let place = 0; place < how.many; place += 1) {
        const { order, moved, tip } = orderAt(place, how.at(place));
        if (!(await rows.insert('operation', operationRow({ ...order, version: 1 }, []))))
          throw new Error(`Order ${place} could not be written`);
        sums.collected += moved;
        sums.tips += tip;
        if (moved !== 0) sums.moved += 1;
      }
    });
    return sums;
  } finally {
    await db.destroy();
  }
}

function orderAt(place: number, at: number): { order: NewOperation; moved: number; tip: number } {
  const what = kinds[place % kinds.length] ?? 'charge';
  const kind = what === 'declined' ? 'charge' : what;
  const id = `op-many-${String(place).padStart(12, '0')}`;
  const amount = { amount: 1000 + (place % 9973), currency: 'CAD' };
  const provider = place % 3 === 0 ? 'paysafe' : 'stripe';
  const key = `cpt-many-${place}`;
  const tip = what === 'charge' ? place % 700 : 0;
  const order: NewOperation = {
    id,
    group: id,
    follows: null,
    ticket: null,
    kind,
    provider,
    guard: `many:${place}`,
    plan: planOf(kind, key, amount),
    request: { method: 'POST', path: '/v1/payment_intents', headers: {}, body: `amount=${amount.amount}` },
    memo: {},
    state: stateOf(what, { at, amount: amount.amount, reference: `pi_many_${place}` }),
    amount,
    tip: tip === 0 ? null : tip,
    customerId: `${provider}:cus_${place % 5000}`,
    customerName: names[place % names.length] ?? '',
    card: { kind: 'card', brand: place % 2 === 0 ? 'visa' : 'mastercard', lastFour: '4242', nickname: null },
    targetId: kind === 'capture' || kind === 'refund' ? `${provider}:pi_many_${place}` : null,
    note: place % 50 === 0 ? '+1 514 555-0100\nrappeler' : null,
    receiptEmail: null,
    staffId: `staff-${place % 4}`,
    staffName: ['Maude', 'Sylvie', 'Hélène', 'Noé'][place % 4] ?? '',
    desk: 'Front 1',
    createdAt: at,
    updatedAt: at,
    providerClockAt: null,
  };
  const sign = what === 'refund' ? -1 : what === 'charge' || what === 'capture' ? 1 : 0;
  return { order, moved: sign * amount.amount, tip };
}

type Money = { readonly amount: number; readonly currency: string };

function planOf(kind: 'charge' | 'hold' | 'capture' | 'refund', key: string, amount: Money): NewOperation['plan'] {
  switch (kind) {
    case 'charge':
    case 'hold': {
      const card = { customerRef: 'cus_many', cardRef: 'pm_many', payToken: 'pm_many', instrument: 'card' } as const;
      const rest = { description: null, receiptEmail: null, initialTransactionRef: null };
      return { kind, key, amount, ...card, ...rest };
    }
    case 'capture':
      return { kind, key, amount, paymentRef: key, capturable: amount.amount, account: null };
    case 'refund': {
      const whole = { settlementRef: key, means: 'refund', whole: true, account: null } as const;
      return { kind, key, amount, paymentRef: key, ...whole };
    }
  }
}

function stateOf(
  what: (typeof kinds)[number],
  { at, amount, reference }: { readonly at: number; readonly amount: number; readonly reference: string },
): OperationState {
  switch (what) {
    case 'declined':
      return { name: 'declined', at, code: 'generic_decline', advice: null, reference };
    case 'charge':
      return { name: 'done', at, reference, moved: { charged: amount } };
    case 'capture':
      return { name: 'done', at, reference, moved: { captured: amount } };
    case 'refund':
      return { name: 'done', at, reference, moved: { refunded: amount } };
    case 'hold':
      return { name: 'done', at, reference, moved: { held: amount } };
  }
}
