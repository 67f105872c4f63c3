import * as v from 'valibot';
import type { PaysafeAccount } from '../../contract/provider.ts';
import type {
  Clock,
  CustomerRead,
  JudgingReader,
  KeyedTake,
  ProviderLookUps,
  ProviderRequest,
  Read,
  Sender,
} from '../../payments/ports.ts';
import type { PaymentRecord } from '../../payments/records.ts';
import { isBankAccount, lookBackMs, lookBackUnsureMs } from './orders.ts';
import { byReference, cardPayments, directDebit, get, isId, segment, vaultProfile } from './paths.ts';
import { beforeCharge } from '../patience.ts';
import { makeReading } from './reading.ts';
import { authRecord, customerRecord, instrumentRecords, purchaseRecord, type Known } from './records.ts';
import {
  valueAs,
  wireAuth,
  wireAuthorized,
  wireFailed,
  wireProfile,
  wirePurchase,
  wireSettlement,
  type WireAuth,
  type WireSettlement,
} from './wire.ts';

interface LookUpParts {
  readonly sender: Pick<Sender, 'send'>;
  readonly clock: Clock;
  accounts(): readonly PaysafeAccount[];
}

/** Whether Paysafe refuses a start before all that it keeps is not described: a clock that is behind must not stop every charge by asking for that. */
const clockMarginMs = 5 * 86_400_000;
/** An authorization may have the very id of its settlement. */
const settlementAlone = v.pipe(
  v.looseObject({}),
  v.check((row) => !v.is(wireAuthorized, row)),
  wireSettlement,
);
const rowsByReference = v.array(v.looseObject({ merchantRefNum: v.string() }));
/** A refused transaction that shows nothing beside its reason took nothing. */
const failedToo = (row: object): object => (valueAs(wireFailed, row) === null ? row : { amount: 0, ...row });
const everything = 'cards,addresses,achbankaccounts,eftbankaccounts,bacsbankaccounts,sepabankaccounts';

/** Reading at Paysafe, one thing at a time: it lists neither customers nor authorizations. */
export function makePaysafeLookUps(
  parts: LookUpParts,
): ProviderLookUps & JudgingReader & { readCard(path: string): Promise<Read<Record<string, unknown>>> } {
  const fetch = makeReading(parts.sender);
  const fetchSoon = makeReading(beforeCharge(parts.sender));

  /** The one thing with this id. An answer about another was mixed up on its way, and says nothing of this one. */
  async function one<T extends v.GenericSchema<unknown, { readonly id: string }>>(
    id: string,
    path: string,
    schema: T,
  ): Promise<Read<v.InferOutput<T>>> {
    const read = await fetch(get(path), schema);
    return read.ok && read.value.id !== id ? { ok: false, why: 'odd', detail: 'another id' } : read;
  }

  async function readCustomer(ref: string): Promise<Read<CustomerRead>> {
    const read = await one(ref, `${vaultProfile(ref)}?fields=${everything}`, wireProfile);
    if (!read.ok) return read;
    const readAt = parts.clock.now();
    return {
      ok: true,
      value: { customer: customerRecord(read.value, readAt), cards: instrumentRecords(read.value, readAt) },
    };
  }

  async function readPayment(ref: string, known: PaymentRecord | null): Promise<Read<PaymentRecord>> {
    const account = known?.account ?? parts.accounts().find(({ kind }) => kind === 'card')?.number ?? null;
    if (account === null) return { ok: false, why: 'key_missing', detail: 'no account' };
    const about: Known = {
      customerId: known?.customerId ?? null,
      cardId: known?.cardId ?? null,
      description: known?.description ?? null,
      account,
      currency: parts.accounts().find(({ number }) => number === account)?.currency ?? known?.currency ?? '',
      card: known?.card ?? null,
      key: known?.key ?? null,
    };
    if (isBankAccount(parts.accounts(), account)) {
      const purchase = await one(ref, `${directDebit(account)}/purchases/${segment(ref)}`, wirePurchase);
      return purchase.ok ? { ok: true, value: purchaseRecord(purchase.value, about, parts.clock.now()) } : purchase;
    }
    const auth = await one(ref, `${cardPayments(account)}/auths/${segment(ref)}`, wireAuth);
    if (!auth.ok) return auth;
    const settlements: WireSettlement[] = [];
    for (const id of settlementIds(auth.value, known)) {
      const settlement = await one(id, `${cardPayments(account)}/settlements/${segment(id)}`, settlementAlone);
      if (settlement.ok) settlements.push(settlement.value);
      // A settlement that cannot be read now makes the whole row unsure: better no news than a wrong sum.
      else if (settlement.why !== 'gone') return settlement;
    }
    return { ok: true, value: authRecord(auth.value, settlements, about, parts.clock.now()) };
  }

  /** Rows of a look-up by reference, one that went through before one that was refused. A refused row may show nothing but its reason. */
  async function keyed(
    question: ProviderRequest,
    key: string,
    recordOf: (row: object) => PaymentRecord | null,
  ): Promise<Read<PaymentRecord | null>> {
    const read = await fetchSoon(
      question,
      v.union([v.object({ auths: rowsByReference }), v.object({ purchases: rowsByReference })]),
    );
    if (!read.ok) return read;
    const rows = 'auths' in read.value ? read.value.auths : read.value.purchases;
    if (rows.some(({ merchantRefNum }) => merchantRefNum !== key))
      return { ok: false, why: 'odd', detail: 'another reference' };
    const records = rows.map(recordOf);
    if (records.some((record) => record === null)) return { ok: false, why: 'odd', detail: 'unreadable' };
    const found = records.flatMap((record) => record ?? []);
    return { ok: true, value: found.find(({ state }) => state !== 'declined') ?? found[0] ?? null };
  }
  /**
   * A look-up shows of a charge neither its settlement nor what went back of it (paysafe.md, section 6): one that was called off before its batch looks
   * there like one that was paid. The settlement itself says.
   */
  async function settled(found: PaymentRecord): Promise<Read<PaymentRecord>> {
    if (found.state !== 'unsure') return { ok: true, value: found };
    const read = await readPayment(found.ref, found);
    return !read.ok && read.why === 'gone' ? { ok: false, why: 'odd', detail: 'found and gone' } : read;
  }
  const authOf =
    (about: Known) =>
    (row: object): PaymentRecord | null => {
      const auth = valueAs(wireAuth, failedToo(row));
      return auth && authRecord(auth, auth.settlements, about, parts.clock.now());
    };
  const purchaseOf =
    (about: Known) =>
    (row: object): PaymentRecord | null => {
      const purchase = valueAs(wirePurchase, failedToo(row));
      return purchase && purchaseRecord(purchase, about, parts.clock.now());
    };

  /** Asked of the accounts that may have it: one in another currency may be closed, and has nothing of it. */
  async function takenOne(
    key: string,
    { kind, currency }: Pick<KeyedTake, 'kind' | 'currency'>,
  ): Promise<Read<PaymentRecord | null>> {
    const since = parts.clock.now() - lookBackUnsureMs + clockMarginMs;
    for (const account of parts.accounts()) {
      if (account.kind !== kind || account.currency !== currency) continue;
      const { number } = account;
      const about: Known = {
        ...{ customerId: null, cardId: null, description: null, card: null },
        ...{ account: number, currency, key },
      };
      const found = await (kind === 'card'
        ? keyed(byReference(`${cardPayments(number)}/auths`, key, since), key, authOf(about))
        : keyed(byReference(`${directDebit(number)}/purchases`, key, since), key, purchaseOf(about)));
      if (!found.ok) return found;
      if (found.value !== null) return settled(found.value);
    }
    return { ok: true, value: null };
  }

  return {
    provider: 'paysafe',
    readCustomer,
    readPayment,
    readCard: (path) => fetch(get(path), v.record(v.string(), v.unknown())),
    // Paysafe lists nothing but by reference; it refuses one twice for 90 days, which no hold outlives (paysafe.md, section 8): this is for when nobody
    // can say how old one is, and for those our own records know of.
    async replacementsOf({ hold, keys }) {
      const found: PaymentRecord[] = [];
      for (const key of keys) {
        for (const { number, currency } of parts.accounts().filter(({ kind }) => kind === 'card')) {
          const question = byReference(`${cardPayments(number)}/auths`, key, hold.at - lookBackMs);
          const read = await fetch(question, v.object({ auths: v.array(wireAuth) }));
          if (!read.ok) return read;
          const own = read.value.auths.filter(({ merchantRefNum }) => merchantRefNum === key);
          if (own.length < read.value.auths.length) return { ok: false, why: 'odd', detail: 'another reference' };
          const about: Known = {
            ...{ customerId: null, cardId: null, description: null, card: null },
            ...{ account: number, currency, key },
          };
          found.push(...own.map((auth) => authRecord(auth, auth.settlements, about, parts.clock.now())));
        }
      }
      return { ok: true, value: found };
    },
    // It refuses a reference it knows for 90 days; what is older is found by it for as long as Paysafe keeps transactions. Side by side: somebody stands at
    // the counter.
    async takenUnder({ keys, kind, currency }) {
      const found: PaymentRecord[] = [];
      for (const read of await Promise.all(keys.map((key) => takenOne(key, { kind, currency })))) {
        if (!read.ok) return read;
        if (read.value !== null) found.push(read.value);
      }
      return { ok: true, value: found };
    },
    async findProfile(by, value) {
      if (!isId(value)) return { ok: false, why: 'gone', detail: 'no id' };
      if (by === 'profileId') return readCustomer(value);
      const read = await fetch(
        get(`/customervault/v1/profiles?merchantCustomerId=${encodeURIComponent(value)}`),
        wireProfile,
      );
      // Its HTTP status is not confirmed; the code is.
      if (!read.ok && read.detail.endsWith('7521')) return { ok: true, value: 'several' };
      return read.ok ? readCustomer(read.value.id) : read;
    },
  };
}

/** Settlements we know of, and the implicit one of a charge: it has the authorization's own id and a link names it. */
function settlementIds(auth: WireAuth, known: PaymentRecord | null): string[] {
  const linked = auth.links.filter(({ rel }) => rel === 'settlement').map(({ href }) => href.split('/').at(-1) ?? '');
  return [
    ...new Set([
      ...(known?.settlements.map(({ ref }) => ref) ?? []),
      ...linked,
      ...(auth.settleWithAuth ? [auth.id] : []),
    ]),
  ].filter((id) => id !== '');
}
