import * as v from 'valibot';
import type { PaysafeAccount } from '../../contract/provider.ts';
import type { Clock, CustomerRead, ProviderLookUps, Read, Sender } from '../../payments/ports.ts';
import type { PaymentRecord } from '../../payments/records.ts';
import { isBankAccount } from './orders.ts';
import { cardPayments, directDebit, get, isId, segment, vaultProfile } from './paths.ts';
import { makeReading } from './reading.ts';
import { authRecord, customerRecord, instrumentRecords, purchaseRecord, type Known } from './records.ts';
import { wireAuth, wireProfile, wirePurchase, wireSettlement, type WireAuth, type WireSettlement } from './wire.ts';

interface LookUpParts {
  readonly sender: Pick<Sender, 'send'>;
  readonly clock: Clock;
  accounts(): readonly PaysafeAccount[];
}

const everything = 'cards,addresses,achbankaccounts,eftbankaccounts,bacsbankaccounts,sepabankaccounts';

/** Reading at Paysafe, one thing at a time: it lists neither customers nor authorizations. */
export function makePaysafeLookUps(
  parts: LookUpParts,
): ProviderLookUps & { readCard(path: string): Promise<Read<Record<string, unknown>>> } {
  const fetch = makeReading(parts.sender);

  async function readCustomer(ref: string): Promise<Read<CustomerRead>> {
    const read = await fetch(get(`${vaultProfile(ref)}?fields=${everything}`), wireProfile);
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
      const purchase = await fetch(get(`${directDebit(account)}/purchases/${segment(ref)}`), wirePurchase);
      return purchase.ok ? { ok: true, value: purchaseRecord(purchase.value, about, parts.clock.now()) } : purchase;
    }
    const auth = await fetch(get(`${cardPayments(account)}/auths/${segment(ref)}`), wireAuth);
    if (!auth.ok) return auth;
    const settlements: WireSettlement[] = [];
    for (const id of settlementIds(auth.value, known)) {
      const settlement = await fetch(get(`${cardPayments(account)}/settlements/${segment(id)}`), wireSettlement);
      if (settlement.ok) settlements.push(settlement.value);
      // A settlement that cannot be read now makes the whole row unsure: better no news than a wrong sum.
      else if (settlement.why !== 'gone') return settlement;
    }
    return { ok: true, value: authRecord(auth.value, settlements, about, parts.clock.now()) };
  }

  return {
    provider: 'paysafe',
    readCustomer,
    readPayment,
    readCard: (path) => fetch(get(path), v.record(v.string(), v.unknown())),
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
