import type { Plan, PlanOf } from '../../src-main/payments/order.ts';
import { cad, type Saved } from './town.ts';

let count = 0;
/** A key nobody used yet, of the form the engine makes. */
export const freshKey = (): string => `cpt-ticket${String((count += 1)).padStart(12, '0')}`;

export function take(
  kind: 'charge' | 'hold',
  saved: Saved,
  more: Partial<PlanOf<'charge' | 'hold'>> = {},
): PlanOf<'charge' | 'hold'> {
  return {
    kind,
    key: freshKey(),
    amount: cad(8450),
    ...saved,
    description: 'Coupe et couleur',
    receiptEmail: null,
    initialTransactionRef: null,
    ...more,
  };
}

export function capture(paymentRef: string, amount: number, capturable = 8450): PlanOf<'capture'> {
  return { kind: 'capture', key: freshKey(), amount: cad(amount), paymentRef, capturable, account: null };
}

export function release(paymentRef: string, amount = 8450): PlanOf<'release'> {
  return { kind: 'release', key: freshKey(), amount: cad(amount), paymentRef, rest: false, account: null };
}

export function refund(
  target: { paymentRef: string; settlementRef: string },
  amount: number,
  more: Partial<PlanOf<'refund'>> = {},
): PlanOf<'refund'> {
  return {
    kind: 'refund',
    key: freshKey(),
    amount: cad(amount),
    ...target,
    means: 'refund',
    whole: amount === 8450,
    account: null,
    ...more,
  };
}

export function onCard(kind: 'remove_card' | 'set_default', saved: Saved): Plan {
  const { customerRef, cardRef, instrument } = saved;
  return { kind, key: freshKey(), customerRef, cardRef, instrument };
}

/** The whole customer whose saved card this is. */
export function onCustomer({ customerRef }: Pick<Saved, 'customerRef'>): Plan {
  return { kind: 'remove_customer', key: freshKey(), customerRef };
}
