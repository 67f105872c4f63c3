import type { Plan } from '../../../src-main/payments/order.ts';
import { charge } from './orders-on-paper.ts';

/** Replies as Paysafe writes them, for the orders on paper; a test changes what it is about. */
export type Json = Record<string, unknown>;
export const cardMemo = { account: '1001' };
export const bankMemo = { account: '1003', bank: 'eft' };
export const debit: Plan = { ...charge, instrument: 'eft' };

export const settlement = (more: Json = {}): Json => ({
  id: 'set_1',
  merchantRefNum: 'cpt-2',
  status: 'PENDING',
  amount: 5000,
  availableToRefund: 5000,
  ...more,
});
export const auth = (more: Json = {}): Json => ({
  id: 'pay_1',
  merchantRefNum: 'cpt-1',
  status: 'COMPLETED',
  amount: 8450,
  settleWithAuth: true,
  availableToSettle: 0,
  currencyCode: 'CAD',
  card: { type: 'VI', lastDigits: '2345' },
  settlements: [settlement({ id: 'pay_1', merchantRefNum: 'cpt-1', amount: 8450, availableToRefund: 8450 })],
  ...more,
});
export const held = (more: Json = {}): Json =>
  auth({ settleWithAuth: false, availableToSettle: 8450, settlements: undefined, ...more });
export const purchase = (more: Json = {}): Json => ({
  id: 'pur_1',
  merchantRefNum: 'cpt-1',
  status: 'COMPLETED',
  amount: 8450,
  currencyCode: 'CAD',
  eft: { lastDigits: '22' },
  ...more,
});
export const step = (key: string, more: Json = {}): Json => ({
  id: 'step_1',
  merchantRefNum: key,
  status: 'COMPLETED',
  amount: 8450,
  ...more,
});
export const vaultCard = (more: Json = {}): Json => ({
  id: 'pm_1',
  status: 'ACTIVE',
  lastDigits: '2345',
  cardExpiry: { month: 4, year: 2030 },
  paymentToken: 'Cxyz',
  defaultCardIndicator: true,
  ...more,
});
export const failed = (code: string, more: Json = {}): Json => ({
  id: 'pay_1',
  merchantRefNum: 'cpt-1',
  error: { code, message: 'words' },
  ...more,
});
