import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { HouseLedger } from '../../../src-main/ledger/ledger.ts';
import type { TransactionEntry } from '../../../src-main/ledger/registry.ts';
import { grounds, titleOf, type Ground } from './ground.ts';

const transaction = (ref: string, change: Partial<TransactionEntry> = {}): TransactionEntry => ({
  ref,
  kind: 'auth',
  account: '1001',
  customerId: 'paysafe:p1',
  cardId: 'paysafe:c1',
  description: null,
  settlementRefs: [],
  at: 1,
  final: false,
  initial: false,
  lastReadAt: null,
  ...change,
});

for (const kind of grounds) {
  describe.skipIf(kind.why !== null)(titleOf('the house books', kind), () => {
    let ground: Ground;
    let ledger: HouseLedger;

    beforeEach(async () => {
      ground = await kind.make();
      ledger = await ground.open();
    });
    afterEach(() => ground.clear());

    test('settings keep what they were given, and nothing is not null', async () => {
      expect(await ledger.settings.get('house')).toBeUndefined();
      await ledger.settings.set('house', { house: 'Atelier Fleury', tipPercents: [15, 18] });
      await ledger.settings.set('house', { house: 'Salon Élise', tipPercents: [] });
      await ledger.settings.set('nothing', null);
      expect(await ledger.settings.get('house')).toEqual({ house: 'Salon Élise', tipPercents: [] });
      expect(await ledger.settings.get('nothing')).toBeNull();
      await expect(ledger.settings.set('house', undefined)).rejects.toThrow('nothing to keep');
    });

    test('profiles are read again in turn: never read first, then the longest ago', async () => {
      const profile = (ref: string, lastReadAt: number | null) => ({
        ref,
        merchantCustomerId: `m-${ref}`,
        addedAt: 1,
        lastReadAt,
      });
      for (const [ref, at] of [
        ['b', 20],
        ['a', 10],
        ['new', null],
        ['fresh', 90],
      ] as const) {
        await ledger.registry.putProfile(profile(ref, at));
      }
      const due = async (limit: number) =>
        (await ledger.registry.profiles({ olderThan: 50, limit })).map((entry) => entry.ref);
      expect(await due(10)).toEqual(['new', 'a', 'b']);
      expect(await due(1)).toEqual(['new']);
      await ledger.registry.putProfile(profile('new', 60));
      expect(await due(10)).toEqual(['a', 'b']);
      expect(await ledger.registry.profile('new')).toEqual(profile('new', 60));
      expect(await ledger.registry.profile('nobody')).toBeNull();
      expect(await ledger.registry.allProfiles()).toHaveLength(4);
    });

    test('transactions that may still change are read before those that are final', async () => {
      await ledger.registry.putTransaction(transaction('final', { final: true }));
      await ledger.registry.putTransaction(transaction('open-late', { lastReadAt: 20 }));
      await ledger.registry.putTransaction(transaction('open-early', { lastReadAt: 10 }));
      await ledger.registry.putTransaction(transaction('fresh', { lastReadAt: 90 }));
      const due = await ledger.registry.transactionsToRead({ olderThan: 50, limit: 10 });
      expect(due.map((entry) => entry.ref)).toEqual(['open-early', 'open-late', 'final']);
      const known = transaction('final', { settlementRefs: ['s1', 's2'], description: 'Soin', final: true });
      await ledger.registry.putTransaction(known);
      expect(await ledger.registry.transaction('final')).toEqual(known);
      expect(await ledger.registry.transaction('nobody')).toBeNull();
    });

    test('the first use of a card is found for its later uses, and only that one', async () => {
      await ledger.registry.putTransaction(transaction('later', { at: 3 }));
      expect(await ledger.registry.firstTransactionOf('paysafe:c1')).toBeNull();
      await ledger.registry.putTransaction(transaction('first', { at: 1, initial: true }));
      await ledger.registry.putTransaction(transaction('other', { at: 0, initial: true, cardId: 'paysafe:c2' }));
      expect(await ledger.registry.firstTransactionOf('paysafe:c1')).toBe('first');
    });

    test('linking joins the groups of two people, unlinking takes one out, a group of one is none', async () => {
      await ledger.links.link('stripe:a', 'paysafe:b', 'Maya', 1);
      await ledger.links.link('stripe:c', 'paysafe:d', 'Maya', 2);
      await ledger.links.link('paysafe:b', 'stripe:c', 'Noé', 3);
      const groups = async () => new Set((await ledger.links.all()).map((link) => link.groupId)).size;
      expect(await ledger.links.all()).toHaveLength(4);
      expect(await groups()).toBe(1);
      await ledger.links.unlink('stripe:a');
      await ledger.links.unlink('stripe:nobody');
      expect((await ledger.links.all()).map((link) => link.customerId)).toEqual(['paysafe:b', 'paysafe:d', 'stripe:c']);
      await ledger.links.unlink('paysafe:b');
      await ledger.links.unlink('paysafe:d');
      expect(await ledger.links.all()).toEqual([]);
    });

    test('who linked whom and when is kept', async () => {
      await ledger.links.link('stripe:a', 'paysafe:b', 'Maya', 7);
      expect(await ledger.links.all()).toMatchObject([
        { customerId: 'paysafe:b', by: 'Maya', at: 7 },
        { customerId: 'stripe:a', by: 'Maya', at: 7 },
      ]);
    });

    test('a card has the last name it was given, or none', async () => {
      await ledger.nicknames.set('stripe:c1', 'Bleue');
      await ledger.nicknames.set('stripe:c1', 'Carte de voyage');
      await ledger.nicknames.set('stripe:c2', 'Autre');
      await ledger.nicknames.set('stripe:c2', null);
      expect(await ledger.nicknames.all()).toEqual(new Map([['stripe:c1', 'Carte de voyage']]));
    });

    test('of a key only what staff may see is kept', async () => {
      const entry = {
        provider: 'stripe',
        mode: 'test',
        kind: 'restricted',
        lastFour: 'made-up-key-ending-wxyz',
        business: 'Salon Élise',
        accounts: [{ number: '1001', currency: 'CAD', kind: 'card' }],
        permissions: [{ name: 'customers', granted: 'yes' }],
        checkedAt: 5,
        addedBy: 'Maya',
        addedAt: 4,
      } as const;
      await ledger.keys.set(entry);
      await ledger.keys.set({ ...entry, checkedAt: 6 });
      expect(await ledger.keys.get('stripe', 'test')).toEqual({ ...entry, lastFour: 'wxyz', checkedAt: 6 });
      expect(await ledger.keys.get('stripe', 'live')).toBeNull();
      expect(await ledger.keys.all()).toHaveLength(1);
      await ledger.keys.forget('stripe', 'test');
      expect(await ledger.keys.get('stripe', 'test')).toBeNull();
    });
  });
}
