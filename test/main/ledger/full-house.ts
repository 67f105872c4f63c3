import type { HouseLedger } from '../../../src-main/ledger/ledger.ts';
import { auditOf, doneState, newCapture, newCharge, newHold, unknownState, written } from './ground.ts';

/** Puts something in every table, as a house with both providers has it, orders in several states included. */
export async function fillHouse(ledger: HouseLedger, orders = 6): Promise<void> {
  await fillBooks(ledger);
  for (let index = 0; index < orders; index += 1) {
    const given =
      index % 3 === 0 ? newCharge() : index % 3 === 1 ? newHold(`cpt-held-${index}`) : newCapture(`h${index}`);
    await order(ledger, given, index % 4);
  }
}

async function order(ledger: HouseLedger, given: ReturnType<typeof newCharge>, end: number): Promise<void> {
  const detail = { operation: given.id, provider: given.provider, customer: given.customerName, amount: 8000 };
  const opened = await ledger.operations.open(given, written, auditOf(given.kind, { detail }));
  if (!('opened' in opened)) throw new Error('the target was taken');
  const step = { operation: opened.opened, trail: written, followUp: null, at: 2 };
  if (end === 1) await ledger.operations.advance({ ...step, state: unknownState(), audit: null });
  if (end < 2) return;
  const followUp =
    end === 3 ? newCapture(`rest-${given.id}`, { group: given.group, follows: given.id, ticket: null }) : null;
  await ledger.operations.advance({
    ...step,
    trail: followUp
      ? [{ at: 2, what: 'follow_up', detail: { kind: followUp.kind, operationId: followUp.id } }]
      : written,
    state: doneState(),
    audit: auditOf(given.kind, { outcome: 'done', detail: { ...detail, state: 'done' } }),
    followUp,
  });
}

async function fillBooks({ staff, settings, registry, links, nicknames, keys, audit }: HouseLedger): Promise<void> {
  const person = { active: true, wrongTries: 0, lockedUntil: null, pinHash: 'made-up hash', createdAt: 1 };
  await staff.add({ ...person, id: 'staff-1', name: 'Maya', role: 'owner' });
  await staff.add({ ...person, id: 'staff-2', name: 'Noé', role: 'front_desk' });
  await audit.write(auditOf('staff_added', { outcome: 'done', detail: { name: 'Noé', role: 'front_desk' } }));
  await settings.set('house', { house: 'Salon Élise', currency: 'CAD', tipPercents: [15, 18, 20] });
  await settings.set('demo.pins', {});
  for (const ref of ['p1', 'p2']) {
    await registry.putProfile({ ref, merchantCustomerId: `m-${ref}`, addedAt: 1, lastReadAt: null });
    await registry.putTransaction({
      ref: `t-${ref}`,
      kind: 'auth',
      account: '1001',
      customerId: `paysafe:${ref}`,
      cardId: `paysafe:c-${ref}`,
      description: 'Soin du visage',
      settlementRefs: ['s1'],
      at: 5,
      final: false,
      initial: true,
      lastReadAt: 6,
    });
  }
  await links.link('stripe:a', 'paysafe:p1', 'Maya', 3);
  await nicknames.set('stripe:c1', 'Carte de voyage');
  await nicknames.set('stripe:c2', 'Bleue');
  for (const mode of ['test', 'live'] as const) {
    await keys.set({
      provider: 'stripe',
      mode,
      kind: 'restricted',
      lastFour: 'wxyz',
      business: 'Salon Élise',
      accounts: [],
      permissions: [{ name: 'customers', granted: 'yes' }],
      checkedAt: 5,
      addedBy: 'Maya',
      addedAt: 4,
    });
  }
}
