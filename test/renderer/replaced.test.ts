import { describe, expect, it } from 'vitest';
import type { OperationState, OperationView } from '../../src-main/contract/operation.ts';
import { outcomeSentence } from '../../src-renderer/wording/sentences.ts';

// What staff read of a hold that is replaced: what is held now, and whether anything is.
const card = { kind: 'card', brand: 'visa', lastFour: '4242', nickname: null } as const;
const step = (kind: 'hold' | 'release', state: OperationState, more: Partial<OperationView> = {}): OperationView => ({
  ...{ id: `op-${kind}`, group: 'op-1', follows: null, kind, provider: 'stripe', state, tip: null, note: null, card },
  ...{
    amount: { amount: kind === 'hold' ? 7_500 : 8_000, currency: 'CAD' },
    customerId: 'stripe:a',
    targetId: 'stripe:pi_1',
  },
  ...{ customerName: 'Zoë', receiptEmail: null, code: 'CPT-1', staffId: 's', staffName: 'Sylvie', desk: 'Front' },
  ...{ createdAt: 1, updatedAt: 1 },
  ...more,
});
const done: OperationState = { name: 'done', at: 1, reference: 'pi_2', moved: {} };
const byHand: OperationState = { ...done, reference: '' };
const no: OperationState = { name: 'declined', at: 1, code: 'insufficient_funds', advice: null, reference: null };
const notSent: OperationState = { name: 'not_done', at: 1, why: 'too_late' };
const open: OperationState = { name: 'open' };
function said(first: OperationView, second: OperationView | null, language: 'en' | 'fr' = 'en'): string {
  const group = second ? [first, { ...second, follows: first.id }] : [first];
  return outcomeSentence(first, group, { language, timeZone: 'UTC', now: 1 }).replace(/\u00a0/g, ' ');
}
const newFirst = (state: OperationState): OperationView => step('hold', state, { replacing: 'new' });
const releaseFirst = (state: OperationState): OperationView => step('release', state, { replacing: 'release' });

describe('a hold that is replaced, the new one first', () => {
  it('is one hold in the end, two until the old one is released, and says so when that one could not be', () => {
    expect(said(newFirst(done), step('release', done))).toContain('The old hold of $80.00 is released. Nothing taken.');
    expect(said(newFirst(done), step('release', open))).toContain('until then both are held');
    expect(said(newFirst(done), null)).toContain('until then both are held');
    expect(said(newFirst(done), step('release', notSent))).toContain('Both may be held.');
    expect(said(newFirst(done), step('release', notSent), 'fr')).toContain('Les deux sont peut-être bloquées.');
  });

  it('leaves the old one as it was when the bank says no', () => {
    expect(said(newFirst(no), null)).toMatch(/The old hold stays as it was\.$/);
    expect(said(newFirst(no), null, 'fr')).toMatch(/L’ancienne préautorisation reste comme elle était\.$/);
  });
});

describe('a hold that is replaced, the old one released first', () => {
  it('says loudly when nothing is held any more, whyever the new one was not placed', () => {
    expect(said(releaseFirst(done), step('hold', done))).toMatch(/^\$75\.00 held on .*Nothing taken\.$/);
    expect(said(releaseFirst(done), step('hold', open))).toContain('The new one is being placed.');
    for (const state of [no, notSent])
      expect(said(releaseFirst(done), step('hold', state))).toContain('nothing is held any more');
    expect(said(releaseFirst(done), step('hold', no), 'fr')).toContain('plus rien n’est bloqué');
  });

  it('places no new one when the old one could not be released', () => {
    expect(said(releaseFirst({ name: 'not_done', at: 1, why: 'absent' }), null)).toMatch(/No new hold was placed\.$/);
  });
});

it('what a person settled by what the provider’s own site shows is followed by nothing, and the sentence never waits for it', () => {
  expect(said(newFirst(byHand), null)).toContain('The old hold was not released by that');
  expect(said(releaseFirst(byHand), null)).toContain('nothing is held any more');
});
