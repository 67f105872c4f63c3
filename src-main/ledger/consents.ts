import { sql, type Kysely, type Transaction } from 'kysely';
import * as v from 'valibot';
import { unknownCause } from '../contract/bill.ts';
import {
  consentChannel,
  consentText,
  purpose,
  type ConsentChannel,
  type ConsentText,
  type Purpose,
} from '../contract/consent.ts';
import type { ConsentRecord } from '../payments/consent.ts';
import { partOf, partsOf, wholeOf, type Scan } from './consent-scans.ts';
import { rowReader } from './reading.ts';
import type { SealedRows } from './sealed-rows.ts';
import type { Unsealed } from './sealed-tables.ts';
import type { Store } from './store.ts';
import type { Tables } from './tables.ts';

/** What a customer agreed to, as it was recorded. Amounts minor units; times unix ms UTC. */
export interface Consent {
  readonly id: string;
  readonly cardId: string;
  readonly customerId: string;
  readonly purposes: readonly Purpose[];
  readonly textId: string;
  readonly textVersion: number;
  readonly language: 'en' | 'fr';
  /** the text as it was shown, letter by letter */
  readonly shown: string;
  readonly capEach: number | null;
  readonly capTotal: number | null;
  readonly currency: string;
  readonly endsAt: number | null;
  readonly channel: ConsentChannel;
  readonly witness: string | null;
  readonly scanId: string | null;
  readonly at: number;
  readonly staffId: string;
  readonly staffName: string;
  readonly desk: string;
  readonly withdrawn: { readonly at: number; readonly by: string; readonly reason: string | null } | null;
  readonly version: number;
}

export interface ConsentBook {
  byId(id: string): Promise<Consent | null>;
  /** newest first, with what was taken under each so far */
  ofCards(cardIds: readonly string[]): Promise<(Consent & Pick<ConsentRecord, 'used'>)[]>;
  /** of all cards of this record of a customer, those that nobody has withdrawn */
  inForceOf(customerId: string): Promise<Consent[]>;
  /** the consent, and the signed paper beside it, in one commit */
  add(consent: Consent, scan?: Scan): Promise<void>;
  /** many in one commit: the demo house */
  addAll(consents: readonly Consent[]): Promise<void>;
  /** a signed paper as it was attached; null when there is none, or not all of it */
  scan(id: string): Promise<Scan | null>;
  /** null when it was withdrawn already */
  withdraw(id: string, withdrawn: NonNullable<Consent['withdrawn']>): Promise<Consent | null>;
  /** the newest version of each text, in each language */
  texts(): Promise<ConsentText[]>;
  /** every version of a text in a language, newest first */
  textVersions(id: string, language: 'en' | 'fr'): Promise<ConsentText[]>;
  /** A new version; what was agreed to keeps its own. `after`: the version that the application brought along. */
  addText(text: Omit<ConsentText, 'version'>, after?: number): Promise<ConsentText>;
}

/** Taken, or perhaps taken: what is not known yet counts against a cap, so that two unknown charges cannot pass it together. */
const mayHaveTaken = sql<boolean>`state_name IN ('open', 'unknown', 'pending', 'done', 'needs_person')`;

export function makeConsentBook(store: Store): ConsentBook {
  const read = rowReader(store, 'consent', consentOf);
  const readPart = rowReader(store, 'consent_scan', partOf);
  const readText = rowReader(store, 'consent_text', (row) => v.parse(consentText, { ...row, by: row.written_by }));

  return {
    byId: (id) =>
      store.read(async (db) => {
        const row = await db.selectFrom('consent').selectAll().where('id', '=', id).executeTakeFirst();
        return read.maybe(row);
      }),

    ofCards: (cardIds) =>
      store.read(async (db) => {
        if (cardIds.length === 0) return [];
        const rows = await db
          .selectFrom('consent')
          .selectAll()
          .where('card_id', 'in', cardIds.slice(0, 500))
          .orderBy('at', 'desc')
          .execute();
        if (rows.length === 0) return [];
        const used = await usedUnder(db, rows);
        return read.some(rows).map((consent) => ({ ...consent, used: used.get(consent.id) ?? 0 }));
      }),

    inForceOf: (customerId) =>
      store.read(async (db) => {
        const rows = await db.selectFrom('consent').selectAll().where('customer_id', '=', customerId).execute();
        return read.some(rows).filter(({ withdrawn }) => withdrawn === null);
      }),

    add: (consent, scan) =>
      store.write(async (_transaction, rows) => {
        if (scan) for (const part of partsOf(scan)) await rows.put('consent_scan', part);
        if (!(await rows.insert('consent', consentRow(consent))))
          throw new Error(`Consent ${consent.id} is there already`);
      }),

    addAll: (consents) =>
      store.write(async (_transaction, rows) => {
        for (const consent of consents) await rows.put('consent', consentRow(consent));
      }),

    scan: (id) =>
      store.read(async (db) => {
        const rows = await db
          .selectFrom('consent_scan')
          .selectAll()
          .where('scan_id', '=', id)
          .orderBy('part')
          .execute();
        return wholeOf(rows.map(readPart.one));
      }),

    withdraw: (id, withdrawn) =>
      store.write(async (_transaction, rows) => {
        const row = await rows.held('consent', id);
        if (!row) return null;
        const before = read.one(row);
        if (before.withdrawn) return null;
        const after = { ...before, withdrawn, version: before.version + 1 };
        await rows.change('consent', row, consentRow(after));
        return after;
      }),

    texts: () =>
      store.read(async (db) => {
        const rows = await db.selectFrom('consent_text').selectAll().orderBy('version').execute();
        const newest = new Map<string, ConsentText>();
        for (const text of readText.some(rows)) newest.set(`${text.id} ${text.language}`, text);
        return [...newest.values()];
      }),

    textVersions: (id, language) =>
      store.read(async (db) => {
        const rows = await db
          .selectFrom('consent_text')
          .selectAll()
          .where('id', '=', id)
          .where('language', '=', language)
          .orderBy('version', 'desc')
          .execute();
        return readText.some(rows);
      }),

    addText: (text, after = 0) =>
      store.write(async (transaction, rows) => {
        const last = await transaction
          .selectFrom('consent_text')
          .select((eb) => eb.fn.max<number | null>('version').as('version'))
          .where('id', '=', text.id)
          .where('language', '=', text.language)
          .executeTakeFirst();
        const version = Math.max(after, Number(last?.version ?? 0)) + 1;
        const { id, language, title, body, by, at } = text;
        const row = { id, version, language, title, body, written_by: by, at };
        if (!(await rows.insert('consent_text', row))) throw new Error(`Text ${id} was changed at the same moment`);
        return { ...text, version };
      }),
  };
}

/** What was taken, or perhaps taken, under each of these so far; minor units. */
async function usedUnder(
  db: Kysely<Tables>,
  consents: readonly Pick<Tables['consent'], 'id' | 'customer_id' | 'at'>[],
): Promise<ReadonlyMap<string, number>> {
  const ids = consents.map(({ id }) => id);
  const sums = await db
    .selectFrom('operation_cause')
    .innerJoin('operation', 'operation.id', 'operation_cause.operation_id')
    .select((eb) => ['consent_id', eb.fn.sum<number>('operation.amount').as('used')])
    .where('consent_id', 'in', ids)
    .where(mayHaveTaken)
    .groupBy('consent_id')
    .execute();
  const named = new Map(sums.map((row) => [row.consent_id, Number(row.used)]));
  const unnamed = await foundAgain(db, [...new Set(consents.map((consent) => consent.customer_id))]);
  const usedOf = ({ id, customer_id, at }: (typeof consents)[number]): number =>
    unnamed
      .filter((one) => one.customer_id === customer_id && one.created_at >= at)
      .reduce((sum, { amount }) => sum + (amount ?? 0), named.get(id) ?? 0);
  return new Map(consents.map((consent) => [consent.id, usedOf(consent)]));
}

/**
 * Asked in the commit that opens an order, with the consent held until it ends: whether it still stands and has room for this much, whatever another
 * desk took or withdrew since the order was judged.
 */
export async function stillCovers(
  transaction: Transaction<Tables>,
  rows: Pick<SealedRows, 'held'>,
  { consentId, amount }: { readonly consentId: string; readonly amount: number },
): Promise<boolean> {
  const row = await rows.held('consent', consentId);
  if (!row || row.withdrawn !== null) return false;
  if (row.cap_total === null) return true;
  const used = (await usedUnder(transaction, [row])).get(row.id) ?? 0;
  return used + amount <= row.cap_total;
}

/** Taken from these people under a consent that nobody could name when it was found again: it may have been any of theirs, so it counts against each. */
async function foundAgain(
  db: Kysely<Tables>,
  customerIds: readonly string[],
): Promise<Pick<Tables['operation'], 'customer_id' | 'created_at' | 'amount'>[]> {
  return db
    .selectFrom('operation_cause')
    .innerJoin('operation', 'operation.id', 'operation_cause.operation_id')
    .select(['operation.customer_id', 'operation.created_at', 'operation.amount'])
    .where('consent_id', '=', unknownCause)
    .where('operation.customer_id', 'in', customerIds)
    .where(mayHaveTaken)
    .execute();
}

/** A consent as its row. */
export function consentRow(consent: Consent): Unsealed<'consent'> {
  return {
    id: consent.id,
    card_id: consent.cardId,
    customer_id: consent.customerId,
    purposes: JSON.stringify(consent.purposes),
    text_id: consent.textId,
    text_version: consent.textVersion,
    language: consent.language,
    shown: consent.shown,
    cap_each: consent.capEach,
    cap_total: consent.capTotal,
    currency: consent.currency,
    ends_at: consent.endsAt,
    channel: consent.channel,
    witness: consent.witness,
    scan_id: consent.scanId,
    at: consent.at,
    staff_id: consent.staffId,
    staff_name: consent.staffName,
    desk: consent.desk,
    withdrawn: consent.withdrawn && JSON.stringify(consent.withdrawn),
    version: consent.version,
  };
}

const shape = v.object({
  purposes: v.pipe(v.string(), v.parseJson(), v.array(purpose)),
  language: v.picklist(['en', 'fr']),
  channel: consentChannel,
  withdrawn: v.nullable(
    v.pipe(v.string(), v.parseJson(), v.object({ at: v.number(), by: v.string(), reason: v.nullable(v.string()) })),
  ),
});

function consentOf(row: Tables['consent']): Consent {
  const { purposes, language, channel, withdrawn } = v.parse(shape, row);
  return {
    id: row.id,
    cardId: row.card_id,
    customerId: row.customer_id,
    purposes,
    textId: row.text_id,
    textVersion: row.text_version,
    language,
    shown: row.shown,
    capEach: row.cap_each,
    capTotal: row.cap_total,
    currency: row.currency,
    endsAt: row.ends_at,
    channel,
    witness: row.witness,
    scanId: row.scan_id,
    at: row.at,
    staffId: row.staff_id,
    staffName: row.staff_name,
    desk: row.desk,
    withdrawn,
    version: row.version,
  };
}
