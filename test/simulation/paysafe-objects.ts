import type { BankAnswer } from './bank.ts';

/** What Paysafe keeps, as far as an engine can tell. Amounts in minor units, times unix ms. Every transaction has its own reference. */
export type Transaction = Auth | Settlement | Void | Refund | Purchase | Verification | Failed;
interface Common {
  readonly id: string;
  readonly ref: string;
  readonly amount: number;
  readonly at: number;
}
export interface Auth extends Common {
  readonly is: 'auth';
  readonly customer: string;
  readonly settles: boolean;
  readonly available: number;
  readonly status: 'COMPLETED' | 'CANCELLED';
}
export interface Settlement extends Common {
  readonly is: 'settlement';
  readonly auth: string;
  readonly refundable: number;
  readonly status: 'PENDING' | 'COMPLETED' | 'CANCELLED';
}
export interface Void extends Common {
  readonly is: 'void';
}
export interface Refund extends Common {
  readonly is: 'refund';
}
export interface Purchase extends Common {
  readonly is: 'purchase';
  readonly status: 'PENDING' | 'CANCELLED';
}
/** A card's bank was asked about it, for no amount. `matches`: the security code is the card's own. */
export interface Verification extends Common {
  readonly is: 'verification';
  readonly lastFour: string;
  readonly matches: boolean;
}
/** Refused and kept: it has used its reference up. */
export interface Failed extends Common {
  readonly is: 'failed';
  readonly list: List;
  readonly code: string;
}
export type List = 'auths' | 'settlements' | 'voidauths' | 'refunds' | 'purchases' | 'verifications';

export const listOf = (one: Transaction): List =>
  one.is === 'failed'
    ? one.list
    : (
        {
          auth: 'auths',
          settlement: 'settlements',
          void: 'voidauths',
          refund: 'refunds',
          purchase: 'purchases',
          verification: 'verifications',
        } as const
      )[one.is];

export interface VaultCard {
  readonly id: string;
  readonly person: string;
  readonly bank: boolean;
  readonly removed: boolean;
  readonly fallback: boolean;
  /** of a card that was typed; the others have one of their own */
  readonly lastFour?: string;
  readonly ref?: string;
}

export function said(one: Transaction): object {
  const base = { id: one.id, merchantRefNum: one.ref, amount: one.amount };
  const txnTime = `${new Date(one.at).toISOString().slice(0, 19)}Z`;
  switch (one.is) {
    case 'auth':
      return {
        ...base,
        txnTime,
        status: one.status,
        settleWithAuth: one.settles,
        availableToSettle: one.available,
        currencyCode: 'CAD',
        card: { type: 'VI', lastDigits: '2345' },
      };
    case 'settlement':
      return { ...base, txnTime, status: one.status, availableToRefund: one.refundable };
    case 'void':
      return { ...base, txnTime, status: 'COMPLETED' };
    case 'refund':
      return { ...base, txnTime, status: 'PENDING' };
    case 'purchase':
      return { ...base, txnTime, status: one.status, currencyCode: 'CAD', eft: { lastDigits: '22' } };
    case 'verification':
      return {
        id: one.id,
        merchantRefNum: one.ref,
        txnTime,
        status: 'COMPLETED',
        card: { type: 'VI', lastDigits: one.lastFour },
        cvvVerification: one.matches ? 'MATCH' : 'NO_MATCH',
      };
    case 'failed':
      return { id: one.id, merchantRefNum: one.ref, status: 'FAILED', error: { code: one.code, message: '' } };
  }
}

export const cardSaid = (one: VaultCard): object => ({
  id: one.id,
  status: 'ACTIVE',
  lastDigits: one.lastFour ?? '2345',
  ...(one.ref === undefined ? {} : { merchantRefNum: one.ref }),
  cardExpiry: { month: 4, year: 2030 },
  cardType: 'VI',
  paymentToken: `C${one.id}`,
  defaultCardIndicator: one.fallback,
});

export const ok = (body: object | ''): BankAnswer => ({
  status: 200,
  headers: {},
  body: body === '' ? '' : JSON.stringify(body),
});
export const no = (status: number, code: string, more: object = {}): BankAnswer => ({
  status,
  headers: {},
  body: JSON.stringify({ ...more, error: { code, message: '' } }),
});
export const paysafeFault = JSON.stringify({ error: { code: '1000', message: 'An internal error occurred.' } });
