import { nextTick, ref } from 'vue';
import { beforeEach, describe, expect, it } from 'vitest';
import type { BankKind } from '../../src-main/contract/bank-numbers.ts';
import type { OperationState, OperationView } from '../../src-main/contract/operation.ts';
import { useBankForm, type BankField } from '../../src-renderer/screens/dialogs/bank-account-form.ts';
import { declineOf } from '../../src-renderer/wording/declines.ts';
import { language } from '../../src-renderer/wording/language.ts';
import { outcomeSentence } from '../../src-renderer/wording/sentences.ts';

const place = { street: '4120 rue Saint-Denis', city: 'Montréal', zip: 'H2W 2M5' };
function form(kind: BankKind, typed: Partial<Record<BankField, string>>) {
  const own = useBankForm(() => kind);
  Object.assign(own.typed, { holder: 'Nadia Roy', ...place, ...typed });
  return own;
}

describe('the form of a bank account', () => {
  beforeEach(() => (language.value = 'en'));

  it.each([
    ['eft', 'institution', '15', 'The institution has 3 digits.', '815'],
    ['eft', 'transit', '3041', 'The transit has 5 digits.', '30412'],
    ['eft', 'account', '12', 'The account number has 4 to 12 digits.', '739 105-528'],
    ['ach', 'routing', '01100001', 'The routing number has 9 digits.', '011000015'],
    ['ach', 'routing', '011000016', 'This routing number does not add up. Look at its digits again.', '011000015'],
    ['bacs', 'sortCode', '0702', 'The sort code has 6 digits.', '07-02-46'],
    ['bacs', 'account', '7391055', 'The account number has 8 digits.', '73910552'],
    ['sepa', 'iban', '8937040', 'An IBAN begins with two letters and two digits.', 'DE89 3704 0044 0532 0130 00'],
    [
      'sepa',
      'iban',
      'DE89370400440532013001',
      'This IBAN does not add up. Look at its digits again.',
      'DE89370400440532013000',
    ],
    ['sepa', 'bic', 'DEUT', 'A BIC has 8 or 11 letters and digits.', 'DEUTDEFF'],
    ['eft', 'holder', 'N', '2 to 30 letters, as the bank has it.', 'Nadia Roy'],
    ['bacs', 'holder', 'N'.repeat(19), '2 to 18 letters, as the bank has it.', 'Nadia Roy'],
  ] as const)('%s, %s: %s is wrong in a sentence once the hand has left it', (kind, field, wrong, sentence, right) => {
    const own = form(kind, { [field]: wrong });
    expect(own.problem(field)).toBeNull();
    own.leave(field);
    expect(own.problem(field)).toBe(sentence);
    own.typed[field] = right;
    expect(own.problem(field)).toBeNull();
  });

  it('gives main the account without gaps, and only two digits to the words of the mandate', async () => {
    const kind = ref<BankKind>('eft');
    const own = useBankForm(() => kind.value);
    expect(own.first.value).toBe('2 to 30 letters, as the bank has it.');
    Object.assign(own.typed, { holder: ' Nadia Roy ', ...place, institution: '815', transit: '30412' });
    expect(own.lastDigits.value).toBe('');
    own.typed.account = '739 105-528';
    expect([own.first.value, own.lastDigits.value]).toEqual([null, '28']);
    expect(own.account()).toEqual({
      ...{ kind: 'eft', holder: 'Nadia Roy', institutionId: '815', transitNumber: '30412', accountNumber: '739105528' },
    });
    kind.value = 'sepa';
    await nextTick();
    own.typed.iban = 'de89 3704 0044 0532 0130 00';
    expect(own.account()).toEqual({ kind: 'sepa', holder: 'Nadia Roy', iban: 'DE89370400440532013000', bic: null });
  });
});

describe('a debit of a bank account, in words', () => {
  const debit = (state: OperationState, kind: OperationView['kind'] = 'charge'): OperationView => ({
    ...{ id: 'op-1', group: 'op-1', follows: null, kind, provider: 'paysafe', state, tip: null, customerId: null },
    ...{ amount: { amount: 6_147, currency: 'CAD' }, customerName: 'Nadia Roy', targetId: null, note: null },
    card: { kind: 'eft', brand: null, lastFour: '28', nickname: null },
    ...{ receiptEmail: null, code: 'CPT-1', staffId: 'st-1', staffName: 'Maude', desk: 'Front 1' },
    ...{ createdAt: 1, updatedAt: 1 },
  });
  const say = (state: OperationState, lang: 'en' | 'fr', kind?: OperationView['kind']): string =>
    outcomeSentence(debit(state, kind), [], { language: lang, timeZone: 'UTC', now: 1 }).replace(/\u00a0/g, ' ');

  it('is accepted and not collected, collected, or sent back, and never charged to a card', () => {
    const pending: OperationState = { name: 'pending', at: 1, reference: 'r', moved: {} };
    expect(say(pending, 'en')).toMatch(/^Accepted, not collected yet: \$61\.47 from the account EFT 28\./);
    expect(say(pending, 'fr')).toMatch(/^Accepté, pas encore reçu : 61,47 \$ du compte EFT 28\./);
    const done: OperationState = { name: 'done', at: 1, reference: 'r', moved: { charged: 6_147 } };
    expect([say(done, 'en'), say(done, 'fr')]).toEqual([
      '$61.47 collected from the account EFT 28.',
      '61,47 $ reçus du compte EFT 28.',
    ]);
    const back: OperationState = { name: 'declined', at: 1, code: '901', advice: null, reference: 'r' };
    expect([say(back, 'en'), say(back, 'fr')]).toEqual([
      'The bank sent $61.47 back. Nothing was collected.',
      'La banque a retourné 61,47 $. Rien n’a été reçu.',
    ]);
    for (const code of ['R01', 'R02', 'R03', 'R08', 'R29', '900', '901', '902', '903', '905'])
      expect(declineOf(code, null, 'en').say).toBe(
        'Your bank sent the payment back. Would you like to pay another way?',
      );
  });

  it('an account that is kept, or that was there, is called an account', () => {
    const done: OperationState = { name: 'done', at: 1, reference: 'r', moved: {} };
    expect(say(done, 'en', 'save_bank_account')).toMatch(/^The account EFT 28 is saved\./);
    expect(say({ ...done, elsewhere: true }, 'fr', 'save_bank_account')).toMatch(/^Le compte EFT 28 était déjà/);
    const no: OperationState = { name: 'rejected', at: 1, code: '7510', message: '', reference: null };
    expect(say(no, 'en', 'save_bank_account')).toMatch(/^Paysafe did not save this account\. .*CPT-1/);
  });
});
