import type { Operation, Outcome } from './operation.ts';
import type { Engine } from './settle.ts';

/** Paysafe shows a debit for a year (paysafe.md, section 1), ms: one that is older cannot be asked about. */
export const collectWithinMs = 365 * 86_400_000;

/** A charge that was accepted and not collected, and may still be sent back. */
export function isOnItsWay({ kind, state }: Pick<Operation, 'kind' | 'state'>): boolean {
  return kind === 'charge' && state.name === 'pending';
}

/**
 * Asks the provider whether an accepted debit was collected or sent back. It only reads. Collected: done. Sent back by the bank: declined with its
 * code, so that what it had paid is due again. Called off at the provider by somebody else: rejected. Otherwise it stays on its way.
 */
export async function collectOne(engine: Engine, operation: Operation): Promise<Operation> {
  if (!isOnItsWay(operation) || operation.state.name !== 'pending') return operation;
  // A debit that we called off ourselves is told by that order, which gave the sum back: there is nothing more to be said here.
  if (await calledOffHere(engine, operation)) return operation;
  const gateway = engine.gateways[operation.provider];
  const question = await gateway.question(operation, engine.clock.now());
  const result = await engine.sender.send(operation.provider, question, 'read');
  if (result.got === 'nothing') return operation;
  const finding = gateway.readFinding(operation, result.answer);
  if (finding.found !== 'outcome') return operation;
  const { outcome, records } = finding.reading;
  const state = endOf(outcome, engine.clock.now());
  if (!state) return operation;
  const at = engine.clock.now();
  const { staffId, staffName, desk } = operation;
  const code = 'code' in state ? { code: state.code } : {};
  const detail = { outcome: state.name, ...code };
  const after = await engine.ledger.advance({
    operation,
    state,
    trail: [{ at, what: 'found', detail }],
    audit: {
      ...{ at, staffId, staffName, desk, what: operation.kind },
      outcome: state.name === 'done' ? 'done' : 'failed',
      detail: {
        ...{ operation: operation.id, key: operation.plan.key, provider: operation.provider },
        ...{ customer: operation.customerName, state: state.name, ...code },
        ...(operation.amount ? { amount: operation.amount.amount, currency: operation.amount.currency } : {}),
      },
    },
    followUp: null,
    at,
  });
  engine.tell(after.operation);
  await engine.rows.put(records).catch((error: unknown) => engine.trouble('mirror refresh', error));
  return after.operation;
}

function endOf(
  outcome: Outcome,
  at: number,
): Extract<Operation['state'], { name: 'done' | 'declined' | 'rejected' }> | null {
  switch (outcome.is) {
    case 'done':
      return { name: 'done', at, reference: outcome.reference, moved: outcome.moved };
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
