import { describe, expect, it } from 'vitest';
import { billStateWords } from '../../src-renderer/wording/bill-state.ts';
import { disputeSentence } from '../../src-renderer/wording/disputes.ts';
import { givenBackWords } from '../../src-renderer/wording/given-back.ts';
import { paymentStateWords } from '../../src-renderer/wording/payment-state.ts';
import { outcomeSentence } from '../../src-renderer/wording/sentences.ts';
import { operation } from './order-on-screen.ts';

const languages = ['en', 'fr'] as const;
const now = Date.UTC(2026, 10, 20, 16, 42);
const context = (language: 'en' | 'fr') => ({ language, timeZone: 'America/Toronto', now });
const plain = (text: string | null): string => (text ?? '').replaceAll(/[\u00a0\u202f]/g, ' ');
const open = { state: 'open', amount: 8000, answerBy: Date.UTC(2026, 11, 4, 17) } as const;

describe('a payment that the client’s bank disputes', () => {
  it('is never called paid alone, on its chip or its bill’s', () => {
    for (const language of languages) {
      expect(paymentStateWords({ state: 'paid', card: null, dispute: open }, language)).toMatch(/Disputed|Contesté/);
      const bill = { state: 'paid', card: null, over: 0, missed: null, givenBack: 0, disputed: 8000 } as never;
      expect(billStateWords(bill, language)).toMatch(/disputed|contestée/);
    }
  });

  it('says what was taken back, and until when the house may answer, with the time: later that day it is lost', () => {
    expect(languages.map((one) => plain(disputeSentence(open, 'CAD', context(one))))).toEqual([
      'The client’s bank took $80.00 back until this dispute is decided. Answer on Stripe’s site by Fri, Dec 4, 12:00 p.m.',
      'La banque du client a repris 80,00 $ jusqu’à ce que la contestation soit tranchée. Répondez sur le site de Stripe avant le ven. 4 déc., 12 h 00.',
    ]);
  });

  it('that was won is paid like any other', () => {
    const won = { state: 'won', amount: 8000, answerBy: null } as const;
    expect(disputeSentence(won, 'CAD', context('en'))).toBeNull();
    expect(paymentStateWords({ state: 'paid', card: null, dispute: won }, 'en')).toBe('Paid');
  });

  it('whose refund Stripe refused says why, and that nothing was refunded', () => {
    const refused = operation('refund', {
      ...{ name: 'rejected', at: 1, code: 'charge_disputed', message: '', reference: null },
    });
    expect(outcomeSentence(refused, [], context('en'))).toMatch(/disputes this payment.*Nothing was refunded/);
    expect(plain(outcomeSentence(refused, [], context('fr')))).toMatch(/conteste ce paiement.*Rien n’a été remboursé/);
  });
});

describe('money of a bill that is not there any more', () => {
  it.each(['called_off', 'failed', 'dispute_lost'] as const)('%s: is said in its own words, not as a refund', (how) => {
    const found = { paymentId: 'p', provider: 'paysafe', deposit: false, amount: 8000, how } as const;
    for (const language of languages) {
      const said = plain(givenBackWords(found, { currency: 'CAD', language }));
      expect(said).toMatch(/80[.,]00/);
      expect(said).not.toMatch(/given back|remboursé/);
    }
  });
});
