import type { Answer, ProviderRequest, Sender } from '../../src-main/payments/ports.ts';
import type { InstrumentKind } from '../../src-main/contract/card.ts';
import type { Money } from '../../src-main/contract/money.ts';
import type { OperationState } from '../../src-main/contract/operation.ts';
import type { ProviderName } from '../../src-main/contract/provider.ts';
import type { Operation } from '../../src-main/payments/operation.ts';
import type { Plan } from '../../src-main/payments/order.ts';
import type { Prepared } from '../../src-main/payments/ports.ts';

export const opening = Date.UTC(2026, 10, 20, 16, 42);
const cad = (amount: number): Money => ({ amount, currency: 'CAD' });

/** The names things have at a provider. */
export interface Names {
  readonly customer: string;
  readonly card: string;
  readonly token: string;
  readonly payment: string;
  readonly settlement: string;
  readonly account: string | null;
}

/** Every order of the desk in every shape it can have at a provider: each is a request whose form the provider judges. */
export function everyPlan(names: Names, instruments: readonly InstrumentKind[]): readonly Plan[] {
  const { account } = names;
  const key = (n: number): string => `cpt-order-${n}`;
  const takes = (['charge', 'hold'] as const).flatMap((kind) =>
    instruments
      .filter((instrument) => instrument === 'card' || kind === 'charge')
      .flatMap((instrument) =>
        [false, true].map((dressed): Plan => ({
          kind,
          key: key(1),
          amount: { amount: 8450, currency: currencyOf[instrument] },
          customerRef: names.customer,
          cardRef: names.card,
          payToken: names.token,
          instrument,
          description: dressed ? 'Coupe "brushing"; couleur [été] / 50 % <Élodie>' : null,
          receiptEmail: dressed ? 'elodie@example.com' : null,
          initialTransactionRef: dressed ? names.payment : null,
        })),
      ),
  );
  const target = { paymentRef: names.payment, account } as const;
  const back = { ...target, kind: 'refund', key: key(4), settlementRef: names.settlement } as const;
  const saved = { customerRef: names.customer, cardRef: names.card } as const;
  return [
    ...takes,
    { kind: 'capture', key: key(2), amount: cad(8450), capturable: 8450, ...target },
    { kind: 'capture', key: key(2), amount: cad(1), capturable: 8450, ...target },
    { kind: 'release', key: key(3), amount: cad(8450), rest: false, ...target },
    { kind: 'release', key: key(3), amount: cad(3450), rest: true, ...target },
    { ...back, amount: cad(8450), means: 'refund', whole: true },
    { ...back, amount: cad(3000), means: 'refund', whole: false },
    ...instruments.map((instrument): Plan => ({ kind: 'remove_card', key: key(5), instrument, ...saved })),
    { kind: 'set_default', key: key(6), instrument: 'card', ...saved },
    { kind: 'remove_customer', key: key(7), customerRef: names.customer },
  ];
}

const currencyOf: Readonly<Record<InstrumentKind, string>> = {
  card: 'CAD',
  eft: 'CAD',
  ach: 'USD',
  bacs: 'GBP',
  sepa: 'EUR',
};

/** An operation as the ledger would hold it after its reply was lost, for `why`. */
export function lost(provider: ProviderName, plan: Plan, prepared: Prepared, why = 'no_answer'): Operation {
  const state: OperationState = {
    name: 'unknown',
    since: opening,
    why,
    lastSentAt: opening,
    absent: 0,
    asks: 0,
    nextAskAt: opening,
  };
  return {
    id: 'op-1',
    group: 'op-1',
    follows: null,
    ticket: null,
    kind: plan.kind,
    provider,
    guard: 'payment:1',
    plan,
    request: prepared.request,
    memo: prepared.memo,
    state,
    amount: 'amount' in plan ? plan.amount : null,
    tip: null,
    customerId: null,
    customerName: '',
    card: null,
    targetId: null,
    note: null,
    receiptEmail: null,
    staffId: 'st-1',
    staffName: 'Maude Gagnon',
    desk: 'Front desk 1',
    createdAt: opening,
    updatedAt: opening,
    providerClockAt: null,
    version: 1,
  };
}

/** Writes down what would be sent and answers what `reply` says to it. */
export function notebook(reply: (request: ProviderRequest) => unknown): {
  readonly sent: ProviderRequest[];
  readonly send: Sender['send'];
} {
  const sent: ProviderRequest[] = [];
  return {
    sent,
    async send(_provider, request) {
      sent.push(request);
      const answer: Answer = { status: 200, headers: {}, body: JSON.stringify(reply(request)), providerAt: null };
      return { got: 'answer', answer };
    },
  };
}
