import type { ApprovalKind } from '../../contract/approval-rules.ts';
import type { ApprovalView, PreparedOrder } from '../../contract/approval.ts';
import { done, refused, type Failure, type Reply } from '../../contract/failure.ts';
import { impossible } from '../../contract/impossible.ts';
import type { Verb } from '../../contract/staff.ts';
import type { ApprovalLine, ApprovedOrder } from '../../ledger/approval-row.ts';
import type { WholeApproval } from '../../ledger/approvals.ts';
import type { AuditEntry } from '../../payments/ports.ts';
import { judgeOrder, type JudgedOrder } from './approval-judge.ts';
import { needsSecond } from './approval-rules.ts';
import { approvalView, totalsOf } from './approval-view.ts';
import { lacksReason } from '../orders/orders.ts';
import type { SignedIn } from '../signed-in.ts';
import type { World } from '../world.ts';

/** What somebody wants a second person's yes for: one order, or a list as it was prepared. All of it stands under the ticket of the dialog. */
export interface ToPrepare {
  readonly ticket: string;
  readonly orders: readonly ApprovedOrder[];
  readonly note: string | null;
}

export const kindOf = ({ kind }: Pick<ApprovedOrder, 'kind'>): ApprovalKind =>
  kind === 'capture' || kind === 'refund' ? kind : 'outside';

/** Why this much needs a second person, with what was taken or given back of the same payment before; asked while it is typed. */
export async function approvalNeeded(
  world: World,
  { of, targetId, amount }: { of: ApprovalKind; targetId: string | null; amount: { amount: number; currency: string } },
): Promise<Reply<{ refusal: Failure | null }>> {
  const payment = of === 'outside' || targetId === null ? null : await world.mirror.payment(targetId);
  const before = payment ? (of === 'capture' ? payment.taken : payment.refunded) : 0;
  const whole = { ...amount, amount: amount.amount + before };
  return done({ refusal: needsSecond(world.settings.now(), of, [whole]) });
}

/** One order of a dialog waits for a second person. */
export async function prepareOne(
  world: World,
  { ticket, order, note }: { ticket: string; order: PreparedOrder; note: string | null },
  who: SignedIn | null,
): Promise<Reply<ApprovalView>> {
  const asked: ApprovedOrder =
    order.kind === 'hold' ? { ...order, ticket, tip: null, receiptEmail: null } : { ...order, ticket };
  const prepared = await prepareApproval(world, { ticket, orders: [asked], note }, who);
  return prepared.ok ? done(await approvalView(world, prepared.value)) : prepared;
}

/**
 * Writes what is to be approved, after judging each order by everything that it will be judged by when it is given. Whoever may not give such an order may
 * prepare it where the house asks for a second person. The same again stands as it is.
 */
export async function prepareApproval(
  world: World,
  { ticket, orders, note }: ToPrepare,
  who: SignedIn | null,
): Promise<Reply<WholeApproval>> {
  if (!who) return refused('not_signed_in');
  const [first] = orders;
  const of = first && kindOf(first);
  if (!of || orders.some((order) => kindOf(order) !== of)) return refused('bad_input', { field: 'order' });
  if (orders.some(lacksReason)) return refused('refund_needs_reason');
  const verb: Verb = first.kind;
  if (!who.verbs.includes(verb) && world.settings.now().approvalRules[of].when === 'never')
    return refused('not_allowed', { verb });
  const [at, id] = [world.clock.now(), `approval-${world.engine.random.id(20)}`];
  const lines: ApprovalLine[] = [];
  for (const asked of orders) {
    const judged = await judgeOrder(world, asked);
    if ('code' in judged) return { ok: false, failure: judged };
    // Covered by a consent, it needs nobody.
    if (judged.planned.taking?.of !== of) return refused('bad_input', { field: 'order' });
    const busy = await busyWith(world, judged.planned.targetId);
    if (busy) return { ok: false, failure: busy };
    lines.push(
      lineOf(judged, { asked, approvalId: id, place: lines.length, id: `line-${world.engine.random.id(20)}` }),
    );
  }
  const by = { staffId: who.id, staffName: who.name, desk: world.settings.now().desk };
  const approval = { id, ticket, of, state: 'prepared', note, why: null, decided: null, ...by } as const;
  const whole: WholeApproval = { approval: { ...approval, createdAt: at, updatedAt: at, version: 1 }, lines };
  const written = await world.ledger.approvals.prepare(whole, {
    prepared: approvalEntry(whole, { ...by, at, what: 'approval_prepared' }),
    replaced: (stood) => replacedEntry(stood, whole, { ...by, at }),
  });
  if ('known' in written) return done(written.known);
  await tellApproval(world, written.prepared);
  return done(written.prepared);
}

/** What is still going on there must be known first: nobody could say what is approved. */
async function busyWith({ ledger }: World, targetId: string | null): Promise<Failure | null> {
  const id = targetId === null ? undefined : (await ledger.operations.busy([targetId])).get(targetId);
  const open = id === undefined ? null : await ledger.operations.byId(id);
  return open && refused('busy', { operationId: open.id, by: open.staffName, kind: open.kind }).failure;
}

/** Windows are told of what became of it. */
export async function tellApproval(world: World, whole: WholeApproval): Promise<void> {
  world.emit('approvals.changed', await approvalView(world, whole));
}

/** A line of the history about an approval: what it is for, and by whom it was prepared. */
export function approvalEntry(
  { approval, lines }: WholeApproval,
  said: Pick<AuditEntry, 'at' | 'staffId' | 'staffName' | 'desk' | 'what'> & { readonly note?: string | null },
): AuditEntry {
  const { note = approval.note, ...entry } = said;
  const [first, second] = lines;
  const [total] = totalsOf(lines.map(({ amount }) => amount));
  return {
    ...entry,
    outcome: 'done',
    detail: {
      approval: approval.id,
      kind: first?.kind ?? '',
      customer: first && !second ? first.customerName : '',
      ...(lines.length > 1 ? { lines: lines.length } : {}),
      ...(total ? { amount: total.amount, currency: total.currency } : {}),
      prepared: approval.staffName,
      ...(note === null ? {} : { note }),
    },
  };
}

/** What stood and counts no more, because this was prepared: whose it was, what it was for, who had approved it, and the sum that stands in its place. */
function replacedEntry(
  stood: WholeApproval,
  { lines }: WholeApproval,
  by: Pick<AuditEntry, 'at' | 'staffId' | 'staffName' | 'desk'>,
): AuditEntry {
  const { detail, ...entry } = approvalEntry(stood, { ...by, what: 'approval_replaced', note: null });
  const { state, decided } = stood.approval;
  const [total] = totalsOf(lines.map(({ amount }) => amount));
  return {
    ...entry,
    detail: {
      ...detail,
      ...(state === 'approved' && decided ? { approved: decided.staffName } : {}),
      ...(total ? { instead: total.amount, insteadCurrency: total.currency } : {}),
    },
  };
}

function lineOf(
  { planned, facts, seen }: JudgedOrder,
  line: Pick<ApprovalLine, 'id' | 'approvalId' | 'place' | 'asked'>,
): ApprovalLine {
  const { plan, provider, customerId, customerName, card } = planned;
  const { asked } = line;
  const { amount } = asked;
  const about = { provider, customerId, customerName, card, amount, facts, seen, operationId: null };
  switch (asked.kind) {
    case 'charge':
    case 'hold':
      return {
        ...line,
        ...about,
        kind: asked.kind,
        targetId: asked.cardId,
        billId: asked.cause?.billId ?? null,
        held: null,
      };
    case 'capture': {
      const held = 'capturable' in plan ? plan.capturable : null;
      return { ...line, ...about, kind: asked.kind, targetId: asked.holdId, billId: null, held };
    }
    case 'refund':
      return { ...line, ...about, kind: asked.kind, targetId: asked.paymentId, billId: null, held: null };
    default:
      return impossible(asked);
  }
}
