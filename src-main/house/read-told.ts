import type { Operation } from '../payments/operation.ts';
import type { World } from './world.ts';

/** Paysafe's replies tell of the step, not of the payment it was taken on; a look-up tells still less. The row is read once more. */
export async function readTold(
  { mirror, paysafe }: Pick<World, 'mirror'> & { readonly paysafe: World['sync']['paysafe'] },
  { provider, plan, state }: Operation,
): Promise<void> {
  const elsewhere = state.name === 'rejected' && state.code.endsWith('_elsewhere');
  if (provider !== 'paysafe' || (state.name !== 'done' && state.name !== 'pending' && !elsewhere)) return;
  const taking = plan.kind === 'charge' || plan.kind === 'hold';
  if (!taking && !('paymentRef' in plan)) return;
  const ref = 'paymentRef' in plan ? plan.paymentRef : (state.reference ?? '');
  if (taking && (await mirror.payment(`paysafe:${ref}`)) !== null) return;
  await paysafe.readPayment(ref);
}
