import { customer } from '../support/toy-provider.ts';
import type { Deed } from './bank.ts';
import type { Chance } from './chance.ts';
import { cardSaid, no, ok, type VaultCard } from './paysafe-objects.ts';
import type { PaysafeShelves } from './paysafe-shelves.ts';
import { makeShelf } from './shelf.ts';

/** A card that somebody typed in Paysafe's own fields, as the card window hands it on. `endsAt`: unix ms. */
export interface Typed {
  readonly token: string;
  readonly endsAt: number;
  readonly lastFour: string;
}

interface Profile {
  readonly id: string;
  readonly merchantCustomerId: string;
}

/** Paysafe's fields forget what was typed after so long (paysafe-card-entry, section 2). */
const tokenLivesMs = 15 * 60_000;
/** Somebody known elsewhere who has no profile yet. */
export const newcomer = customer('stripe:cus_newcomer', 'Odile Tremblay');

/** What happens at Paysafe when cards are typed and profiles made: tokens for one use, cards of the Vault, names that are taken. */
export interface PaysafeCounter {
  types(chance: Chance): Typed;
  /** the card that this token stands for while Paysafe knows it; `used` by a card that was kept */
  behind(token: string): Typed | null;
  keepCard(person: string, asked: { readonly ref: string; readonly token: string; readonly from: string }): Deed;
  keepAccount(person: string, asked: { readonly ref: string; readonly number: string; readonly from: string }): Deed;
  addProfile(merchantCustomerId: string, from: string): Deed;
  /** the profile with its cards, or the one of that name, as it was then; null: there is none */
  profile(id: string, at: number): object | null;
  named(merchantCustomerId: string, at: number): object | null;
  /** that this card or bank account was kept for that person at some time, by whomever */
  kept(person: string, lastDigits: string, bank: boolean): boolean;
  hasProfile(merchantCustomerId: string): boolean;
}

export function makePaysafeCounter(shelves: PaysafeShelves): PaysafeCounter {
  const { world, books, vault, deleted, newId } = shelves;
  const profiles = makeShelf<Profile>(world.now);
  const [typed, used]: [Typed[], Set<string>] = [[], new Set()];
  const known = (token: string): Typed | null => typed.find((one) => one.token === token) ?? null;
  const numbers = new Map<string, string>();
  const keptOf = (person: string, at: number, bank: boolean): VaultCard[] =>
    vault.allAsOf(at).filter((one) => one.person === person && one.bank === bank);
  const saidAt = (id: string, at: number, bank: boolean): object[] =>
    keptOf(id, at, bank).flatMap((one) => (one.removed ? [] : cardSaid(one)));

  const behind = (token: string): Typed | null => {
    const found = known(token);
    return found && !used.has(token) && found.endsAt > world.now() ? found : null;
  };

  return {
    behind,
    types(chance) {
      // Handed in once more by another dialog, or the same card typed again, which is another token.
      const last = typed.at(-1);
      if (last && chance.happens(0.15)) return last;
      const token = `SCtyped${String(typed.length).padStart(4, '0')}`;
      const one = { token, endsAt: world.now() + tokenLivesMs, lastFour: chance.pick(['1111', '1111', '0222']) };
      typed.push(one);
      return one;
    },
    keepCard(person, { ref, token, from }) {
      if (deleted.get(person)) return { answer: no(404, '5269') };
      const found = behind(token);
      if (!found) return { answer: no(404, '7514') };
      const { lastFour } = found;
      const same = keptOf(person, world.now(), false).find((one) => one.lastFour === lastFour && !one.removed);
      if (same) {
        const message = `Card number already in use - ${same.id}`;
        return { answer: { status: 400, headers: {}, body: JSON.stringify({ error: { code: '7503', message } }) } };
      }
      const card = { id: `kept-${newId()}`, person, bank: false, removed: false, fallback: false, lastFour, ref };
      return {
        answer: ok(cardSaid(card)),
        run() {
          used.add(token);
          vault.put(card.id, card);
          books.move({ name: ref, kind: 'save_card', target: person, amount: 0, from });
        },
      };
    },
    keepAccount(person, { ref, number, from }) {
      if (deleted.get(person)) return { answer: no(404, '5269') };
      const same = keptOf(person, world.now(), true).find((one) => numbers.get(one.id) === number && !one.removed);
      if (same) {
        const message = `Bank account already in use - ${same.id}`;
        return { answer: { status: 400, headers: {}, body: JSON.stringify({ error: { code: '7506', message } }) } };
      }
      const lastFour = number.slice(-2);
      const account = { id: `account-${newId()}`, person, bank: true, removed: false, fallback: false, lastFour, ref };
      return {
        answer: ok(cardSaid(account)),
        run() {
          numbers.set(account.id, number);
          vault.put(account.id, account);
          books.move({ name: ref, kind: 'save_bank_account', target: person, amount: 0, from });
        },
      };
    },
    addProfile(merchantCustomerId, from) {
      const there = profiles.get(merchantCustomerId);
      if (there) {
        const message = `The merchantCustomerId has already been used for another profile - ${there.id}`;
        return { answer: { status: 400, headers: {}, body: JSON.stringify({ error: { code: '7505', message } }) } };
      }
      const made = { id: `profile-${newId()}`, merchantCustomerId };
      return {
        answer: ok(made),
        run() {
          profiles.put(merchantCustomerId, made);
          const target = merchantCustomerId;
          books.move({ name: `profile ${target}`, kind: 'add_profile', target, amount: 0, from });
        },
      };
    },
    profile: (id, at) => ({ id, cards: saidAt(id, at, false), eftBankAccounts: saidAt(id, at, true) }),
    named: (name, at) => profiles.asOf(name, at) ?? null,
    kept: (person, digits, bank) => keptOf(person, world.now(), bank).some((one) => one.lastFour === digits),
    hasProfile: (name) => profiles.get(name) !== undefined,
  };
}
