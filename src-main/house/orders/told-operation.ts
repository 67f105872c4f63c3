import type { DeskEvents } from '../../contract/contract.ts';
import type { HouseLedger } from '../../ledger/ledger.ts';
import type { ProviderName } from '../../contract/provider.ts';
import type { Operation } from '../../payments/operation.ts';
import { operationView } from './operation-view.ts';
import { readTold } from '../read-told.ts';
import { takeAway } from '../customers/removed.ts';
import { rememberTransactions } from '../registry.ts';

interface Around {
  readonly ledger: HouseLedger;
  readonly told: Parameters<typeof readTold>[0];
  emit<N extends keyof DeskEvents>(name: N, payload: DeskEvents[N]): void;
  /** brings a profile in that an order has made */
  profile(operation: Operation): Promise<unknown>;
  refresh(provider: ProviderName): void;
  trouble(what: string, error: unknown): void;
}

/** What an operation that has come further means for the windows and for what is known of its payment. Nothing here is waited for. */
export function tellOperation({ ledger, told, emit, profile, refresh, trouble }: Around, operation: Operation): void {
  emit('payments.changed', operationView(operation));
  if (operation.customerId && operation.state.name !== 'open')
    emit('customers.changed', { ids: [operation.customerId], all: false });
  // A lent card is its owner's at the provider: their page shows it too.
  if ('payToken' in operation.plan && operation.card?.owner !== undefined)
    emit('customers.changed', { ids: [`${operation.provider}:${operation.plan.customerRef}`], all: false });
  const billId = 'cause' in operation.plan ? operation.plan.cause?.billId : null;
  if (billId) emit('bills.changed', { ids: [billId] });
  // Known only later, after its answer was lost: it is brought in and linked all the same. One that was there before is looked at by a person first.
  const { plan, state } = operation;
  if (plan.kind === 'add_profile' && state.name === 'done' && state.elsewhere !== true)
    void profile(operation).catch((error: unknown) => trouble('new profile', error));
  if (plan.kind === 'remove_customer' && state.name === 'done')
    void takeAway({ ledger, mirror: told.mirror, emit }, operation).catch((error: unknown) =>
      trouble('removed customer', error),
    );
  void rememberTransactions(ledger, operation)
    .then(() => readTold(told, operation))
    .catch((error: unknown) => trouble('registry', error));
  // No line at that very moment: the lists find it out too, and the buttons shut.
  if (operation.state.name === 'not_done' && operation.state.why === 'never_left') refresh(operation.provider);
}
