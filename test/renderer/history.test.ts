import { mount } from '@vue/test-utils';
import { createPinia, setActivePinia } from 'pinia';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { linkCalls } from '../../src-main/contract/link-calls.ts';
import { historyTopics, sameAction, writtenAs } from '../../src-main/contract/history-actions.ts';
import type { AuditLine } from '../../src-main/contract/desk-status.ts';
import { pageLinkKind } from '../../src-main/contract/page-link.ts';
import type { SessionState } from '../../src-main/contract/staff.ts';
import HistoryLine from '../../src-renderer/screens/settings/HistoryLine.vue';
import { useSession } from '../../src-renderer/stores/session.ts';
import { language } from '../../src-renderer/wording/language.ts';
import { wordsOf } from '../../src-renderer/wording/languages.ts';

beforeEach(() => {
  setActivePinia(createPinia());
  useSession().state = { timeZone: 'America/Toronto' } as unknown as SessionState;
});
afterEach(() => {
  language.value = 'en';
});

const of = { link: 'link-1', customer: 'Zoé Roy', provider: 'stripe', amount: 8450, currency: 'CAD' } as const;
function said(what: string, outcome: AuditLine['outcome'], detail: AuditLine['detail']): string {
  const line = { id: 1, at: 0, staffId: 's', staffName: 'Maude', desk: 'Front', what, outcome, detail } as AuditLine;
  const made = mount(HistoryLine, { props: { line } });
  const [, , action, how] = made.findAll('td');
  const parts = [action?.get('.strong').text(), action?.find('.facts').text(), how?.text()];
  return parts.join(' | ').replaceAll(/\s+/g, ' ');
}

describe('the history', () => {
  it('says of a link what it was, for how much, for whom, whose, and what it came to, in both languages', () => {
    expect(said('link_payment', 'started', of)).toBe('Link to pay | $84.50 · Zoé Roy · Stripe | Begun');
    expect(said('link_payment', 'done', { ...of, state: 'completed' })).toContain('| Done');
    expect(said('link_invoice', 'done', { ...of, state: 'cancelled' })).toBe(
      'Invoice by email | $84.50 · Zoé Roy · Stripe | Closed',
    );
    expect(said('link_hold', 'failed', { ...of, state: 'needs_person' })).toContain('Link for a hold');
    expect(said('link_hold', 'failed', { ...of, state: 'needs_person' })).toContain('| Needs a person');
    expect(said('links.settle', 'refused', { reason: 'not_allowed' })).toBe(
      'Say what a link came to | not in this role | Refused',
    );
    language.value = 'fr';
    expect(said('link_card', 'done', { link: 'link-1', customer: 'Zoé Roy', state: 'expired' })).toBe(
      'Lien pour enregistrer une carte | Zoé Roy | Expiré',
    );
    expect(said('link_letter', 'done', of)).toContain('Écrire un courriel avec un lien');
  });

  it('says of an approval that was dropped whose it was, who had approved it, and what stands instead, in both languages', () => {
    const { customer, amount, currency } = of;
    const detail = { customer, amount, currency, prepared: 'Maude', approved: 'Sylvie', kind: 'capture' };
    expect(said('approval_replaced', 'done', { ...detail, instead: 7000, insteadCurrency: 'CAD' })).toBe(
      'Drop what was prepared anew | $84.50 · Zoé Roy · instead of it $70.00 · prepared by Maude · approved by Sylvie | Done',
    );
    language.value = 'fr';
    expect(said('approval_replaced', 'done', { ...detail, instead: 7000, insteadCurrency: 'CAD' })).toContain(
      'Écarter ce qui a été préparé à nouveau | 84,50 $ · Zoé Roy · à la place 70,00 $ · préparé par Maude · approuvé par Sylvie',
    );
    expect(writtenAs('money')).toContain('approval_replaced');
    expect(writtenAs('holds')).toContain('lapse_unread');
  });

  it('says of a statement from which file, what was kept and what was not, and that it was taken back, in both languages', () => {
    const file = 'paysafe-november.csv';
    expect(said('statements.choose', 'done', { file })).toBe(`Choose a file of a statement | ${file} | Done`);
    expect(said('statement_brought', 'done', { file, added: 12, known: 3, bad: 1, skipped: 2 })).toBe(
      `Bring in a statement of Paysafe | ${file} · brought in: 12, here before: 3, no money moved: 2, not kept since they cannot be read: 1 | Done`,
    );
    expect(said('statement_withdrawn', 'done', { file, lines: 12 })).toBe(
      `Take a statement of Paysafe back | ${file} · 12 lines | Done`,
    );
    expect(said('statements.withdraw', 'refused', { reason: 'statement_decided' })).toContain(
      'Somebody decided about lines of this statement.',
    );
    language.value = 'fr';
    expect(said('statement_brought', 'done', { file, added: 12, known: 3, bad: 1, skipped: 2 })).toContain(
      'ajoutées : 12, déjà là : 3, aucun argent : 2, illisibles et non gardées : 1',
    );
    expect(said('statement_withdrawn', 'done', { file, lines: 12 })).toContain('Retirer un relevé de Paysafe');
  });

  it('says what was decided of money given back elsewhere, for how much and of which bill, and who was refused', () => {
    const detail = { bill: 'B-7F3K2', customer: 'Zoé Roy', total: 18_000, amount: 1200, currency: 'CAD' };
    expect(said('given_back_counted', 'done', detail)).toContain('Count as given back what was given back elsewhere');
    expect(said('given_back_counted', 'done', detail)).toContain('$12.00 · Zoé Roy');
    expect(said('bills.decideGivenBack', 'refused', { reason: 'not_allowed' })).toBe(
      'Decide about money given back elsewhere | not in this role | Refused',
    );
    language.value = 'fr';
    expect(said('given_back_left', 'done', detail)).toContain('Laisser comme payé ce qui a été remboursé ailleurs');
    expect(said('bills.undoGivenBack', 'refused', { reason: 'not_allowed' })).toContain(
      'Reprendre un choix sur un remboursement fait ailleurs',
    );
  });

  it('has words for everything that is done with links', () => {
    const { actions } = wordsOf('en').settings.history;
    const kinds = pageLinkKind.options.map((kind) => `link_${kind}`);
    const calls = Object.keys(linkCalls).filter((name) => name !== 'changed');
    for (const what of [...kinds, ...calls.map((name) => sameAction[`links.${name}`] ?? name)])
      expect([what, actions[what]]).toEqual([what, expect.any(String)]);
  });

  it('has a topic under which everything that is done can be found, and one alone', () => {
    const { actions } = wordsOf('en').settings.history;
    const kinds = Object.keys(wordsOf('en').outcomes.kind);
    const found = historyTopics.flatMap((topic) => writtenAs(topic));
    expect(found.toSorted()).toEqual(
      [...new Set([...Object.keys(actions), ...kinds, ...Object.keys(sameAction)])].toSorted(),
    );
  });
});
