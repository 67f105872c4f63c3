import { describe, expect, it } from 'vitest';
import type { OperationState, OperationView } from '../../src-main/contract/operation.ts';
import type { PageLinkView } from '../../src-main/contract/page-link.ts';
import { linkWords } from '../../src-renderer/wording/links.ts';
import { elsewhereWord, outcomeSentence } from '../../src-renderer/wording/sentences.ts';
import { operation } from './order-on-screen.ts';

const context = (language: 'en' | 'fr') => ({
  language,
  timeZone: 'America/Toronto',
  now: Date.UTC(2026, 10, 20, 16, 42),
});

describe('a default card that was chosen while somebody took its client or the card itself away', () => {
  const rejected = (code: string): OperationState => ({ name: 'rejected', at: 1, code, message: '', reference: null });
  const said = (kind: OperationView['kind'], state: OperationState, language: 'en' | 'fr'): string =>
    outcomeSentence(operation(kind, state), [], context(language)).replace(/\u00a0/g, ' ');

  it('says who is gone, never that nothing moved and it can be tried again', () => {
    const goneClient = rejected('customer_removed');
    expect(said('set_default', goneClient, 'en')).toBe(
      'This client is no longer at Stripe: there is no default card any more.',
    );
    expect(said('set_default', goneClient, 'fr')).toBe(
      'Ce client n’est plus chez Stripe : il n’y a plus de carte par défaut.',
    );
    const goneCard = rejected('card_removed');
    expect(said('set_default', goneCard, 'en')).toBe('This card is no longer at Stripe: it is not the default card.');
    expect(said('set_default', goneCard, 'fr')).toBe(
      'Cette carte n’est plus chez Stripe : ce n’est pas la carte par défaut.',
    );
  });

  it('has a word of its own on a chip', () => {
    expect(elsewhereWord(rejected('customer_removed'), 'set_default', 'en')).toBe('Client removed');
    expect(elsewhereWord(rejected('customer_removed'), 'set_default', 'fr')).toBe('Client retiré');
    expect(elsewhereWord(rejected('card_removed'), 'set_default', 'en')).toBe('Card removed');
    expect(elsewhereWord(rejected('card_removed'), 'set_default', 'fr')).toBe('Carte retirée');
  });
});

describe('a card or account that was being saved while its client was taken away', () => {
  const gone: OperationState = {
    ...{ name: 'rejected', at: 1, code: 'customer_removed', message: '', reference: 'profile-1' },
  };
  const said = (kind: OperationView['kind'], language: 'en' | 'fr'): string =>
    outcomeSentence({ ...operation(kind, gone), provider: 'paysafe' }, [], context(language)).replace(/\u00a0/g, ' ');

  it('says that the client is gone, never that it can be tried again', () => {
    expect(said('save_card', 'en')).toBe(
      'This client is no longer at Paysafe: no card is saved there. Nothing was charged.',
    );
    expect(said('save_card', 'fr')).toBe(
      'Ce client n’est plus chez Paysafe : aucune carte n’y est enregistrée. Rien n’a été débité.',
    );
    expect(said('save_bank_account', 'en')).toBe(
      'This client is no longer at Paysafe: no account is saved there. Nothing was charged.',
    );
    expect(said('save_bank_account', 'fr')).toBe(
      'Ce client n’est plus chez Paysafe : aucun compte n’y est enregistré. Rien n’a été débité.',
    );
  });

  it('says of a card that was given on a page that it is not saved', () => {
    const completed = {
      ...{ name: 'completed', at: 1, moved: null, saved: false },
      card: { kind: 'card', brand: 'visa', lastFour: '4242', nickname: null },
    } as PageLinkView['state'];
    const page = { state: completed, kind: 'card', customerName: 'Élodie Roy', provider: 'stripe' } as const;
    expect(linkWords(page, 'en')).toBe(
      'Visa 4242 was entered on the page and is not saved: this client is no longer at Stripe. Nothing was charged.',
    );
    expect(linkWords(page, 'fr').replace(/\u00a0/g, ' ')).toBe(
      'Visa 4242 a été saisie sur la page et n’est pas enregistrée : ce client n’est plus chez Stripe. Rien n’a été débité.',
    );
  });
});
