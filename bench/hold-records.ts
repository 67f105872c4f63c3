import { createHash, randomBytes } from 'node:crypto';
import { operationRow } from '../src-main/ledger/operation-row.ts';
import { rowOf } from '../src-main/ledger/bill-row.ts';
import type { Bill } from '../src-main/ledger/bills.ts';
import { openLedger } from '../src-main/ledger/ledger.ts';
import { makeSealer } from '../src-main/ledger/seal.ts';
import type { SealedRows } from '../src-main/ledger/sealed-rows.ts';
import { openSqlite } from '../src-main/ledger/sqlite.ts';
import { makeStore } from '../src-main/ledger/store.ts';
import type { NewOperation } from '../src-main/payments/ports.ts';
import type { PaymentRecord } from '../src-main/payments/records.ts';

const staff = 'Maude Gagnon|Sylvie Arcand|Hélène Fleury|Noé Roy|Karim Benali|Inès Falcão|Luc Caron|Zoé Haddad'.split(
  '|',
);
const services = 'Balayage et coupe|Traitement à la kératine|Séance de laser|Massage profond|Soin du visage'.split('|');
const notes = 'Veut qu’on l’appelle avant|Cliente depuis 2019, toujours à l’heure|Doit confirmer la couleur'.split('|');
const plans = ['capture', 'release', 'ask'] as const;
/** Orders that nobody knows the end of yet: as few in a large house as in a small one. */
const beingChecked = 3;

/** What the records of a bench house are sealed with (house.ts). */
const key = createHash('sha256').update('audit').digest();

/**
 * What a house knows of its holds, put straight into a new file of records through the ledger's own rows and seals, in one commit: who placed each, for two
 * thirds a bill, for half a plan, for a third one note or two. One in seven was placed elsewhere: of it there is no order.
 */
export async function putHoldRecords(file: string, holds: readonly PaymentRecord[]): Promise<void> {
  // Opened once as a desk opens it: its tables are made, and sealed.
  const ledger = await openLedger(
    { file },
    {
      clock: { now: Date.now, steady: () => performance.now() },
      random: { id: (length) => randomBytes(length).toString('hex').slice(0, length) },
      auditKey: key,
    },
  );
  await ledger.close();
  await write(file, async (rows) => {
    for (const [place, hold] of holds.entries()) await putOne(rows, hold, place);
  });
}

/** Orders on a few of them of which nobody knows the end yet. After the desk has been opened: it would ask the provider, who knows nothing of them. */
export function putBeingChecked(file: string, holds: readonly PaymentRecord[]): Promise<void> {
  return write(file, async (rows) => {
    for (const [place, hold] of holds.slice(0, beingChecked).entries()) {
      const order = orderOf(hold, { kind: 'capture', place, billId: null });
      await rows.insert('operation', operationRow({ ...order, version: 2 }, []));
    }
  });
}

async function write(file: string, work: (rows: SealedRows) => Promise<void>): Promise<void> {
  const db = openSqlite(file);
  try {
    const store = makeStore(db, { sealer: makeSealer(key), shared: false, ground: null, onDamage: () => undefined });
    await store.write((_transaction, rows) => work(rows));
  } finally {
    await db.destroy();
  }
}

async function putOne(rows: SealedRows, hold: PaymentRecord, place: number): Promise<void> {
  const by = { staff_id: `staff-${place % staff.length}`, staff_name: staff[place % staff.length] ?? '' };
  const billId = place % 3 === 0 ? null : `bill-${place}`;
  if (billId !== null) await rows.insert('bill', rowOf(billFor(hold, { id: billId, place })));
  if (place % 7 !== 0) {
    const order = orderOf(hold, { kind: 'hold', place, billId });
    await rows.insert('operation', operationRow({ ...order, version: 2 }, []));
    if (billId !== null)
      await rows.insert('operation_cause', {
        ...{ operation_id: order.id, purpose: 'deposit', bill_id: billId, consent_id: null },
      });
  }
  const at = hold.at + 60_000;
  if (place % 2 === 0) {
    const plan = plans[place % plans.length] ?? 'ask';
    const due = plan === 'capture' ? dayOf(hold.at + 3 * 86_400_000) : null;
    await rows.insert('hold_plan', { hold_id: hold.id, plan, due_day: due, ...by, at, version: 1 });
  }
  for (let note = 0; note < (place % 3 === 0 ? 1 + (place % 2) : 0); note += 1)
    await rows.insert('hold_note', {
      ...{ id: `note-${place}-${note}`, hold_id: hold.id, text: notes[place % notes.length] ?? '', ...by },
      at: at + note,
    });
}

function billFor(hold: PaymentRecord, { id, place }: { readonly id: string; readonly place: number }): Bill {
  const visit = {
    day: dayOf(hold.at + 2 * 86_400_000),
    time: '10:15',
    service: services[place % services.length] ?? '',
  };
  return {
    ...{ id, code: String(10_000 + place), customerId: hold.customerId, customerName: 'Zoë Côté-Lévesque' },
    ...{ visit: { ...visit, withWhom: null }, lines: [], total: hold.authorized * 2, tax: null, currency: 'CAD' },
    source: 'hand',
    ...{ sourceRef: null, note: null, cancelled: null, createdAt: hold.at, createdBy: 'Maude' },
    version: 1,
  };
}

/** The order that placed a hold, done; or one that captures it, of which nobody knows yet. */
function orderOf(
  hold: PaymentRecord,
  {
    kind,
    place,
    billId,
  }: { readonly kind: 'hold' | 'capture'; readonly place: number; readonly billId: string | null },
): NewOperation {
  const id = `op-${kind}-${String(place).padStart(8, '0')}`;
  const amount = { amount: hold.authorized, currency: hold.currency };
  const card = { customerRef: 'cus', cardRef: 'pm', payToken: 'pm', instrument: 'card' } as const;
  const rest = { description: hold.description, receiptEmail: null, initialTransactionRef: null };
  const placing = hold.key ?? id;
  return {
    ...{
      id,
      group: id,
      follows: null,
      ticket: `ticket-${id}`,
      kind,
      provider: hold.provider,
      guard: `${kind}:${hold.id}`,
    },
    plan:
      kind === 'hold'
        ? { kind, key: placing, amount, ...card, ...rest, cause: { purpose: 'deposit', billId, consentId: null } }
        : { kind, key: id, amount, paymentRef: hold.ref, capturable: hold.capturable, account: null },
    request: { method: 'POST', path: '/v1/payment_intents', headers: {}, body: `amount=${amount.amount}` },
    memo: {},
    state:
      kind === 'hold'
        ? { name: 'done', at: hold.at, reference: hold.ref, moved: { held: amount.amount } }
        : {
            name: 'unknown',
            since: hold.at,
            why: 'no_answer',
            lastSentAt: hold.at,
            absent: 0,
            asks: 1,
            nextAskAt: hold.at,
          },
    ...{ amount, tip: null, customerId: hold.customerId, customerName: 'Zoë Côté-Lévesque', card: hold.card },
    ...{ targetId: kind === 'capture' ? hold.id : null, note: hold.description, receiptEmail: null },
    ...{ staffId: `staff-${place % staff.length}`, staffName: staff[place % staff.length] ?? '', desk: 'Front 1' },
    ...{ createdAt: hold.at, updatedAt: hold.at, providerClockAt: null },
  };
}

const dayOf = (at: number): string => new Date(at).toISOString().slice(0, 10);
