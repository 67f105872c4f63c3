import type { Operation, Outcome } from './operation.ts';
import { readTarget } from './read-target.ts';
import type { Engine } from './settle.ts';

/** Paysafe shows a debit for a year (paysafe.md, section 1), ms: one that is older cannot be asked about. */
export const followWithinMs = 365 * 86_400_000;
/** Banks send a refund back within about a month (docs.stripe.com/refunds#failed-refunds); half as long again, ms. */
export const refundsReturnMs = 45 * 86_400_000;

/** Accepted, and neither carried out nor sent back yet. */
export function isOnItsWay({ state }: Pick<Operation, 'state'>): boolean {
  return state.name === 'pending';
}

/** Given back by a refund, which the client's bank may still send back. What was called off before its batch never left, and cannot return. */
export function mayComeBack({ plan, state }: Pick<Operation, 'plan' | 'state'>): boolean {
  return plan.kind === 'refund' && plan.means === 'refund' && state.name === 'done' && state.cancelled !== true;
}

/**
 * Asks the provider what became of something that it had accepted, or of a refund that it had called done. It only reads. Carried out: done. Sent back by
 * the bank: declined with its code, so that what it had paid is due again. Called off at the provider by somebody else: rejected. A refund that failed or
 * was called off after it was done is rejected and says what it had been (`was`): nothing went back by it. Otherwise it stays as it is.
 */
export async function followOne(engine: Engine, operation: Operation): Promise<Operation> {
  return (await followed(engine, operation)).after;
}

/** An order as it is known now. `answered` false: its provider said nothing at that moment, and may say more at the next. */
export interface Followed {
  readonly after: Operation;
  readonly answered: boolean;
}

/** As `followOne`. */
export async function followed(engine: Engine, operation: Operation): Promise<Followed> {
  const asItIs = { after: operation, answered: true };
  if (!isOnItsWay(operation) && !mayComeBack(operation)) return asItIs;
  // A debit that we called off ourselves is told by that order, which gave the sum back: there is nothing more to be said here.
  if (operation.kind === 'charge' && (await calledOffHere(engine, operation))) return asItIs;
  const gateway = engine.gateways[operation.provider];
  const question = await gateway.question(operation, engine.clock.now());
  const result = await engine.sender.send(operation.provider, question, 'read');
  if (result.got === 'nothing') return { after: operation, answered: false };
  const finding = gateway.readFinding(operation, result.answer);
  const { status } = result.answer;
  if (finding.found !== 'outcome') return { after: operation, answered: status < 500 && status !== 429 };
  const { outcome, records } = finding.reading;
  const state = endOf(operation, outcome, engine.clock.now());
  if (!state) return asItIs;
  const after = await engine.ledger.advance({ operation, state, ...linesOf(operation, state), followUp: null });
  if (!after.written) return { after: after.operation, answered: true };
  engine.tell(after.operation);
  await engine.rows.put(records).catch((error: unknown) => engine.trouble('mirror refresh', error));
  await readTarget(engine, after.operation);
  return { after: after.operation, answered: true };
}

type End = Extract<Operation['state'], { name: 'done' | 'declined' | 'rejected' }>;

/** What its trail and the history say of it. */
function linesOf(
  operation: Operation,
  state: End,
): Pick<Parameters<Engine['ledger']['advance']>[0], 'trail' | 'audit' | 'at'> {
  const { staffId, staffName, desk, amount } = operation;
  const { at } = state;
  const code = 'code' in state ? { code: state.code } : {};
  const was = state.name === 'rejected' && state.was ? { was: state.was.name } : {};
  return {
    at,
    trail: [{ at, what: 'found', detail: { outcome: state.name, ...code, ...was } }],
    audit: {
      ...{ at, staffId, staffName, desk, what: operation.kind },
      outcome: state.name === 'done' ? 'done' : 'failed',
      detail: {
        ...{ operation: operation.id, key: operation.plan.key, provider: operation.provider },
        ...{ customer: operation.customerName, state: state.name, ...code, ...was },
        ...(amount ? { amount: amount.amount, currency: amount.currency } : {}),
      },
    },
  };
}

function endOf({ kind, state: before }: Operation, outcome: Outcome, at: number): End | null {
  if (before.name !== 'pending' && before.name !== 'done') return null;
  const isBack = outcome.is === 'declined' || outcome.is === 'rejected';
  if (kind === 'refund' && isBack) {
    const { code, reference } = outcome;
    // What else of it went back is somebody else's doing, and stands beside it there.
    const missing = outcome.is === 'rejected' ? outcome.missing : undefined;
    const was = {
      name: before.name,
      at: before.at,
      moved: missing === undefined ? before.moved : { refunded: missing },
    };
    const message = outcome.is === 'rejected' && outcome.message !== '' ? outcome.message : code;
    return {
      ...{ name: 'rejected', at, code: refundCode(code), message },
      reference: reference ?? before.reference,
      was,
    };
  }
  // Done already, and nothing else is said of it.
  if (before.name === 'done') return null;
  switch (outcome.is) {
    case 'done': {
      const { reference, moved, captureBefore } = outcome;
      return { name: 'done', at, reference, moved, ...(captureBefore === undefined ? {} : { captureBefore }) };
    }
    case 'declined': {
      const { code, advice, reference } = outcome;
      return { name: 'declined', at, code, advice, reference };
    }
    case 'rejected': {
      const { code, message, reference } = outcome;
      return { name: 'rejected', at, code, message, reference };
    }
    default:
      return null;
  }
}

/** Two words for it, whatever the provider's own is. */
const refundCode = (code: string): string =>
  code === 'cancelled' || code === 'refund_canceled' ? 'refund_canceled' : 'refund_failed';

async function calledOffHere({ ledger }: Engine, { provider, state }: Operation): Promise<boolean> {
  const reference = state.name === 'pending' ? state.reference : '';
  const after = await ledger.carriedOut(`payment:${provider}:${reference}`);
  return after.some(({ kind }) => kind === 'refund');
}

/** A debit that a bank sent back after it had been accepted. One that is refused at once leaves no purchase at Paysafe, and names none. */
export function cameBack({ kind, plan, state }: Operation): boolean {
  const account = plan.kind === 'charge' && plan.instrument !== 'card';
  return kind === 'charge' && account && state.name === 'declined' && state.reference !== null;
}

/** A refund of which staff had read that it was given back, or on its way, and that never reached the client. */
export function refundCameBack({ kind, state }: Pick<Operation, 'kind' | 'state'>): boolean {
  return kind === 'refund' && state.name === 'rejected' && state.was !== undefined;
}
