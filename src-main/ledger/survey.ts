import { setImmediate as turn } from 'node:timers/promises';
import * as v from 'valibot';
import { purpose } from '../contract/consent.ts';
import { operationKind, type OperationKind, type OperationState } from '../contract/operation.ts';
import { providerName, type ProviderName } from '../contract/provider.ts';
import type { Operation } from '../payments/operation.ts';
import type { Cause, Plan } from '../payments/order.ts';
import { makeAuditBook } from './audit.ts';
import { planShape } from './plan-shape.ts';
import type { Store } from './store.ts';
import type { OperationTable } from './tables.ts';
import { allOperations, soundOperation } from './sound-operations.ts';

/** An operation whose record is what was written. */
export interface SoundOperation {
  readonly id: string;
  readonly group: string;
  readonly provider: ProviderName;
  readonly key: string;
  readonly kind: OperationKind;
  readonly state: OperationState;
  /** the provider's id of the payment it was done on; null for a charge, a hold and what concerns a card */
  readonly paymentRef: string | null;
  readonly amount: number | null;
}

/** A record that is not what was written. What can still be read of it is a hint where to ask, and nothing more. */
export interface DamagedOperation {
  readonly id: string;
  readonly provider: ProviderName | null;
  readonly keys: readonly string[];
  readonly plan: Plan | null;
  readonly memo: Readonly<Record<string, string>>;
}

/** What the history says of an order: who gave it, for whom, how much, and how it ended. */
export interface NamedOrder {
  readonly id: string;
  /** absent in lines of the first version */
  readonly key: string | null;
  readonly target: string | null;
  /** of a second step: the one it follows, which begins their group; lines of earlier versions do not say */
  readonly follows: string | null;
  readonly kind: OperationKind;
  readonly provider: ProviderName;
  readonly amount: { readonly amount: number; readonly currency: string } | null;
  readonly customerName: string;
  readonly note: string | null;
  /** what it was for; null where the line does not say: one of before bills, or of an order that takes nothing */
  readonly cause: Cause | null;
  readonly staffId: string;
  readonly staffName: string;
  readonly desk: string;
  readonly at: number;
  /** its last line: a state that it ended in, with the provider's code; null while it had not */
  readonly ended: { readonly state: string; readonly code: string | null } | null;
}

export interface Survey {
  readonly sound: readonly SoundOperation[];
  readonly damaged: readonly DamagedOperation[];
  /** by operation id; only from lines of a history that is sound up to them */
  readonly named: ReadonlyMap<string, NamedOrder>;
  /** named, and no record of it is there */
  readonly lost: readonly NamedOrder[];
}

const atOnce = 400;

/** Reads all there is, for whoever builds the records anew: in slices, so that nobody waits for it. */
export async function surveyRecords(store: Store): Promise<Survey> {
  const sound: SoundOperation[] = [];
  const damaged: DamagedOperation[] = [];
  const there = new Set<string>();
  for await (const page of allOperations(store)) {
    for (const row of page) {
      there.add(row.id);
      const operation = soundOperation(row, store.sealer);
      if (operation) sound.push(soundOf(operation));
      else damaged.push(hintsOf(row));
    }
  }
  const named = await namedOrders(store);
  return { sound, damaged, named, lost: [...named.values()].filter(({ id }) => !there.has(id)) };
}

function soundOf({ id, group, provider, plan, kind, state, amount }: Operation): SoundOperation {
  return {
    id,
    group,
    provider,
    key: plan.key,
    kind,
    state,
    paymentRef: 'paymentRef' in plan ? plan.paymentRef : null,
    amount: amount?.amount ?? null,
  };
}

const asPlan = v.pipe(v.string(), v.parseJson(), planShape);
const asMemo = v.pipe(v.string(), v.parseJson(), v.record(v.string(), v.string()));
const asRequest = v.pipe(v.string(), v.parseJson(), v.object({ headers: v.record(v.string(), v.string()) }));

/** What can still be read of a damaged row. */
export function hintsOf(row: OperationTable): DamagedOperation {
  const plan = v.safeParse(asPlan, row.plan);
  const memo = v.safeParse(asMemo, row.memo);
  const request = v.safeParse(asRequest, row.request);
  const provider = v.safeParse(providerName, row.provider);
  const keys = [
    row.repeat_key,
    plan.success ? plan.output.key : null,
    request.success ? request.output.headers['idempotency-key'] : null,
  ].filter((key): key is string => typeof key === 'string' && key !== '');
  return {
    id: row.id,
    provider: provider.success ? provider.output : null,
    keys: [...new Set(keys)],
    plan: plan.success ? plan.output : null,
    memo: memo.success ? memo.output : {},
  };
}

const orderDetail = v.pipe(
  v.string(),
  v.parseJson(),
  v.object({
    operation: v.string(),
    provider: providerName,
    customer: v.optional(v.string(), ''),
    key: v.optional(v.string()),
    target: v.optional(v.string()),
    follows: v.optional(v.string()),
    amount: v.optional(v.number()),
    currency: v.optional(v.string()),
    note: v.optional(v.string()),
    purpose: v.optional(purpose),
    billId: v.optional(v.string()),
    consentId: v.optional(v.string()),
    state: v.optional(v.string()),
    code: v.optional(v.string()),
  }),
);

async function namedOrders(store: Store): Promise<Map<string, NamedOrder>> {
  const audit = await makeAuditBook(store).verifyAudit();
  const last = audit.sound ? Number.MAX_SAFE_INTEGER : audit.firstBad - 1;
  const named = new Map<string, NamedOrder>();
  let after = 0;
  for (;;) {
    const from = after;
    const lines = await store.read((db) =>
      db
        .selectFrom('audit')
        .selectAll()
        .where('id', '>', from)
        .where('id', '<=', last)
        .orderBy('id')
        .limit(atOnce)
        .execute(),
    );
    for (const line of lines) {
      after = line.id;
      const kind = v.safeParse(operationKind, line.what);
      const detail = kind.success ? v.safeParse(orderDetail, line.detail) : null;
      if (!kind.success || !detail?.success) continue;
      const facts = detail.output;
      const before = named.get(facts.operation);
      named.set(facts.operation, {
        id: facts.operation,
        key: facts.key ?? before?.key ?? null,
        target: facts.target ?? before?.target ?? null,
        follows: facts.follows ?? before?.follows ?? null,
        kind: kind.output,
        provider: facts.provider,
        amount:
          facts.amount !== undefined && facts.currency !== undefined
            ? { amount: facts.amount, currency: facts.currency }
            : null,
        customerName: facts.customer,
        note: facts.note ?? null,
        cause:
          facts.purpose === undefined
            ? (before?.cause ?? null)
            : { purpose: facts.purpose, billId: facts.billId ?? null, consentId: facts.consentId ?? null },
        staffId: line.staff_id ?? '',
        staffName: line.staff_name ?? '',
        desk: line.desk,
        at: before?.at ?? line.at,
        ended: facts.state === undefined ? (before?.ended ?? null) : { state: facts.state, code: facts.code ?? null },
      });
    }
    if (lines.length < atOnce) return named;
    await turn();
  }
}
