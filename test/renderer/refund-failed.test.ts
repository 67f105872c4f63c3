import { describe, expect, it } from 'vitest';
import type { OperationState } from '../../src-main/contract/operation.ts';
import { operationStateWords } from '../../src-renderer/wording/operation-state.ts';
import { outcomeSentence } from '../../src-renderer/wording/sentences.ts';
import { operation } from './order-on-screen.ts';

const languages = ['en', 'fr'] as const;
const context = (language: 'en' | 'fr') => ({
  language,
  timeZone: 'America/Montreal',
  now: Date.UTC(2026, 10, 27, 16, 42),
});

describe('a refund that failed later', () => {
  const lost = (code: string): OperationState => ({
    ...{ name: 'rejected', at: 9, code, message: '', reference: 're_1' },
    was: { name: 'done', at: Date.UTC(2026, 10, 20, 16, 42), moved: { refunded: 8000 } },
  });

  it('says that the client does not have it, what had been said, and never that it was refunded', () => {
    const said = languages.map((one) =>
      outcomeSentence(operation('refund', lost('refund_failed')), [], context(one)).replaceAll('\u00a0', ' '),
    );
    expect(said).toEqual([
      'The refund of $80.00 failed: the client’s bank sent it back to Stripe. The client does not have it. Refund it again, or give it back in another way. On Fri, Nov 20, 11:42 a.m. it had been done.',
      'Le remboursement de 80,00 $ a échoué : la banque du client l’a retourné à Stripe. Le client ne l’a pas reçu. Remboursez de nouveau, ou rendez l’argent autrement. Le ven. 20 nov., 11 h 42, c’était fait.',
    ]);
  });

  it('is not called "not accepted" in a list, and not "refunded"', () => {
    const about = operation('refund', lost('refund_canceled'));
    expect(languages.map((one) => operationStateWords(about, one))).toEqual([
      'Failed, not given back',
      'Échoué, pas remboursé',
    ]);
  });

  it('before anybody had read that it was done says the same of the money, in the words of both providers', () => {
    const ended = (code: string) =>
      outcomeSentence(
        operation('refund', { name: 'rejected', at: 9, code, message: '', reference: 're_1' }),
        [],
        context('en'),
      );
    for (const code of ['refund_failed', 'failed'])
      expect(ended(code)).toBe('The refund failed at Stripe. Nothing was given back.');
    for (const code of ['refund_canceled', 'cancelled'])
      expect(ended(code)).toBe(
        'The refund of $80.00 was called off at Stripe. The client does not have it. Refund it again, or give it back in another way.',
      );
  });

  it('that is on its way still claims no end', () => {
    const pending = operation('refund', { name: 'pending', at: 1, reference: 're_1', moved: {} });
    for (const one of languages)
      expect(outcomeSentence(pending, [], context(one))).toMatch(/accepted the refund|accepté le remboursement/);
  });
});
