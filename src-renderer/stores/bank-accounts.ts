import { defineStore } from 'pinia';
import type { DeskCalls } from '../../src-main/contract/contract.ts';
import { useDesk } from '../desk.ts';

type Calls = DeskCalls['bankAccounts'];
export type NewAccount = Parameters<Calls['add']>[0];

/** Bank accounts as main takes them. What is typed lives in the dialog alone, and goes with it. */
export const useBankAccounts = defineStore('bank-accounts', () => {
  const offer = (customerId: string) => useDesk().bankAccounts.offer({ customerId });
  const words = (asked: Parameters<Calls['words']>[0]) => useDesk().bankAccounts.words(asked);
  const add = (account: NewAccount) => useDesk().bankAccounts.add(account);
  const texts = () => useDesk().consents.texts({});
  return { offer, words, add, texts };
});
