import { refused, type Failure } from '../../contract/failure.ts';
import type { HoldRunLine } from '../../ledger/hold-run-row.ts';
import { isHold } from '../../mirror/views.ts';
import { approvingOf } from '../approvals/approvals.ts';
import { otherwiseNow } from '../holds/capture-rule-turn.ts';
import { holdLineView } from './hold-run-view.ts';
import { order, type Approving } from '../orders/orders.ts';
import type { RunKind } from './run-drive.ts';
import type { SignedIn } from '../signed-in.ts';
import type { World } from '../world.ts';

/** Holds that are captured or released together. Never two of one person at once. */
export const holdRuns: RunKind<HoldRunLine> = {
  name: 'capturing or releasing holds together',
  history: 'hold_run',
  book: ({ ledger }) => ledger.holdRuns,
  // What a second person approved may be given by whoever may prepare it, as one order alone.
  needs: async ({ ledger }, { ticket }) =>
    (await ledger.approvals.alone(ticket)) ? ['prepare'] : ['capture', 'release'],
  call: ({ kind }) => `holds.${kind}`,
  oneAtATime: ({ customerId, holdId }) => customerId ?? holdId,
  give: send,
  tell(world, run, told) {
    const line = told && holdLineView(run, told.line, { operation: told.operation, then: null });
    world.emit('holdRuns.changed', { run, line });
  },
};

async function send(world: World, line: HoldRunLine, who: SignedIn): Promise<Failure | null> {
  const { kind, ticket, holdId, note } = line;
  const amount = { amount: line.amount, currency: world.settings.now().currency };
  const asked =
    kind === 'capture' ? ({ kind, ticket, holdId, amount, note } as const) : ({ kind, ticket, holdId, note } as const);
  const approving = kind === 'capture' ? await yesTo(world, line) : null;
  const given = approving ? { ...asked, approving } : asked;
  const reply = await order(
    world,
    given,
    who,
    async () => (await asShown(world, line)) ?? (await asNamed(world, line)),
  );
  return reply.ok ? null : reply.failure;
}

/** A run of what a second person approved stands under the approval's id: each of its lines carries its own yes, which the records judge. */
async function yesTo({ ledger }: Pick<World, 'ledger'>, { id, holdId }: HoldRunLine): Promise<Approving | null> {
  const own = await ledger.holdRuns.line(id);
  const approved = own && (await ledger.approvals.forTarget(own.run.ticket, holdId));
  return approved ? approvingOf(approved.approval, approved.line) : null;
}

/** What the house's rule named must still be named by it: nobody looked at its bill since. */
async function asNamed(world: World, line: HoldRunLine): Promise<Failure | null> {
  const own = await world.ledger.holdRuns.line(line.id);
  return own && otherwiseNow(world, own.run.ticket, line);
}

/** The hold must still hold what was shown. One that lapsed, was taken or given back has words of its own, which the limits find before anything is sent. */
export async function asShown(
  { mirror }: Pick<World, 'mirror'>,
  { holdId, held }: Pick<HoldRunLine, 'holdId' | 'held'>,
): Promise<Failure | null> {
  const payment = await mirror.payment(holdId);
  if (!payment || !isHold(payment) || payment.capturable === held) return null;
  return refused('hold_changed', { most: payment.capturable, currency: payment.currency }).failure;
}
