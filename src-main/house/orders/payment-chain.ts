import { done, refused, type Reply } from '../../contract/failure.ts';
import type { Money } from '../../contract/money.ts';
import type { PaymentChain } from '../../contract/receipt.ts';
import { paymentView } from '../../mirror/views.ts';
import type { Operation } from '../../payments/operation.ts';
import { goneOf, type PaymentRecord } from '../../payments/records.ts';
import { operationView } from './operation-view.ts';
import type { World } from '../world.ts';

type Looking = Pick<World, 'ledger' | 'mirror'>;

/** So many orders of a client are looked through for the one that began a payment. */
const mostOrders = 1000;

/** The payment that an order began or was about, with everything that was done to it. */
export async function showChain(
  world: Looking,
  { operationId }: { readonly operationId: string },
): Promise<Reply<PaymentChain>> {
  const operation = await world.ledger.operations.byId(operationId);
  return operation ? done(await chainOf(world, operation)) : refused('unknown_id');
}

export async function chainOf(world: Looking, operation: Operation): Promise<PaymentChain> {
  const began = operation.kind === 'charge' || operation.kind === 'hold';
  const id = began ? madeBy(operation) : isStep(operation) ? operation.targetId : null;
  if (id === null) {
    const original = began ? operationView(operation) : null;
    return { original, payment: null, steps: [], elsewhere: null, refundable: null };
  }
  const payment = await world.mirror.payment(id);
  const [done_, original] = await Promise.all([
    world.ledger.operations.onTargets([id]),
    began ? operation : originOf(world, { id, payment, customerId: operation.customerId }),
  ]);
  const steps = done_.filter(isStep).toSorted((one, other) => one.createdAt - other.createdAt);
  return {
    original: original && operationView(original),
    payment: payment && paymentView(payment, { customerName: operation.customerName, busy: null }),
    steps: steps.map(operationView),
    ...leftOf(payment, steps),
  };
}

const isStep = ({ kind }: Pick<Operation, 'kind'>): boolean =>
  kind === 'capture' || kind === 'release' || kind === 'refund';

/** Our id of the payment that a charge or hold made; null: none, or nobody knows of one yet. */
function madeBy({ provider, state }: Operation): string | null {
  return (state.name === 'done' || state.name === 'pending') && state.reference !== ''
    ? `${provider}:${state.reference}`
    : null;
}

/** Found by its key where the provider shows one, else by the reference that it gave back. */
async function originOf(
  { ledger }: Looking,
  {
    id,
    payment,
    customerId,
  }: { readonly id: string; readonly payment: PaymentRecord | null; readonly customerId: string | null },
): Promise<Operation | null> {
  const keyed = payment?.key ? await ledger.operations.byKeys([payment.key]) : [];
  const known = keyed.find((one) => madeBy(one) === id);
  if (known || customerId === null) return known ?? null;
  const all = await ledger.operations.forCustomers([customerId], mostOrders);
  return all.find((one) => (one.kind === 'charge' || one.kind === 'hold') && madeBy(one) === id) ?? null;
}

/**
 * What can still be given back, as the provider's list says, less what was given back here since that list was read. What the list has beyond our own
 * refunds was given back elsewhere.
 */
function leftOf(
  payment: PaymentRecord | null,
  steps: readonly Operation[],
): { readonly elsewhere: Money | null; readonly refundable: Money | null } {
  if (!payment) return { elsewhere: null, refundable: null };
  const { currency } = payment;
  const refunds = steps.filter(({ kind }) => kind === 'refund');
  const ours = refunds.reduce((sum, { state, amount }) => {
    if (state.name !== 'done' && state.name !== 'pending') return sum;
    if (state.name === 'done' && state.elsewhereBy?.from === 'records') return sum;
    return sum + (state.moved.refunded ?? amount?.amount ?? 0);
  }, 0);
  const unsure = steps.some(({ state }) => ['open', 'unknown', 'needs_person'].includes(state.name));
  const { refundable } = paymentView(payment, { customerName: '', busy: null });
  const beyond = payment.refunded - ours;
  const gone = payment.refunded + goneOf(payment) - ours;
  return {
    elsewhere: gone > 0 && !unsure ? { amount: gone, currency } : null,
    refundable: unsure ? null : { amount: Math.max(0, refundable.amount + Math.min(0, beyond)), currency },
  };
}
