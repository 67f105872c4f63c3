import { Buffer } from 'node:buffer';
import type { SandboxClock } from '../core/clock.ts';
import type { PaysafeSandboxAccount, SandboxKeys } from '../core/keys.ts';
import { makeCardNumber } from '../paysafe/card-number.ts';
import type { PaysafeSandbox } from '../paysafe/paysafe.ts';
import type { CardPlan, Person } from './person.ts';
import { nameOf } from './person.ts';
import type { RegistryBook } from './registry.ts';
import { textIn } from './reply.ts';
import type { SavedCard, Sold, Till } from './till.ts';

export interface PaysafeTill extends Till {
  /** A bank account for debits; the profile needs an address, which it gets. */
  addBank(person: Person, profile: string, account: { readonly serial: number }): BankAccount;
  debit(bank: BankAccount, amount: number): void;
}

export interface BankAccount {
  readonly profile: string;
  readonly id: string;
  readonly token: string;
}

export function makePaysafeTill(parts: {
  readonly paysafe: Pick<PaysafeSandbox, 'answer' | 'setCardBehaviour'>;
  readonly clock: SandboxClock;
  readonly keys: Pick<SandboxKeys, 'paysafeKey' | 'paysafeAccounts'>;
  readonly registry: RegistryBook;
}): PaysafeTill {
  const { paysafe, registry } = parts;
  const { username, password, singleUseUsername, singleUsePassword } = parts.keys.paysafeKey;
  const server = basic(username, password);
  const cardPage = basic(singleUseUsername, singleUsePassword);
  const cards = accountOf(parts.keys.paysafeAccounts, 'card');
  const eft = accountOf(parts.keys.paysafeAccounts, 'eft');
  /** Card id → the transaction that first used it. */
  const firsts = new Map<string, string>();
  let counter = 0;
  let members = 0;

  const reference = (): string => `FL-${String((counter += 1)).padStart(6, '0')}`;

  function send(method: string, path: string, body: unknown, key = server): { status: number; body: string } {
    const headers = { authorization: key, 'content-type': 'application/json' };
    return paysafe.answer({ method, path, query: '', headers, body: body === undefined ? '' : JSON.stringify(body) });
  }

  function done(method: string, path: string, body?: unknown, key = server): string {
    const reply = send(method, path, body, key);
    if (reply.status > 201) throw new Error(`The demo house, ${method} ${path}: ${reply.body}`);
    return reply.body;
  }

  const cardPayments = (path: string, body: Readonly<Record<string, unknown>>): string =>
    textIn(done('POST', `/cardpayments/v1/accounts/${cards}${path}`, { merchantRefNum: reference(), ...body }), 'id');

  /** undefined = declined. The first use of a card carries its security code; later ones name the first. */
  function authorize(card: SavedCard, { amount, description }: Sold, settleWithAuth: boolean): string | undefined {
    const first = firsts.get(card.id);
    const reply = send('POST', `/cardpayments/v1/accounts/${cards}/auths`, {
      merchantRefNum: reference(),
      amount,
      settleWithAuth,
      ...(settleWithAuth ? {} : { preAuth: true }),
      card: { paymentToken: card.token, ...(first === undefined ? { cvv: '111' } : {}) },
      description,
      storedCredential:
        first === undefined
          ? { type: 'ADHOC', occurrence: 'INITIAL' }
          : { type: 'TOPUP', occurrence: 'SUBSEQUENT', initialTransactionId: first },
    });
    if (reply.status === 402) return undefined;
    if (reply.status !== 200) throw new Error(`The demo house, a card of ${nameOf(card.person)}: ${reply.body}`);
    const id = textIn(reply.body, 'id');
    if (first === undefined) firsts.set(card.id, id);
    registry.transaction({
      ref: id,
      kind: 'auth',
      account: cards,
      profileRef: card.customer,
      instrumentRef: card.id,
      description,
      settlementRefs: settleWithAuth ? [id] : [],
      at: parts.clock.now(),
      initial: first === undefined,
    });
    return id;
  }

  return {
    addCustomer(person: Person) {
      members += 1;
      const merchantCustomerId = `fleury-${String(members).padStart(4, '0')}`;
      const body = done('POST', '/customervault/v1/profiles', {
        merchantCustomerId,
        locale: person.locale === 'fr' ? 'fr_CA' : 'en_US',
        firstName: person.firstName,
        lastName: person.lastName,
        phone: person.phone,
        ...(person.email === null ? {} : { email: person.email }),
      });
      const profile = textIn(body, 'id');
      registry.profile(profile, merchantCustomerId);
      return profile;
    },
    saveCard(person: Person, customer: string, plan: CardPlan): SavedCard {
      counter += 1;
      const typed = {
        holderName: nameOf(person),
        cardNum: makeCardNumber({ brand: plan.brand, lastFour: plan.lastFour, serial: counter }),
        cardExpiry: plan.expiry,
        cvv: '111',
        billingAddress: {
          street: '4210 rue Saint-Denis',
          city: 'Montréal',
          state: 'QC',
          country: 'CA',
          zip: 'H2J 2K8',
        },
      };
      const once = done('POST', '/customervault/v1/singleusetokens', { card: typed }, cardPage);
      const singleUseToken = textIn(once, 'paymentToken');
      cardPayments('/verifications', { card: { paymentToken: singleUseToken } });
      const saved = done('POST', `/customervault/v1/profiles/${customer}/cards`, {
        singleUseToken,
        ...(plan.nickname === null ? {} : { nickName: plan.nickname }),
      });
      const id = textIn(saved, 'id');
      if (plan.manner !== 'works') paysafe.setCardBehaviour(id, { kind: 'declines', code: '3022' });
      return { plan, person, customer, id, token: textIn(saved, 'paymentToken') };
    },
    removeCard: (card) => void done('DELETE', `/customervault/v1/profiles/${card.customer}/cards/${card.id}`),
    charge: (card, sold) => authorize(card, sold, true),
    hold(card, sold) {
      const hold = authorize(card, sold, false);
      if (hold === undefined) throw new Error(`The hold on the card of ${nameOf(card.person)} was declined.`);
      return hold;
    },
    capture(hold, amount) {
      const settlement = cardPayments(`/auths/${hold}/settlements`, amount === undefined ? {} : { amount });
      registry.settlement(hold, settlement);
      // The desk gives back what it does not capture; Stripe does that by itself.
      if (amount !== undefined) cardPayments(`/auths/${hold}/voidauths`, {});
      return settlement;
    },
    release: (hold) => void cardPayments(`/auths/${hold}/voidauths`, {}),
    refund: (taken, amount) =>
      void cardPayments(`/settlements/${taken}/refunds`, amount === undefined ? {} : { amount }),
    whileDeclined(card, work) {
      paysafe.setCardBehaviour(card.id, { kind: 'declines', code: '3009' });
      work();
      paysafe.setCardBehaviour(card.id, undefined);
    },
    addBank(person, profile, { serial }) {
      const billingAddressId = textIn(
        done('POST', `/customervault/v1/profiles/${profile}/addresses`, {
          street: '2255 avenue du Mont-Royal Est',
          city: 'Montréal',
          state: 'QC',
          country: 'CA',
          zip: 'H2H 1K2',
        }),
        'id',
      );
      const body = done('POST', `/customervault/v1/profiles/${profile}/eftbankaccounts`, {
        accountHolderName: nameOf(person).slice(0, 30),
        billingAddressId,
        accountNumber: String(7_310_000 + serial * 37),
        transitNumber: String(10_011 + serial * 40).padStart(5, '0'),
        institutionId: serial % 3 === 0 ? '815' : serial % 3 === 1 ? '006' : '001',
      });
      return { profile, id: textIn(body, 'id'), token: textIn(body, 'paymentToken') };
    },
    debit(bank, amount) {
      const body = done('POST', `/directdebit/v1/accounts/${eft}/purchases`, {
        merchantRefNum: reference(),
        amount,
        eft: { paymentToken: bank.token, paymentDescriptor: 'ATELIER FLEURY' },
      });
      registry.transaction({
        ref: textIn(body, 'id'),
        kind: 'purchase',
        account: eft,
        profileRef: bank.profile,
        instrumentRef: bank.id,
        description: null,
        settlementRefs: [],
        at: parts.clock.now(),
        initial: false,
      });
    },
  };
}

function basic(user: string, password: string): string {
  return `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
}

function accountOf(accounts: readonly PaysafeSandboxAccount[], kind: PaysafeSandboxAccount['kind']): string {
  const found = accounts.find((account) => account.kind === kind && account.currency === 'CAD');
  if (found === undefined) throw new Error(`The sandbox has no Canadian ${kind} account.`);
  return found.number;
}
