import { awaitBatch } from './batch-queue.ts';
import { largestAmount, readForm } from './form.ts';
import { lookUp } from './look-up.ts';
import { refuse, refuseUnknown } from './refusal.ts';
import type { Answer, Call, Route } from './routes.ts';
import type { SettlementRecord } from './settlements.ts';
import { keepSettlement } from './settlements.ts';
import type { Attempt, FailedRecord, TransactionHead } from './transactions.ts';
import { attempt, cardsUrl, failedView, find, keep, selfLink } from './transactions.ts';
import type { PaysafeWorld } from './world.ts';
import { kinds, utcText } from './world.ts';

export interface RefundRecord extends TransactionHead {
  readonly settlementId: string;
  readonly status: 'PENDING' | 'COMPLETED' | 'CANCELLED';
  readonly amount: number;
}

export function refundRoutes(world: PaysafeWorld): Route[] {
  const route = (method: Route['method'], path: string, answer: Route['answer']): Route => ({
    method,
    path: `/cardpayments/v1/accounts/:account${path}`,
    family: 'cards',
    opens: 'server',
    accounts: ['card'],
    answer,
  });
  const view = (found: RefundRecord | FailedRecord): Record<string, unknown> =>
    found.status === 'FAILED' ? failedView(world, 'refunds', found) : refundView(world, found);
  return [
    route('POST', '/settlements/:settlement/refunds', (call) =>
      attempt(world, call, { collection: 'refunds', work: (tried) => refund(world, call, tried) }),
    ),
    route('GET', '/refunds', (call) =>
      lookUp<RefundRecord | FailedRecord>(world, call, {
        kind: kinds.refund,
        name: 'refunds',
        url: cardsUrl(world, call.account.number, '/refunds'),
        view,
      }),
    ),
    route('GET', '/refunds/:refund', (call) => {
      const id = call.id('refund');
      const found = find<RefundRecord>(world, call, { collection: 'refunds', id }) ?? refuseUnknown(id);
      return { status: 200, body: view(found) };
    }),
    route('PUT', '/refunds/:refund', (call) => cancelRefund(world, call)),
  ];
}

function refund(world: PaysafeWorld, call: Call, { form, head, begin }: Attempt): Answer {
  const sent = form.whole('amount', { min: 1, max: largestAmount });
  begin();
  const settlement = find<SettlementRecord>(world, call, { collection: 'settlements', id: call.id('settlement') });
  if (settlement === undefined || settlement.status === 'FAILED') return refuse('3407');
  // A cancelled settlement has no settled funds either; which code it gives is not confirmed.
  if (settlement.status !== 'COMPLETED') return refuse('3406');
  if (settlement.availableToRefund === 0) return refuse('3404');
  const amount = sent ?? settlement.availableToRefund;
  if (amount > settlement.availableToRefund) return refuse('3402');
  keepSettlement(world, { ...settlement, availableToRefund: settlement.availableToRefund - amount });
  const record: RefundRecord = { ...head, settlementId: settlement.id, status: 'PENDING', amount };
  keep(world, kinds.refund, record);
  awaitBatch(world, { kind: 'refund', id: record.id });
  return { status: 200, body: refundView(world, record) };
}

/** A refund taken back leaves the settlement refundable again: not confirmed, but the money has not moved. */
function cancelRefund(world: PaysafeWorld, call: Call): Answer {
  const form = readForm(call.body);
  form.needChoice('status', ['CANCELLED']);
  form.finish();
  const id = call.id('refund');
  const record = find<RefundRecord>(world, call, { collection: 'refunds', id }) ?? refuseUnknown(id);
  if (record.status !== 'PENDING') return refuse('3415');
  const cancelled: RefundRecord = { ...record, status: 'CANCELLED' };
  keep(world, kinds.refund, cancelled);
  const settlement = world.store.get<SettlementRecord>(kinds.settlement, record.settlementId);
  if (settlement !== undefined) {
    keepSettlement(world, { ...settlement, availableToRefund: settlement.availableToRefund + record.amount });
  }
  return {
    status: 200,
    body: {
      id: cancelled.id,
      txnTime: utcText(world.clock.now()),
      status: cancelled.status,
      links: [selfLink(world, 'refunds', cancelled)],
    },
  };
}

function refundView(world: PaysafeWorld, record: RefundRecord): Record<string, unknown> {
  return {
    id: record.id,
    merchantRefNum: record.merchantRefNum,
    txnTime: utcText(record.created),
    status: record.status,
    amount: record.amount,
    links: [selfLink(world, 'refunds', record)],
  };
}
