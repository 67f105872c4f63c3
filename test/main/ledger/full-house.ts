import type { HouseLedger } from '../../../src-main/ledger/ledger.ts';
import { decidedBy, newApproval } from './new-approval.ts';
import { newLink } from './new-link.ts';
import { newHoldRun } from './new-hold-run.ts';
import { newRun } from './new-run.ts';
import { auditOf, doneState, newCapture, newCharge, newHold, unknownState, written } from './ground.ts';

/** Puts something in every table, as a house with both providers has it, orders in several states included. */
export async function fillHouse(ledger: HouseLedger, orders = 6): Promise<void> {
  await fillBooks(ledger);
  await fillBill(ledger);
  await fillMissed(ledger);
  await fillClosing(ledger);
  await fillGivenBack(ledger);
  await fillPayoutMatches(ledger);
  await fillStatements(ledger);
  await fillPayers(ledger);
  await fillPages(ledger);
  await fillApprovals(ledger);
  await fillDay(ledger);
  await ledger.billRuns.start(newRun(2), auditOf('run_started'));
  await fillHolds(ledger);
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

/** A bill with a deposit and a charge of it, and two consents of its card, one of them withdrawn. */
async function fillBill({ bills, consents, operations }: HouseLedger): Promise<void> {
  const visit = { day: '2026-11-20', time: '10:00', service: 'Coloration', withWhom: 'Noé' };
  const total = 12_000;
  await bills.add({
    id: 'bill-1',
    code: 'B-AAAA',
    customerId: 'stripe:a',
    customerName: 'Odile Fortin',
    visit,
    lines: [{ what: 'Coloration', amount: total }],
    total,
    tax: null,
    currency: 'CAD',
    source: 'csv',
    sourceRef: 'line-1',
    note: null,
    cancelled: null,
    createdAt: 3,
    createdBy: 'Maya',
    version: 1,
  });
  const credit = { kind: 'provider', amount: 3000, paymentId: 'stripe:py-1', note: null, by: 'Maya', at: 4 } as const;
  await bills.credit('bill-1', { id: 'credit-1', ...credit });
  const words = { title: 'Solde', body: 'Le salon peut débiter le solde.', by: 'Maya', at: 4 };
  await consents.addText({ id: 'text-1', language: 'fr', ...words });
  const agreed = { cardId: 'stripe:card-1', customerId: 'stripe:a', purposes: ['balance'], textId: 'text-1' } as const;
  const given = { textVersion: 1, language: 'fr', shown: words.body, channel: 'verbal', witness: 'Noé' } as const;
  const caps = { capEach: 15_000, capTotal: null, currency: 'CAD', endsAt: null, scanId: null } as const;
  const by = { at: 5, staffId: 'staff-1', staffName: 'Maya', desk: 'Accueil 1', withdrawn: null, version: 1 } as const;
  await consents.add({ id: 'consent-1', ...agreed, ...given, ...caps, ...by });
  // Larger than one part of it.
  const scan = { id: 'scan-1', name: 'accord.pdf', kind: 'pdf', bytes: Buffer.alloc(150_000, '%PDF-') } as const;
  await consents.add({ id: 'consent-2', ...agreed, ...given, ...caps, ...by, channel: 'paper', scanId: scan.id }, scan);
  await consents.withdraw('consent-1', { at: 6, by: 'Maya', reason: null });
  const charge = newCharge();
  if (charge.plan.kind !== 'charge') throw new Error('not a charge');
  const cause = { purpose: 'balance', billId: 'bill-1', consentId: 'consent-2' } as const;
  await operations.open({ ...charge, plan: { ...charge.plan, cause } }, written, auditOf());
}

/** Part of a deposit was given back elsewhere, and counted until that was taken back. */
async function fillGivenBack({ givenBack }: HouseLedger): Promise<void> {
  const seen = { billId: 'bill-2', operations: 0, credits: 0, decisions: 0 };
  const whose = { billId: 'bill-2', paymentId: 'stripe:py-2', choice: 'counted', amount: 700, at: 9 } as const;
  await givenBack.decide({ ...whose, by: 'Maya' }, seen, auditOf('given_back_counted'));
  const [first] = (await givenBack.ofBills(['bill-2'])).get('bill-2') ?? [];
  if (!first) throw new Error('nothing was decided');
  const back = { ...whose, id: first.id, by: 'Noé', at: 10 };
  await givenBack.undo(back, { ...seen, decisions: 1 }, auditOf('given_back_undone'));
}

/** A visit that was missed, whose fee was let go afterwards. */
async function fillMissed({ bills, missed }: HouseLedger): Promise<void> {
  const bill = await bills.byId('bill-1');
  if (!bill) throw new Error('there is no bill');
  const noted = { kind: 'no_show', fee: 4000, ruled: 4000, reason: null, stepIn: null, at: 8, by: 'Maya' } as const;
  const asked = await missed.note(bill, { ...noted, outcome: 'fee' });
  if (!asked) throw new Error('somebody changed the bill');
  await missed.note(asked, { ...noted, outcome: 'waived', fee: 0, reason: 'Malade', at: 9 });
}

/** A bill that was closed at the desk, and opened again. */
async function fillClosing({ bills, closings }: HouseLedger): Promise<void> {
  const bill = await bills.byId('bill-1');
  if (!bill) throw new Error('there is no bill');
  await closings.close(bill, { by: 'Noé', at: 9 }, auditOf('bill_closed'));
  await closings.reopen(bill, { by: 'Maya', at: 10 }, auditOf('bill_reopened'));
}

/** Holds captured together, what is meant to be done with one, a note on it, and a view of their list. */
async function fillHolds({ holdRuns, holdWords }: HouseLedger): Promise<void> {
  await holdRuns.start(newHoldRun(2), auditOf('hold_run_started'));
  const by = { staffId: 'staff-1', staffName: 'Maya', at: 8 };
  const plan = { holdId: 'stripe:h1', plan: 'capture', dueDay: '2026-11-22', version: 0 } as const;
  await holdWords.plan({ ...plan, ...by }, auditOf('hold_planned'));
  await holdWords.note({ id: 'note-1', holdId: 'stripe:h1', text: 'Rappeler', ...by }, auditOf('hold_noted'));
  const question = { filter: 'today', provider: null } as const;
  await holdWords.saveView(
    { id: 'view-1', name: 'Chaque matin', question, currency: null, ...by },
    auditOf('hold_view_saved'),
  );
}

/** A card that paid for somebody else until it was taken back. */
async function fillPayers({ payers }: HouseLedger): Promise<void> {
  const whose = { cardId: 'stripe:c1', ownerId: 'stripe:a', ownerName: 'Odile Fortin' };
  const whom = { customerId: 'paysafe:p2', customerName: 'Zoé Fortin', endsAt: null, how: 'Au téléphone' };
  await payers.add({ id: 'payer-1', ...whose, ...whom, at: 8, by: 'Maya', revoked: null, version: 1 });
  await payers.revoke('payer-1', { at: 9, by: 'Maya', reason: null });
}

/** A list of captures that somebody approved, and one that still waits. */
async function fillApprovals({ approvals }: HouseLedger): Promise<void> {
  const audit = auditOf('approval_prepared');
  const first = newApproval('approval-1', ['w1', 'w2']);
  await approvals.prepare(first, { prepared: audit, replaced: () => auditOf('approval_replaced') });
  await approvals.decide(first.approval, { ...decidedBy(), state: 'approved' }, audit);
  await approvals.prepare(newApproval('approval-2', ['w3']), {
    prepared: audit,
    replaced: () => auditOf('approval_replaced'),
  });
}

/** A day that was handed over and closed. */
async function fillDay({ dayEnds }: HouseLedger): Promise<void> {
  const day = { day: '2026-11-20', mark: '6-9', totals: [], counts: { orders: 6, moved: 2, open: 1, damaged: 0 } };
  const by = { by: 'Maya', staffId: 'staff-1', desk: 'Accueil 1', open: ['CPT-7F3K-04PZ'], openCount: 1, fees: null };
  const over = { kind: 'handed_over', to: 'Noé', toId: 'staff-2', note: null, at: 10 } as const;
  await dayEnds.add({ ...day, ...by, ...over, id: '2026-11-20/over/1' }, auditOf('day_handed'));
  const closed = { kind: 'closed', to: null, toId: null, note: 'À comparer', at: 11 } as const;
  await dayEnds.add({ ...day, ...by, ...closed, id: '2026-11-20/1' }, auditOf('day_closed'));
}

/** A page that paid a deposit of the bill, and one that is still open. */
async function fillPages({ pageLinks }: HouseLedger): Promise<void> {
  const paid = newLink({ id: 'link-1', ticket: 'ticket-page-1', billId: 'bill-1' });
  const added = await pageLinks.add(paid, { trail: written, audit: auditOf('link_payment'), seen: null });
  if (!('added' in added)) throw new Error('another page stands in the way');
  const result = {
    moved: { amount: 1500, currency: 'CAD' },
    paymentRef: 'pi-page',
    customerRef: 'a',
    cardRef: 'card-9',
  };
  const state = { name: 'completed', at: 7, card: null, saved: true, ...result } as const;
  const step = { sessionRef: 'cs-1', state, trail: written };
  const credit = { id: 'credit-page', amount: 1500, paymentId: 'stripe:pi-page', note: null };
  const consent = { id: 'consent-page', cardId: 'stripe:card-9', customerId: 'stripe:a' };
  await pageLinks.advance({ link: added.added, step, at: 7, audit: null, credit, consent });
  const open = newLink({ id: 'link-2', ticket: 'ticket-page-2', billId: null });
  await pageLinks.add(open, { trail: written, audit: auditOf('link_payment'), seen: null });
}

/** A line of a payout that was explained, and one that was explained wrongly. */
async function fillPayoutMatches({ payoutMatches }: HouseLedger): Promise<void> {
  const match = { lineId: 'stripe:txn_1', amount: 2500, currency: 'CAD', by: 'Maya', at: 8 };
  const line = auditOf('payout_explained');
  await payoutMatches.explain({ match, reason: 'Carte-cadeau', turn: 0, statementLine: null }, line);
  const [wrong] = (await payoutMatches.ofLines(['stripe:txn_1'])).get('stripe:txn_1') ?? [];
  if (!wrong) throw new Error('it was not explained');
  await payoutMatches.undo({ match: wrong, by: 'Maya', at: 9, turn: 1 }, null, auditOf('payout_undone'));
}

/** A statement with two movements, and one that was brought in wrongly. */
async function fillStatements({ statements }: HouseLedger): Promise<void> {
  const whose = { provider: 'paysafe', fileName: 'relevé novembre.csv', by: 'Maya', at: 8 } as const;
  const facts = { day: '2026-11-20', kind: 'payment', amount: 2500, fee: 90, currency: 'CAD' } as const;
  const names = { ref: '7f0c', merchantRef: null, payout: 'D1', description: 'Carte-cadeau' };
  await statements.begin({ ...whose, id: 'statement-1' }, auditOf('statement_brought'));
  await statements.add('statement-1', [
    { id: 'line-a', place: 2, ...facts, ...names },
    { id: 'line-b', place: 3, ...facts, ...names, fee: null },
  ]);
  await statements.begin({ ...whose, id: 'statement-2' }, auditOf('statement_brought'));
  const back = { id: 'statement-2', by: 'Maya', at: 9, lineIdOf: (id: string) => `paysafe:${id}` };
  await statements.withdraw(back, auditOf('statement_withdrawn'));
}

async function fillBooks({
  staff,
  settings,
  registry,
  links,
  nicknames,
  keys,
  cardEvents,
  lapsedHolds,
  missedCaptures,
  audit,
}: HouseLedger): Promise<void> {
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
  const face = {
    kind: 'card',
    brand: 'visa',
    lastFour: '1881',
    nickname: null,
    expiry: { month: 3, year: 2027 },
  } as const;
  const event = { customerId: 'stripe:a', card: face, desk: 'Accueil 1', at: 7 } as const;
  await cardEvents.add([
    { ...event, id: 'stripe:c1 1881 4242', cardId: 'stripe:c1', kind: 'replaced', now: { ...face, lastFour: '4242' } },
    { ...event, id: 'stripe:c2 gone', cardId: 'stripe:c2', kind: 'removed', now: null },
  ]);
  for (const holdId of ['stripe:pi_lapsed', 'stripe:pi_gone'])
    await lapsedHolds.note(
      { holdId, amount: 8_000, currency: 'CAD', lapsedAt: 6, notedAt: 8, desk: 'Accueil 1' },
      auditOf('hold_lapsed', { outcome: 'done', detail: { amount: 8_000, currency: 'CAD' } }),
    );
  for (const holdId of ['stripe:pi_lapsed', 'stripe:pi_gone'])
    await missedCaptures.note(
      {
        ...{ holdId, dueAt: 5, customerName: 'Élise Roy', provider: 'stripe', amount: 8_000, currency: 'CAD' },
        ...{ why: 'not_running', notedAt: 8, desk: 'Accueil 1' },
      },
      auditOf('capture_missed', { outcome: 'failed', detail: { amount: 8_000, currency: 'CAD' } }),
    );
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
