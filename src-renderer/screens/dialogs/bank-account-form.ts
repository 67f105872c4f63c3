import { computed, reactive, ref } from 'vue';
import type { BankAddress, TypedAccount } from '../../../src-main/contract/bank-account.ts';
import {
  accountDigits,
  isBic,
  isDigits,
  isIban,
  isRoutingNumber,
  longestHolder,
  withoutGaps,
  type BankKind,
} from '../../../src-main/contract/bank-numbers.ts';
import { useWords } from '../../wording/words.ts';

/** What is typed for a bank account. A field that its kind does not have stays empty. */
export interface BankFields {
  holder: string;
  institution: string;
  transit: string;
  account: string;
  routing: string;
  type: string;
  sortCode: string;
  iban: string;
  bic: string;
  street: string;
  city: string;
  zip: string;
}
export type BankField = keyof BankFields;

/** In the order in which a hand goes through them. */
const fieldsOf: Readonly<Record<BankKind, readonly BankField[]>> = {
  eft: ['holder', 'institution', 'transit', 'account', 'street', 'city', 'zip'],
  ach: ['holder', 'routing', 'account', 'street', 'city', 'zip'],
  bacs: ['holder', 'sortCode', 'account', 'street', 'city', 'zip'],
  sepa: ['holder', 'iban', 'bic', 'street', 'city', 'zip'],
};

/** The form of one kind of account: what is wrong with each field in a sentence, said once the hand has left it, and the account when nothing is. */
export function useBankForm(kind: () => BankKind) {
  const { w } = useWords();
  const typed = reactive<BankFields>({
    ...{ holder: '', institution: '', transit: '', account: '', routing: '', type: 'CHECKING' },
    ...{ sortCode: '', iban: '', bic: '', street: '', city: '', zip: '' },
  });
  const left = ref(new Set<BankField>());
  const plain = (field: BankField): string => withoutGaps(typed[field]);

  function wrongWith(field: BankField): string | null {
    const words = w.value.bankAccounts.wrong;
    const long = (least: number, most: number): boolean => {
      const length = typed[field].trim().length;
      return length >= least && length <= most;
    };
    switch (field) {
      case 'holder':
        return long(2, longestHolder[kind()]) ? null : words.holder(longestHolder[kind()]);
      case 'institution':
        return isDigits(plain(field), [3, 3]) ? null : words.institution;
      case 'transit':
        return isDigits(plain(field), [5, 5]) ? null : words.transit;
      case 'account': {
        const own = kind();
        const [least, most] = own === 'sepa' ? [0, 0] : accountDigits[own];
        return isDigits(plain(field), [least, most]) ? null : words.account(least, most);
      }
      case 'routing':
        if (!isDigits(plain(field), [9, 9])) return words.routingLength;
        return isRoutingNumber(plain(field)) ? null : words.routing;
      case 'sortCode':
        return isDigits(plain(field), [6, 6]) ? null : words.sortCode;
      case 'iban':
        if (!/^[A-Z]{2}\d{2}/.test(plain(field))) return words.ibanLength;
        return isIban(plain(field)) ? null : words.iban;
      case 'bic':
        return typed.bic.trim() === '' || isBic(plain(field)) ? null : words.bic;
      case 'street':
        return long(2, 50) ? null : words.street;
      case 'city':
        return long(2, 40) ? null : words.city;
      case 'zip':
        return long(3, 10) ? null : words.zip;
      case 'type':
        return null;
    }
  }
  const problem = (field: BankField): string | null =>
    left.value.has(field) && typed[field].trim() !== '' ? wrongWith(field) : null;
  const first = computed(() => fieldsOf[kind()].map(wrongWith).find((one) => one !== null) ?? null);
  const lastDigits = computed(() => {
    const number = plain(kind() === 'sepa' ? 'iban' : 'account');
    return /^[A-Z0-9]{4,}$/.test(number) ? number.slice(-2) : '';
  });
  const address = (): BankAddress => ({ street: typed.street.trim(), city: typed.city.trim(), zip: typed.zip.trim() });
  function account(): TypedAccount {
    const own = kind();
    const holder = typed.holder.trim();
    const accountNumber = plain('account');
    switch (own) {
      case 'eft':
        return {
          kind: own,
          holder,
          institutionId: plain('institution'),
          transitNumber: plain('transit'),
          accountNumber,
        };
      case 'ach': {
        const accountType = typed.type === 'SAVINGS' ? 'SAVINGS' : 'CHECKING';
        return { kind: own, holder, routingNumber: plain('routing'), accountNumber, accountType };
      }
      case 'bacs':
        return { kind: own, holder, sortCode: plain('sortCode'), accountNumber };
      case 'sepa':
        return { kind: own, holder, iban: plain('iban'), bic: plain('bic') || null };
    }
  }
  const leave = (field: BankField): void => {
    left.value = new Set(left.value).add(field);
  };
  return { typed, leave, problem, first, lastDigits, address, account };
}
