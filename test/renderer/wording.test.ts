import { describe, expect, it } from 'vitest';
import { failureCodes } from '../../src-main/contract/failure.ts';
import {
  operationKinds,
  type ElsewhereBy,
  type OperationState,
  type OperationView,
} from '../../src-main/contract/operation.ts';
import { factsOfRepeat, repeatOfFacts, type Repeat } from '../../src-main/contract/repeat.ts';
import { declineOf, knownDeclineCodes } from '../../src-renderer/wording/declines.ts';
import {
  agoWords,
  elsewhereWord,
  endedSentence,
  failureSentence,
  outcomeSentence,
  repeatSentence,
} from '../../src-renderer/wording/sentences.ts';
import { wordsOf } from '../../src-renderer/wording/languages.ts';
import { operation } from './order-on-screen.ts';

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
            off: '3 h',
            key: 'x',
            window: 'y',
            number: '12',
            reference: 'R',
            tries: 2,
            time: '4:10',
            day: 'Friday, November 20',
            repeat: 'A charged $1.',
            from: '$1',
            sum: '$1',
            at: 'Fri, Nov 20, 4:10 p.m.',
          },
        ]
      : /^(fileImport|billImport|statement)\.troubles\./.test(path)
        ? [{ field: 'Total', value: '1.234', same: '12' }]
        : ['A', 'B', 'C', 'D'];
    return [[path, String((tree as (...given: unknown[]) => unknown)(...facts))]];
  }
  if (typeof tree !== 'object' || tree === null) return [];
  return Object.entries(tree).flatMap(([name, value]) => sentences(value, path === '' ? name : `${path}.${name}`));
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

  it('end in one full stop, also after a time or a short month that has its own', () => {
    for (const language of languages) {
      const { captureRule, dayEnd, records, links, doubts, removal, holds, outcomes, shell } = wordsOf(language);
      const [day, at] = language === 'fr' ? ['ven. 20 nov.', 'ven. 20 nov., 16 h 10'] : ['Fri, Nov 20', '4:10 p.m.'];
      const when = captureRule.moment(null, at);
      const said = [
        ...[captureRule.bar(when, 0, ''), captureRule.bar(when, 2, '$1.00'), captureRule.barOff(when, 2, '$1.00')],
        captureRule.notDone(when, 'B.'),
        ...[captureRule.missedOne('A', '$1.00', at), dayEnd.needsOne('A', '$1.00', 'Stripe', at)],
        ...[records.backups.notMade(at), links.openForBill('$1.00', at, null), links.invoiceForBill('$1.00', day)],
        ...[doubts.same('A', day), doubts.alike('A', at), removal.banner('Stripe', 'A', day, ''), holds.aboutLong(day)],
        ...[removal.banner('Stripe', 'A', at, 'Twice in the list.'), outcomes.held('$1.00', 'Visa', at)],
        shell.silent('Stripe', at),
      ];
      expect(said.filter((text) => text.includes('..'))).toEqual([]);
    }
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
            ms: 3 * 3_600_000,
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

describe('a keychain that keeps the key for card fields', () => {
  it.each(['keychain_locked', 'keychain_unavailable'] as const)(
    'is named with that key, and nobody reads that payments are off: %s',
    (code) => {
      for (const [language, key, off] of [
        ['en', 'card fields', 'payments are off'],
        ['fr', 'champs de carte', 'paiements sont arrêtés'],
      ] as const) {
        const ofKey = failureSentence({ code, facts: { of: 'card_key' } }, language);
        expect(ofKey).toContain(key);
        expect(ofKey).not.toContain(off);
        expect(failureSentence({ code }, language)).toContain(off);
      }
    },
  );
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

  it.each(operationKinds)('%s: done names the amount, the card or the provider, once the provider said so', (kind) => {
    for (const language of languages) {
      const said = outcomeSentence(
        operation(kind, { name: 'done', at: 1, reference: 'r', moved: {} }),
        [],
        context(language),
      );
      const named =
        kind === 'add_profile' || kind === 'remove_customer'
          ? /Stripe/
          : /_card|_account|default/.test(kind)
            ? /4821/
            : /80/;
      expect(said).toMatch(named);
    }
  });

  it('turned away by a provider that is busy: nothing moved, and nobody is told that the line is down', () => {
    const state: OperationState = { name: 'not_done', at: 1, why: 'never_left', turnedAway: true };
    const said = languages.map((language) => outcomeSentence(operation('charge', state), [], context(language)));
    expect(said[0]).toMatch(/^Stripe .*Nothing moved/);
    expect(said[1]).toMatch(/^Stripe .*Rien n’a bougé/);
    expect(said.join(' ')).not.toMatch(/No line|Pas de connexion/);
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

describe('what somebody else had done before', () => {
  const by = (more: Partial<ElsewhereBy> & Pick<ElsewhereBy, 'from'>): ElsewhereBy => more;
  const maude = by({
    from: 'records',
    operationId: 'op-0',
    staffName: 'Maude Gagnon',
    desk: 'Front 1',
    at: Date.UTC(2026, 10, 20, 21, 10),
  });
  const said = (kind: OperationView['kind'], state: OperationState, language: 'en' | 'fr'): string =>
    outcomeSentence(operation(kind, state), [], context(language)).replace(/\u00a0/g, ' ');
  const done = (elsewhereBy?: ElsewhereBy): OperationState => ({
    name: 'done',
    at: 1,
    reference: 'r',
    moved: { captured: 8000 },
    elsewhere: true,
    ...(elsewhereBy ? { elsewhereBy } : {}),
  });
  const rejected = (code: string, elsewhereBy?: ElsewhereBy): OperationState => ({
    name: 'rejected',
    at: 1,
    code,
    message: '',
    reference: null,
    ...(elsewhereBy ? { elsewhereBy } : {}),
  });

  it.each([
    [maude, '$80.00 captured. Maude Gagnon had already done it (Front 1, 4:10 p.m.).'],
    [by({ from: 'other_desk' }), '$80.00 captured. Another desk had already done it.'],
    [by({ from: 'provider' }), '$80.00 captured. It had already been done, at Stripe’s own site or another desk.'],
    [undefined, '$80.00 captured. It was already done at the provider (another desk, or its own site).'],
  ] as const)('is done, and says by whom as far as anybody can tell', (who, sentence) => {
    expect(said('capture', done(who), 'en')).toBe(sentence);
    expect(said('capture', done(who), 'fr')).toMatch(/^80,00 \$ encaissés\. \p{Lu}/u);
  });

  it('with another amount says how much, by whom, and that nothing more was taken', () => {
    const state = rejected('captured_elsewhere', { ...maude, captured: 5000, released: 3000 });
    expect(said('capture', state, 'en')).toBe(
      'Maude Gagnon (Front 1, 4:10 p.m.) had captured $50.00 of this hold and released $30.00. Nothing more was taken.',
    );
    expect(said('capture', state, 'fr')).toBe(
      'Maude Gagnon (Front 1, 16 h 10) en avait déjà encaissé 50,00 $ et libéré 30,00 $. Rien de plus n’a été débité.',
    );
  });

  it('where the provider does not tell captured from released, neither do we', () => {
    const state = rejected('captured_elsewhere', by({ from: 'provider', gone: 5000, left: 3000 }));
    expect(said('capture', state, 'en')).toBe(
      '$50.00 of this hold is gone: captured or released at Stripe’s own site or another desk. $30.00 is still held. Nothing more was taken.',
    );
    expect(said('capture', state, 'fr')).toContain('encaissés ou libérés');
  });

  it('in passing, a check that ended says who had done it, or that a person must look; never that it is open again', () => {
    const passing = (state: OperationState): string =>
      endedSentence(operation('capture', state), context('en')).replace(/\u00a0/g, ' ');
    expect(passing(done(by({ from: 'other_desk' })))).toBe('$80.00 captured. Another desk had already done it.');
    expect(passing(rejected('released_elsewhere', maude))).toContain('had released this hold');
    expect(passing({ name: 'needs_person', at: 1, why: 'amount', evidence: {} })).toContain('A manager compares');
    expect(passing({ name: 'done', at: 1, reference: 'r', moved: {} })).toMatch(/^It went through at/);
    expect(passing({ name: 'not_done', at: 1, why: 'absent' })).toContain('It is open again.');
  });

  it('is no error on a chip: its own word, also for rows of before', () => {
    for (const language of languages) {
      expect(elsewhereWord(done(), 'capture', language)).toMatch(/Captured elsewhere|Encaissé ailleurs/);
      expect(elsewhereWord(rejected('released_elsewhere'), 'capture', language)).toMatch(/elsewhere|ailleurs/);
      expect(elsewhereWord(rejected('3203'), 'capture', language)).toBeNull();
      expect(said('capture', rejected('captured_elsewhere'), language)).toMatch(/\.$/);
    }
  });
});

describe('records that cannot be written', () => {
  it.each([
    [
      'en',
      /^This PC cannot write its records, so nothing was sent\. Free some space, or let Comptoir write in its folder\.$/,
    ],
    [
      'fr',
      /^Ce poste ne peut pas écrire son registre\u00a0: rien n’est parti\. Libérez de l’espace, ou laissez Comptoir écrire dans son dossier\.$/,
    ],
  ] as const)('are said with both causes, a full disk and a folder that is closed to it (%s)', (language, sentence) => {
    expect(failureSentence({ code: 'records_unwritable' }, language)).toMatch(sentence);
  });
});

describe('what was just done and may be the same again', () => {
  const repeat: Repeat = {
    id: 'op-1',
    kind: 'charge',
    provider: 'stripe',
    amount: { amount: 8000, currency: 'CAD' },
    at: Date.UTC(2026, 10, 20, 16, 39),
    from: 'records',
    staffName: 'Maude',
    desk: 'Desk 2',
    state: 'done',
  };
  const plain = (text: string): string => text.replace(/\u00a0/g, ' ');
  const now = Date.UTC(2026, 10, 20, 16, 42);

  it('says who, where, how much and how long ago, in both languages', () => {
    const en = repeatSentence(repeat, 'en', agoWords(repeat.at ?? 0, { language: 'en', now }));
    expect(plain(en)).toBe('Desk 2 charged $80.00 to this person 3 minutes ago (Maude).');
    const fr = repeatSentence(repeat, 'fr', agoWords(repeat.at ?? 0, { language: 'fr', now }));
    expect(plain(fr)).toBe(
      'Le poste Desk 2 a débité 80,00 $ sur une carte de cette personne il y a 3 minutes (Maude).',
    );
  });

  it.each(['open', 'unknown', 'needs_person'] as const)('claims nothing of what is %s', (state) => {
    for (const kind of ['charge', 'hold', 'refund'] as const) {
      expect(repeatSentence({ ...repeat, kind, state }, 'en', 'now')).toMatch(/is not known yet/);
      expect(repeatSentence({ ...repeat, kind, state }, 'fr', 'now')).toMatch(/pas encore connue?/);
    }
  });

  it('names nobody where nobody is known, and the provider’s own site only as one of two', () => {
    const beside = { ...repeat, staffName: null, desk: null } as const;
    expect(repeatSentence({ ...beside, from: 'provider' }, 'en', '3 minutes ago')).toBe(
      '$80.00 was charged to this person 3 minutes ago, at Stripe’s own site or another desk.',
    );
    expect(repeatSentence({ ...beside, from: 'other_desk' }, 'en', '3 minutes ago')).toBe(
      '$80.00 was charged to this person 3 minutes ago, at another desk.',
    );
  });

  it('is the same sentence in a refusal, with the hour', () => {
    const facts = { ...factsOfRepeat(repeat), count: 1 };
    const failure = { code: 'repeat_needs_manager', facts } as const;
    expect(plain(failureSentence(failure, 'en', 'America/Toronto'))).toBe(
      'Desk 2 charged $80.00 to this person at 11:39 a.m. (Maude). A manager must allow another one.',
    );
    expect(repeatOfFacts(facts)).toEqual(repeat);
    const nobody = { ...repeat, at: null, staffName: null, desk: null, from: 'provider', kind: 'refund' } as const;
    expect(repeatOfFacts(factsOfRepeat(nobody))).toEqual(nobody);
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

describe('what a role may not do, in French', () => {
  const { mayNot, may } = wordsOf('fr').shell;

  it.each(Object.entries(may))('%s is said as it is spoken', (_verb, word) => {
    // Before a vowel « de » loses its own: d’encaisser, de débiter.
    expect(mayNot(word)).toContain(/^[aeiouéèê]/.test(word) ? ` d’${word}.` : ` de ${word}.`);
    expect(mayNot(word)).not.toMatch(/ de [aeiouéèê]/);
  });
});
