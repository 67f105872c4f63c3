import type { CustomerRead, ProviderLookUps, Read } from '../../../src-main/payments/ports.ts';
import type { CardRecord, CustomerRecord, PaymentRecord } from '../../../src-main/payments/records.ts';
import type { Due, RegistryProfile, RegistryTransaction, SyncRegistry } from '../../../src-main/sync/ports.ts';
import { cardOf, customerOf, paymentOf } from '../mirror/rows-of-a-house.ts';

type Trouble = Extract<Read<never>, { ok: false }>;

/** Paysafe on paper: everything by id, nothing as a list. */
export class PaperPaysafe implements ProviderLookUps {
  readonly provider = 'paysafe';
  readonly profiles = new Map<string, CustomerRecord>();
  readonly cards = new Map<string, CardRecord[]>();
  readonly payments = new Map<string, PaymentRecord>();
  /** what was asked about, in order */
  readonly asked: string[] = [];
  readonly shown: (PaymentRecord | null)[] = [];
  trouble: (ref: string) => Trouble['why'] | null = () => null;
  readonly #now: () => number;

  constructor(now: () => number) {
    this.#now = now;
  }

  addProfile(ref: string, given: Partial<CustomerRecord> = {}): void {
    this.profiles.set(ref, customerOf(`paysafe:${ref}`, given));
    this.cards.set(ref, [cardOf(`paysafe:card-${ref}`, `paysafe:${ref}`)]);
  }
  addPayment(ref: string, given: Partial<PaymentRecord> = {}): void {
    this.payments.set(ref, paymentOf(`paysafe:${ref}`, null, { account: '1002', ...given }));
  }

  readCustomer(ref: string): Promise<Read<CustomerRead>> {
    return this.#answer(ref, () => this.#profile(ref));
  }
  readPayment(ref: string, known: PaymentRecord | null): Promise<Read<PaymentRecord>> {
    this.shown.push(known);
    return this.#answer(ref, () => {
      const payment = this.payments.get(ref);
      if (!payment) return no('gone');
      return { ok: true, value: { ...payment, customerId: known?.customerId ?? null, readAt: this.#now() } };
    });
  }
  findProfile(by: 'profileId' | 'merchantCustomerId', value: string): Promise<Read<CustomerRead | 'several'>> {
    return this.#answer<CustomerRead | 'several'>(value, () => {
      if (by === 'profileId') return this.#profile(value);
      const found = [...this.profiles.values()].filter(({ externalId }) => externalId === value);
      if (found.length > 1) return { ok: true, value: 'several' };
      return this.#profile(found[0]?.ref ?? '');
    });
  }

  #profile(ref: string): Read<CustomerRead> {
    const customer = this.profiles.get(ref);
    if (!customer) return no('gone');
    const cards = (this.cards.get(ref) ?? []).map((card) => ({ ...card, readAt: this.#now() }));
    return { ok: true, value: { customer: { ...customer, readAt: this.#now() }, cards } };
  }
  async #answer<T>(ref: string, answer: () => Read<T>): Promise<Read<T>> {
    this.asked.push(ref);
    await new Promise(setImmediate);
    const why = this.trouble(ref);
    return why ? no(why) : answer();
  }
}

/** The ledger's registry, in memory. */
export class PaperRegistry implements SyncRegistry {
  readonly profilesByRef = new Map<string, RegistryProfile>();
  readonly transactionsByRef = new Map<string, RegistryTransaction>();

  add(ref: string, given: Partial<RegistryProfile> = {}): void {
    this.profilesByRef.set(ref, { ref, merchantCustomerId: null, addedAt: 1, lastReadAt: null, ...given });
  }
  addTransaction(ref: string, given: Partial<RegistryTransaction> = {}): void {
    this.transactionsByRef.set(ref, {
      ref,
      kind: 'auth',
      account: '1002',
      customerId: null,
      cardId: null,
      description: null,
      settlementRefs: [],
      at: 1,
      final: false,
      initial: false,
      lastReadAt: null,
      ...given,
    });
  }

  allProfiles = () => Promise.resolve([...this.profilesByRef.values()]);
  allTransactions = () => Promise.resolve([...this.transactionsByRef.values()]);
  profile = (ref: string) => Promise.resolve(this.profilesByRef.get(ref) ?? null);
  profiles = ({ olderThan, limit }: Due) =>
    Promise.resolve(
      [...this.profilesByRef.values()]
        .filter(({ lastReadAt }) => lastReadAt === null || lastReadAt < olderThan)
        .toSorted((a, b) => (a.lastReadAt ?? 0) - (b.lastReadAt ?? 0))
        .slice(0, limit),
    );
  putProfile = (profile: RegistryProfile) => {
    this.profilesByRef.set(profile.ref, profile);
    return Promise.resolve();
  };
  transaction = (ref: string) => Promise.resolve(this.transactionsByRef.get(ref) ?? null);
  transactionsToRead = ({ olderThan, limit }: Due) =>
    Promise.resolve(
      [...this.transactionsByRef.values()]
        .filter(({ lastReadAt }) => lastReadAt === null || lastReadAt < olderThan)
        .toSorted((a, b) => Number(a.final) - Number(b.final) || (a.lastReadAt ?? 0) - (b.lastReadAt ?? 0))
        .slice(0, limit),
    );
  putTransaction = (transaction: RegistryTransaction) => {
    this.transactionsByRef.set(transaction.ref, transaction);
    return Promise.resolve();
  };
}

function no(why: Trouble['why']): Trouble {
  return { ok: false, why, detail: `paper: ${why}` };
}
