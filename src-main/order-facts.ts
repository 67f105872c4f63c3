import type { makeProviders } from './gateways/gateways.ts';
import { needsSecond } from './house/approvals/approval-rules.ts';
import { takenUnderName } from './house/bills/bill-elsewhere.ts';
import { heldFor } from './house/bills/bill-turn.ts';
import { billFor } from './house/bills/bills.ts';
import { payerFor } from './house/cards/payers.ts';
import { consentFor } from './house/consents/consent-cover.ts';
import { standingOn } from './house/customers/removal.ts';
import { monthOf } from './house/days/calendar.ts';
import { lastMinutes } from './house/holds/last-minutes.ts';
import { doubtsOf } from './house/orders/doubts.ts';
import { givenOtherwise } from './house/orders/given-otherwise.ts';
import type { World } from './house/world.ts';
import type { Engine } from './payments/settle.ts';
import { stripeListedAt } from './sync/listed-at.ts';

type Facts = Pick<
  Engine,
  | 'house'
  | 'personOf'
  | 'lastMinutes'
  | 'listed'
  | 'listedAt'
  | 'elsewhereFor'
  | 'firstTransactionOf'
  | 'doubtsOf'
  | 'payerFor'
  | 'consentFor'
  | 'heldFor'
  | 'standingOn'
  | 'givenOtherwise'
  | 'secondPerson'
  | 'billFor'
>;

/** What an order is judged by before anything of it is written or sent: the house's settings, its records, and the desk's copy of the lists. */
export function orderFacts({
  ledger,
  mirror,
  settings,
  clock,
  providers,
}: Pick<World, 'ledger' | 'mirror' | 'settings' | 'clock'> & {
  readonly providers: Pick<ReturnType<typeof makeProviders>, 'sender'>;
}): Facts {
  const personOf: Engine['personOf'] = async (customerId) => (await mirror.recordIds(customerId))[0] ?? customerId;
  const minutes: Engine['lastMinutes'] = (customerId, since) =>
    lastMinutes({ mirror, clockOffset: (provider) => providers.sender.clockOffset(provider) }, customerId, since);
  return {
    house: {
      get currency() {
        return settings.now().currency;
      },
      get desk() {
        return settings.now().desk;
      },
      month: (now) => monthOf(now, settings.now().timeZone),
    },
    personOf,
    lastMinutes: minutes,
    listed: ({ customerIds, key }) => mirror.keyedPayment(customerIds, key),
    // Paysafe has no lists: what another desk did there nobody here has read.
    listedAt: async (provider) => (provider === 'stripe' ? stripeListedAt(mirror) : null),
    elsewhereFor: async (billName) => (await takenUnderName({ ledger, mirror }, billName))[0] ?? null,
    // Only Paysafe asks which transaction was the first on a card.
    firstTransactionOf: async (cardId) =>
      cardId.startsWith('paysafe:') ? ledger.registry.firstTransactionOf(cardId) : null,
    doubtsOf: (wanted) => doubtsOf({ ledger, mirror, settings, clock, lastMinutes: minutes }, wanted),
    payerFor: (wanted) => payerFor({ ledger, clock, personOf }, wanted),
    consentFor: (wanted) => consentFor({ ledger, settings, clock }, wanted),
    heldFor: (hold) => heldFor({ ledger }, hold),
    standingOn: (customerId) => standingOn({ ledger, mirror }, customerId),
    givenOtherwise: (paymentId) => givenOtherwise({ ledger }, paymentId),
    secondPerson: (taking) => needsSecond(settings.now(), taking.of, [taking.amount]),
    billFor: (wanted) => billFor({ ledger }, { ...wanted, personOf }),
  };
}
