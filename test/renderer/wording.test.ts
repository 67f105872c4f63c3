import { describe, expect, it } from 'vitest';
import { failureCodes } from '../../src-main/contract/failure.ts';
import { operationKinds, type OperationState, type OperationView } from '../../src-main/contract/operation.ts';
import { declineOf, knownDeclineCodes } from '../../src-renderer/wording/declines.ts';
import { failureSentence, outcomeSentence } from '../../src-renderer/wording/sentences.ts';
import { wordsOf } from '../../src-renderer/wording/words.ts';

const languages = ['en', 'fr'] as const;
const context = (language: 'en' | 'fr') => ({
  language,
  timeZone: 'America/Toronto',
  now: Date.UTC(2026, 10, 20, 16, 42),
});

/** Every sentence with its place; one with facts is asked with made-up ones. */
function sentences(tree: unknown, path = ''): [string, string][] {
  if (typeof tree === 'string') return [[path, tree]];
  if (typeof tree === 'function') {
    const facts = path.startsWith('failures.')
      ? [
          {
            provider: 'Stripe',
            most: '$1',
            least: '$1',
            by: 'Maude',
            hours: '3',
            key: 'x',
            window: 'y',
            number: '12',
            reference: 'R',
            tries: 2,
            time: '4:10',
          },
        ]
      : ['A', 'B', 'C'];
    return [[path, String((tree as (...given: unknown[]) => unknown)(...facts))]];
  }
  if (typeof tree !== 'object' || tree === null) return [];
  return Object.entries(tree).flatMap(([name, value]) => sentences(value, path === '' ? name : `${path}.${name}`));
}

function operation(kind: OperationView['kind'], state: OperationState): OperationView {
  return {
    id: 'op-1',
    group: 'op-1',
    follows: null,
    kind,
    provider: 'stripe',
    state,
    amount: { amount: 8000, currency: 'CAD' },
    tip: null,
    customerId: 'stripe:a',
    customerName: 'Zoë',
    card: { kind: 'card', brand: 'visa', lastFour: '4821', nickname: null },
    targetId: null,
    note: null,
    receiptEmail: null,
    code: 'CPT-1',
    staffId: 's',
    staffName: 'Maude',
    desk: 'Front',
    createdAt: 1,
    updatedAt: 2,
  };
}

describe('the words of the window', () => {
  it('are the same sentences in both languages, none of them empty', () => {
    const [en, fr] = [sentences(wordsOf('en')), sentences(wordsOf('fr'))];
    expect(fr.map(([path]) => path)).toEqual(en.map(([path]) => path));
    expect([...en, ...fr].filter(([, text]) => text.trim() === '')).toEqual([]);
    expect(en.length).toBeGreaterThan(500);
  });

  it('are words that a receptionist would say', () => {
    for (const language of languages)
      expect(
        sentences(wordsOf(language)).filter(([, text]) =>
          /\b(intent|void(ed)?|tokeni[sz]ed?|settlement|idempoten\w+|payload|undefined|NaN)\b/i.test(text),
        ),
      ).toEqual([]);
  });

  it('are typeset: curly apostrophes, no-break spaces inside French quotes', () => {
    for (const language of languages)
      expect(sentences(wordsOf(language)).filter(([, text]) => /\w'\w/.test(text))).toEqual([]);
    expect(sentences(wordsOf('fr')).filter(([, text]) => /«(?!\u00a0)|(?<!\u00a0)»/.test(text))).toEqual([]);
  });

  it.each(failureCodes)('say why nothing was done: %s', (code) => {
    for (const language of languages) {
      const said = failureSentence(
        {
          code,
          facts: {
            provider: 'paysafe',
            most: 5000,
            least: 50,
            currency: 'CAD',
            until: 0,
            hours: 3,
            key: 'live',
            window: 'test',
          },
        },
        language,
      );
      expect(said).toMatch(/\p{L}{2}.*[.!?]$/u);
      expect(said).not.toMatch(/undefined|\[object|NaN|TEST|LIVE/);
    }
  });
});

describe('what became of an order', () => {
  const unknown: OperationState = {
    name: 'unknown',
    since: 1,
    why: 'no_answer',
    lastSentAt: 1,
    absent: 0,
    asks: 0,
    nextAskAt: 2,
  };

  it.each(operationKinds)('%s: while nobody knows, no word claims an end', (kind) => {
    for (const language of languages) {
      for (const state of [unknown, { name: 'open' } as const]) {
        const said = outcomeSentence(operation(kind, state), [], context(language));
        expect(said).not.toMatch(
          /fail|declin|refus|échou|charged|débité|captured|encaissé|released|libéré|remboursé|refunded/i,
        );
      }
    }
  });

  it.each(operationKinds)('%s: done names the amount or the card, once the provider said so', (kind) => {
    for (const language of languages) {
      const said = outcomeSentence(
        operation(kind, { name: 'done', at: 1, reference: 'r', moved: {} }),
        [],
        context(language),
      );
      expect(said).toMatch(kind === 'remove_card' || kind === 'set_default' ? /4821/ : /80/);
    }
  });

  it('a capture says what was released beside it, and what was not', () => {
    const capture = operation('capture', { name: 'done', at: 1, reference: 'r', moved: { captured: 8000 } });
    const rest = (state: OperationState): OperationView => ({
      ...operation('release', state),
      id: 'op-2',
      follows: 'op-1',
      amount: { amount: 2000, currency: 'CAD' },
    });
    const said = (state: OperationState): string => outcomeSentence(capture, [rest(state)], context('en'));
    expect(said({ name: 'done', at: 1, reference: 'r', moved: { released: 2000 } })).toBe(
      '$80.00 captured, $20.00 released.',
    );
    expect(said(unknown)).toBe('$80.00 captured. Releasing $20.00…');
    expect(said({ name: 'rejected', at: 1, code: 'x', message: '', reference: null })).toContain(
      '$20.00 was not released',
    );
  });
});

describe('a bank that says no', () => {
  it.each(knownDeclineCodes)('%s: a reason for staff and other words for the client, in both languages', (code) => {
    for (const language of languages) {
      const { staff, say } = declineOf(code, null, language);
      expect(staff).toMatch(/\.$/);
      expect(say).not.toBe(staff);
      // What the client hears never tells why: that is between them and their bank.
      expect(say).not.toMatch(/money|argent|stolen|volée|lost|perdue|fraud|fonds|funds/i);
    }
  });

  it('a code nobody knows gets the words of no reason; "do not try again" keeps the reason that is known', () => {
    expect(declineOf('never_heard_of', null, 'en')).toEqual(declineOf('generic_decline', null, 'en'));
    expect(declineOf('insufficient_funds', 'do_not_try_again', 'en').staff).toContain('not enough money');
    expect(declineOf('generic_decline', 'do_not_try_again', 'en').staff).toContain('refuses any more tries');
  });
});
