import type { ApprovalView, ApprovalVoid } from '../../contract/approval.ts';
import { done, refused, type Failure, type Reply } from '../../contract/failure.ts';
import type { OperationView } from '../../contract/operation.ts';
import type { Approval, ApprovalLine } from '../../ledger/approval-row.ts';
import type { Seen, WholeApproval } from '../../ledger/approvals.ts';
import type { Vouching } from '../../staff/session.ts';
import { isChange, judgeOrder } from './approval-judge.ts';
import { approvalEntry, tellApproval } from './approval-prepare.ts';
import { approvalView } from './approval-view.ts';
import { readPaymentsAgain } from '../holds/last-minutes.ts';
import { order, type Approving } from '../orders/orders.ts';
import type { SignedIn } from '../signed-in.ts';
import type { World } from '../world.ts';

interface Deciding extends Seen {
  /** whose PIN it is */
  readonly staffId: string;
  readonly pin: string;
}

/**
 * A second person's PIN for what somebody prepared. Nobody approves their own. What changed since it was prepared voids it, and then nobody's PIN is tried.
 * Sends nothing.
 */
export async function approve(world: World, asked: Deciding, who: SignedIn | null): Promise<Reply<ApprovalView>> {
  const whole = await waiting(world, asked, who);
  if ('code' in whole) return { ok: false, failure: whole };
  const changed = await whyNotAny(world, whole, who);
  if (changed) return { ok: false, failure: changed };
  return decide(world, whole, { ...asked, state: 'approved', words: null });
}

/** With words for whoever prepared it; nothing is sent. */
export async function sendBack(
  world: World,
  asked: Deciding & { readonly words: string },
  who: SignedIn | null,
): Promise<Reply<ApprovalView>> {
  const whole = await waiting(world, asked, who);
  if ('code' in whole) return { ok: false, failure: whole };
  return decide(world, whole, { ...asked, state: 'sent_back' });
}

export async function withdraw(world: World, seen: Seen, who: SignedIn | null): Promise<Reply<ApprovalView>> {
  const whole = await world.ledger.approvals.byId(seen.id);
  if (!who || !whole) return refused(who ? 'unknown_id' : 'not_signed_in');
  const by = { staffId: who.id, staffName: who.name, desk: world.settings.now().desk, at: world.clock.now() };
  const line = approvalEntry(whole, { ...by, what: 'approval_withdrawn' });
  return after(world, whole, await world.ledger.approvals.withdraw(seen, by, line));
}

/**
 * Gives the order that was approved, in the name of who is signed in, with exactly its amount and target. The commit that opens it uses the approval up; once
 * more, it is the same order and the same answer.
 */
export async function sendApproved(world: World, seen: Seen, who: SignedIn | null): Promise<Reply<OperationView>> {
  if (!who) return refused('not_signed_in');
  const whole = await world.ledger.approvals.byId(seen.id);
  const [line, more] = whole?.lines ?? [];
  if (!whole || !line) return refused('unknown_id');
  if (more) return refused('bad_input', { field: 'id' });
  const { state, version } = whole.approval;
  if (state !== 'used' && (state !== 'approved' || version !== seen.version)) return refused('approval_changed');
  const changed = state === 'used' ? null : await whyNotAny(world, whole, who);
  if (changed) return { ok: false, failure: changed };
  return giveLine(world, { whole, line }, who);
}

/** Each line of a list that was approved, by the ticket of its order, as it may be given; or why not. They must be the very orders that were prepared. */
export async function approvedList(
  world: World,
  seen: Seen,
  tickets: readonly string[],
  who: SignedIn | null,
): Promise<Reply<ReadonlyMap<string, Approving>>> {
  const whole = await world.ledger.approvals.byId(seen.id);
  if (!whole) return refused('unknown_id');
  if (whole.approval.state !== 'approved' || whole.approval.version !== seen.version)
    return refused('approval_changed');
  const same =
    tickets.length === whole.lines.length && whole.lines.every(({ asked }) => tickets.includes(asked.ticket));
  if (!same) return refused('approval_void', { why: 'changed' });
  const changed = await whyNotAny(world, whole, who);
  if (changed) return { ok: false, failure: changed };
  return done(new Map(whole.lines.map((line) => [line.asked.ticket, approvingOf(whole.approval, line)])));
}

async function giveLine(
  world: World,
  { whole, line }: { readonly whole: WholeApproval; readonly line: ApprovalLine },
  who: SignedIn,
): Promise<Reply<OperationView>> {
  const reply = await order(world, { ...line.asked, approving: approvingOf(whole.approval, line) }, who);
  if (!reply.ok && reply.failure.code === 'approval_void') {
    const why = reply.failure.facts?.['why'] === 'too_old' ? 'too_old' : 'changed';
    return { ok: false, failure: await makeVoid(world, whole, why, who) };
  }
  const now = await world.ledger.approvals.byId(whole.approval.id);
  if (now) await tellApproval(world, now);
  return reply;
}

/** A line's yes, as its order carries it. */
export function approvingOf(
  { id, staffName: preparedBy, decided, note }: Approval,
  { id: lineId, facts, asked }: ApprovalLine,
): Approving {
  const staffName = decided?.staffName ?? '';
  const by = { staffId: decided?.staffId ?? '', staffName, reason: note ?? asked.note ?? '' };
  return {
    yes: { id, lineId, preparedBy, staffName },
    stepIn: facts.length === 0 ? null : { ...by, over: facts },
  };
}

/** What waits for exactly this decision, by somebody who did not prepare it. */
async function waiting(world: World, asked: Deciding, who: SignedIn | null): Promise<WholeApproval | Failure> {
  if (!who) return refused('not_signed_in').failure;
  const whole = await world.ledger.approvals.byId(asked.id);
  if (!whole) return refused('unknown_id').failure;
  const { state, version, staffId, staffName } = whole.approval;
  if (state !== 'prepared' || version !== asked.version) return refused('approval_changed').failure;
  return staffId === asked.staffId ? refused('own_approval', { by: staffName }).failure : whole;
}

async function decide(
  world: World,
  whole: WholeApproval,
  {
    staffId,
    pin,
    state,
    words,
  }: Deciding & { readonly state: 'approved' | 'sent_back'; readonly words: string | null },
): Promise<Reply<ApprovalView>> {
  const what = state === 'approved' ? 'approval_given' : 'approval_sent_back';
  const vouching: Vouching = { verb: 'approve', what, detail: null };
  const vouched = await world.session.vouch(staffId, pin, vouching);
  if (!vouched.ok) return vouched;
  const { id, name } = vouched.value;
  const by = { staffId: id, staffName: name, desk: world.settings.now().desk, at: world.clock.now() };
  const line = approvalEntry(whole, { ...by, what, ...(words === null ? {} : { note: words }) });
  const decided = await world.ledger.approvals.decide(whole.approval, { ...by, state, words }, line);
  if (decided === 'own') return refused('own_approval', { by: whole.approval.staffName });
  return after(world, whole, decided);
}

async function after(world: World, { lines }: WholeApproval, approval: Approval | null): Promise<Reply<ApprovalView>> {
  if (!approval) return refused('approval_changed');
  const now = { approval, lines };
  await tellApproval(world, now);
  return done(await approvalView(world, now));
}

/** Why it is not what was prepared, or approved, any more; then it is void. Other troubles leave it as it is. */
async function whyNotAny(world: World, whole: WholeApproval, who: SignedIn | null): Promise<Failure | null> {
  const { decided } = whole.approval;
  if (decided && !(await mayApprove(world, decided.staffId))) return makeVoid(world, whole, 'approver_gone', who);
  const unsent = whole.lines.filter(({ operationId }) => operationId === null);
  const taken = unsent.filter(({ kind }) => kind === 'capture' || kind === 'refund');
  await readPaymentsAgain(
    world,
    taken.map(({ targetId }) => targetId),
  );
  for (const line of unsent) {
    const judged = await judgeOrder(world, line.asked);
    if ('code' in judged) return isChange(judged) ? makeVoid(world, whole, 'changed', who) : judged;
    const known = new Set(line.facts.map(({ fact }) => fact));
    const same = judged.seen === line.seen && judged.facts.every(({ fact }) => known.has(fact));
    if (!same) return makeVoid(world, whole, 'changed', who);
  }
  return null;
}

async function mayApprove({ session }: World, staffId: string): Promise<boolean> {
  return (await session.people.list()).some(({ id, active, mayApprove: may }) => id === staffId && active && may);
}

async function makeVoid(world: World, whole: WholeApproval, why: ApprovalVoid, who: SignedIn | null): Promise<Failure> {
  const at = world.clock.now();
  const by = { staffId: who?.id ?? null, staffName: who?.name ?? null, desk: world.settings.now().desk, at };
  const line = approvalEntry(whole, { ...by, what: 'approval_void', note: null });
  const written = await world.ledger.approvals.voided(whole.approval, { why, at }, line);
  if (written) await tellApproval(world, { ...whole, approval: written });
  const looked = whole.approval.decided?.staffName;
  return refused('approval_void', { why, ...(looked ? { by: looked } : {}) }).failure;
}
