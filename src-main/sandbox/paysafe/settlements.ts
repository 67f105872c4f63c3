import type { AuthRecord } from './auth-view.ts';
import { awaitBatch } from './batch-queue.ts';
import { largestAmount, readForm } from './form.ts';
import { lookUp } from './look-up.ts';
import { refuse, refuseUnknown } from './refusal.ts';
import type { Answer, Call, Route } from './routes.ts';
import type { Attempt, FailedRecord, TransactionHead } from './transactions.ts';
import { attempt, cardsUrl, failedView, find, keep, selfLink } from './transactions.ts';
import type { PaysafeWorld } from './world.ts';
import { dayMs, kinds, utcText } from './world.ts';

/** A capture; PENDING until a batch takes it. */
export interface SettlementRecord extends TransactionHead {
  readonly authId: string;
  readonly status: 'PENDING' | 'COMPLETED' | 'CANCELLED' | 'FAILED';
  readonly amount: number;
  readonly availableToRefund: number;
  /** the batch that takes it will not get the money */
  readonly fails?: boolean;
}

export function settlementRoutes(world: PaysafeWorld): Route[] {
  const route = (method: Route['method'], path: string, answer: Route['answer']): Route => ({
    method,
    path: `/cardpayments/v1/accounts/:account${path}`,
    family: 'cards',
    opens: 'server',
    accounts: ['card'],
    answer,
  });
  const view = (found: SettlementRecord | FailedRecord): Record<string, unknown> =>
    found.status === 'FAILED' && !('authId' in found)
      ? failedView(world, 'settlements', found)
      : settlementView(world, found);
  return [
    route('POST', '/auths/:auth/settlements', (call) =>
      attempt(world, call, { collection: 'settlements', work: (tried) => settle(world, call, tried) }),
    ),
    route('GET', '/settlements', (call) =>
      lookUp<SettlementRecord | FailedRecord>(world, call, {
        kind: kinds.settlement,
        name: 'settlements',
        url: cardsUrl(world, call.account.number, '/settlements'),
        view,
      }),
    ),
    route('GET', '/settlements/:settlement', (call) => {
      const id = call.id('settlement');
      const found = find<SettlementRecord>(world, call, { collection: 'settlements', id }) ?? refuseUnknown(id);
      return { status: 200, body: view(found) };
    }),
    route('PUT', '/settlements/:settlement', (call) => cancelSettlement(world, call)),
  ];
}

/** Several partial captures are allowed while something remains; no limit of their number is published, so there is none. */
function settle(world: PaysafeWorld, call: Call, { form, head, begin }: Attempt): Answer {
  const sent = form.whole('amount', { min: 1, max: largestAmount });
  begin();
  const auth = find<AuthRecord>(world, call, { collection: 'auths', id: call.id('auth') });
  if (auth === undefined || auth.status === 'FAILED') return refuse('3201');
  // Which code a held authorization gives is not confirmed; there is nothing to settle on it.
  if (auth.status !== 'COMPLETED' || auth.availableToSettle === 0) return refuse('3203');
  if (hasLapsed(world, auth)) return refuse('3205');
  const amount = sent ?? auth.availableToSettle;
  if (amount > auth.availableToSettle) return refuse('3204');
  keep(world, kinds.auth, {
    ...auth,
    availableToSettle: auth.availableToSettle - amount,
    settled: auth.settled + amount,
  } satisfies AuthRecord);
  const settlement: SettlementRecord = {
    ...head,
    authId: auth.id,
    status: 'PENDING',
    amount,
    availableToRefund: amount,
  };
  addSettlement(world, settlement);
  return { status: 200, body: settlementView(world, settlement) };
}

/**
 * Paysafe publishes no lifetime. Here: 7 days for credit, 5 for debit, 30 for a pre-authorization on credit. A lapsed
 * authorization looks like a good one until someone tries to settle it: there is no status for it.
 */
export function hasLapsed(world: PaysafeWorld, auth: AuthRecord): boolean {
  if (auth.lapsed === true) return true;
  const days = auth.debit ? 5 : auth.preAuth ? 30 : 7;
  return world.clock.now() - auth.created > days * dayMs;
}

/** Whether the amount comes back to `availableToSettle` is not confirmed: it does not here, so nobody may count on it. */
function cancelSettlement(world: PaysafeWorld, call: Call): Answer {
  const form = readForm(call.body);
  form.needChoice('status', ['CANCELLED']);
  form.finish();
  const id = call.id('settlement');
  const settlement = find<SettlementRecord>(world, call, { collection: 'settlements', id }) ?? refuseUnknown(id);
  if (settlement.status !== 'PENDING') return refuse('3415');
  const cancelled: SettlementRecord = { ...settlement, status: 'CANCELLED', availableToRefund: 0 };
  keepSettlement(world, cancelled);
  return {
    status: 200,
    body: {
      id: cancelled.id,
      txnTime: utcText(world.clock.now()),
      status: cancelled.status,
      links: [selfLink(world, 'settlements', cancelled)],
    },
  };
}

export function addSettlement(world: PaysafeWorld, settlement: SettlementRecord): void {
  keepSettlement(world, settlement);
  awaitBatch(world, { kind: 'settlement', id: settlement.id });
}

export function keepSettlement(world: PaysafeWorld, settlement: SettlementRecord): void {
  keep(world, kinds.settlement, settlement);
}

export function settlementView(world: PaysafeWorld, settlement: SettlementRecord): Record<string, unknown> {
  return {
    id: settlement.id,
    merchantRefNum: settlement.merchantRefNum,
    txnTime: utcText(settlement.created),
    status: settlement.status,
    amount: settlement.amount,
    availableToRefund: settlement.availableToRefund,
    links: [selfLink(world, 'settlements', settlement)],
  };
}
