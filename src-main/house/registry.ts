import type { HouseLedger } from '../ledger/ledger.ts';
import type { Operation } from '../payments/operation.ts';

/**
 * Paysafe lists nothing, so what Comptoir made there is remembered by its id: each authorization or purchase with whose it is, and each
 * settlement of it. Done again for the same operation it changes nothing.
 */
export async function rememberTransactions(ledger: Pick<HouseLedger, 'registry'>, operation: Operation): Promise<void> {
  if (operation.provider !== 'paysafe') return;
  const { state, plan } = operation;
  if (state.name !== 'done' && state.name !== 'pending') return;
  if (state.reference === '') return;
  switch (plan.kind) {
    case 'charge':
    case 'hold': {
      const bank = plan.instrument !== 'card';
      // Told twice (two windows, a look-up after a lost reply): what was learnt meanwhile stays.
      if (await ledger.registry.transaction(state.reference)) return;
      await ledger.registry.putTransaction({
        ref: state.reference,
        kind: bank ? 'purchase' : 'auth',
        account: operation.memo['account'] ?? '',
        // Whose card it is: a lent one paid for somebody else, and is its owner's at Paysafe.
        customerId: `paysafe:${plan.customerRef}`,
        cardId: `paysafe:${plan.cardRef}`,
        description: operation.note,
        // With settleWithAuth the settlement has the authorization's own id.
        settlementRefs: plan.kind === 'charge' && !bank ? [state.reference] : [],
        at: operation.createdAt,
        final: false,
        initial: plan.initialTransactionRef === null && !bank,
      });
      return;
    }
    case 'capture': {
      const known = await ledger.registry.transaction(plan.paymentRef);
      if (!known || known.settlementRefs.includes(state.reference)) return;
      await ledger.registry.putTransaction({
        ...known,
        settlementRefs: [...known.settlementRefs, state.reference],
        final: false,
      });
      return;
    }
    case 'release':
    case 'refund': {
      const known = await ledger.registry.transaction(plan.paymentRef);
      if (known) await ledger.registry.putTransaction({ ...known, final: false });
      return;
    }
    case 'save_card':
      if (plan.verificationRef === null || (await ledger.registry.transaction(plan.verificationRef))) return;
      await ledger.registry.putTransaction({
        ref: plan.verificationRef,
        kind: 'verification',
        account: '',
        customerId: operation.customerId,
        cardId: `paysafe:${state.reference}`,
        description: null,
        settlementRefs: [],
        at: operation.createdAt,
        final: true,
        initial: true,
        lastReadAt: operation.createdAt,
      });
      return;
    case 'add_profile':
    case 'save_bank_account':
    case 'verify_card':
    case 'remove_card':
    case 'remove_customer':
    case 'set_default':
      return;
  }
}
