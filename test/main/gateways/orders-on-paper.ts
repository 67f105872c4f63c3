import type { OperationState } from '../../../src-main/contract/operation.ts';
import type { Operation } from '../../../src-main/payments/operation.ts';
import type { Plan, PlanOf } from '../../../src-main/payments/order.ts';
import type { Answer } from '../../../src-main/payments/ports.ts';

export const now = Date.UTC(2026, 10, 20, 16, 42);
const cad = (amount: number) => ({ amount, currency: 'CAD' });

export const charge: PlanOf<'charge' | 'hold'> = {
  kind: 'charge',
  key: 'cpt-1',
  amount: cad(8450),
  customerRef: 'cus_1',
  cardRef: 'pm_1',
  payToken: 'pm_1',
  instrument: 'card',
  description: null,
  receiptEmail: null,
  initialTransactionRef: null,
};
export const hold: PlanOf<'charge' | 'hold'> = { ...charge, kind: 'hold' };
export const capture: PlanOf<'capture'> = {
  kind: 'capture',
  key: 'cpt-2',
  amount: cad(5000),
  paymentRef: 'pay_1',
  capturable: 8450,
  account: '1001',
};
export const release: PlanOf<'release'> = {
  kind: 'release',
  key: 'cpt-3',
  amount: cad(8450),
  paymentRef: 'pay_1',
  rest: false,
  account: '1001',
};
export const refund: PlanOf<'refund'> = {
  kind: 'refund',
  key: 'cpt-4',
  amount: cad(8450),
  paymentRef: 'pay_1',
  settlementRef: 'set_1',
  means: 'refund',
  whole: true,
  account: '1001',
};
export const cancellation: PlanOf<'refund'> = { ...refund, means: 'cancel' };
export const removal: PlanOf<'remove_card'> = {
  kind: 'remove_card',
  key: 'cpt-5',
  customerRef: 'cus_1',
  cardRef: 'pm_1',
  instrument: 'card',
};
export const newDefault: PlanOf<'set_default'> = { ...removal, kind: 'set_default', key: 'cpt-6' };
export const leaving: PlanOf<'remove_customer'> = { kind: 'remove_customer', key: 'cpt-7', customerRef: 'cus_1' };
export const savedCard: PlanOf<'save_card'> = {
  ...{ kind: 'save_card', key: 'cpt-8', customerRef: 'profile-1', token: 'SCtyped', lastFour: '1111' },
  ...{ verificationRef: null, currency: 'CAD', agreed: null },
};
export const savedAccount: PlanOf<'save_bank_account'> = {
  ...{ kind: 'save_bank_account', key: 'cpt-9', customerRef: 'profile-1', addressRef: 'address-1', instrument: 'eft' },
  ...{ holder: 'Nadia Roy', codes: { institutionId: '001', transitNumber: '25039' }, lastDigits: '37' },
  ...{ mandate: null, currency: 'CAD', witness: 'Maude' },
  agreed: {
    ...{ textId: 'visits', textVersion: 1, shown: 'Words', purposes: ['balance'], language: 'en' },
    ...{ capEach: null, capTotal: null, endsAt: null },
  },
};
export const everyPlan: readonly Plan[] = [
  ...[charge, hold, capture, release, refund, cancellation],
  ...[removal, newDefault, leaving],
];

export const answer = (status: number, body: unknown): Answer => ({
  status,
  headers: {},
  body: typeof body === 'string' ? body : JSON.stringify(body),
  providerAt: null,
});

/** An operation of that plan whose reply was lost. */
export function lost(
  plan: Plan,
  why = 'no_answer',
  memo: Readonly<Record<string, string>> = { account: '1001' },
): Operation {
  const state: OperationState = {
    name: 'unknown',
    since: now,
    why,
    lastSentAt: now,
    absent: 0,
    asks: 1,
    nextAskAt: now,
  };
  return {
    id: 'op-1',
    group: 'op-1',
    follows: null,
    ticket: null,
    kind: plan.kind,
    provider: 'stripe',
    guard: 'g',
    plan,
    request: { method: 'POST', path: '/', headers: {}, body: null },
    memo,
    state,
    amount: null,
    tip: null,
    customerId: null,
    customerName: '',
    card: null,
    targetId: null,
    note: null,
    receiptEmail: null,
    staffId: 's',
    staffName: 'Maude',
    desk: 'Front 1',
    createdAt: now,
    updatedAt: now,
    providerClockAt: null,
    version: 1,
  };
}

/** Bodies that no provider would send and networks do. */
export const nonsense: readonly string[] = [
  '',
  ' ',
  'null',
  'true',
  '[]',
  '{}',
  '"succeeded"',
  '<!doctype html><title>Welcome to the hotel</title>',
  '{"status":"succeeded"}',
  '{"id":"pay_1","status":"COMPLETED"}',
  '{"object":"payment_intent","id":1,"status":"succeeded"',
  '{"error":"no"}',
];
