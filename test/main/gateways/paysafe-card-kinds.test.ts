import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { authRecord, cardRecord, type Known } from '../../../src-main/gateways/paysafe/records.ts';
import { wireAuth, wireVaultCard } from '../../../src-main/gateways/paysafe/wire.ts';
import { held, vaultCard } from './paysafe-bodies.ts';

// What Paysafe tells of the kind of a card: the Vault its category, an authorization only a type, of which some are debit cards alone (paysafe.md, section 3).
const known: Known = {
  ...{ customerId: 'paysafe:a', cardId: null, description: null, account: '1001' },
  ...{ currency: 'CAD', card: null, key: null },
};
const saved = (more: object) =>
  cardRecord(v.parse(wireVaultCard, vaultCard({ cardType: 'VI', ...more })), 'paysafe:a', 1);
const hold = (type?: string) =>
  authRecord(v.parse(wireAuth, held(type === undefined ? {} : { card: { type, lastDigits: '2345' } })), [], known, 1);

describe('the kind of a card at Paysafe', () => {
  it.each([
    ['CREDIT', 'credit'],
    ['DEBIT', 'debit'],
    ['PREPAID', 'prepaid'],
  ])('is the category of the saved card: %s', (cardCategory, funding) => {
    expect(saved({ cardCategory })).toMatchObject({ brand: 'visa', funding });
  });

  it.each([[{ cardCategory: 'UNKNOWN' }], [{ cardCategory: 'CHARGE' }], [{ cardCategory: null }], [{}]])(
    'is not known, and not guessed, of %j',
    (more) => {
      expect(saved(more)).not.toHaveProperty('funding');
    },
  );

  it.each(['VD', 'VE', 'MD', 'SO'])('of an authorization on a card of type %s is debit', (type) => {
    expect(hold(type).funding).toBe('debit');
  });

  it.each(['VI', 'MC', 'AM', 'DI', 'ZZ'])('of an authorization on a card of type %s is not said', (type) => {
    expect(hold(type)).not.toHaveProperty('funding');
  });

  it('a Visa debit card is a Visa', () => {
    expect(hold('VD').card).toMatchObject({ brand: 'visa' });
    expect(hold().card).toMatchObject({ brand: 'visa' });
  });
});
