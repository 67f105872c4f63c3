import type { ProviderName } from '../../src-main/contract/provider.ts';
import type { OperationStateName } from '../../src-main/contract/operation.ts';
import { completeOne } from '../../src-main/payments/complete.ts';
import type { Operation } from '../../src-main/payments/operation.ts';
import type { Order } from '../../src-main/payments/order.ts';
import type { Asker } from '../../src-main/payments/ports.ts';
import type { PaymentRecord } from '../../src-main/payments/records.ts';
import { settle, type Engine } from '../../src-main/payments/settle.ts';

/** What a day at one provider needs: the engine, whom to charge, and hands on the provider itself. */
export interface Counter {
  readonly provider: ProviderName;
  readonly engine: Engine;
  /** a customer whose card is good, and one whose bank says no to that amount */
  readonly regular: Customer;
  readonly refused: Customer & { readonly amount: number };
  /** the payment that this operation made, as it stands now */
  paymentOf(operation: Operation): PaymentRecord;
  /** an order with the steps that followed it */
  stepsOf(operation: Operation): Promise<readonly Operation[]>;
  /** a result reached whoever gave the order */
  shown(operation: Operation): void;
  /** the provider's night: what was taken can be given back in parts */
  night(): Promise<void>;
  /** the next charge is done, and no try of it brings a reply */
  losesReplies(): Promise<void>;
}

export interface Customer {
  readonly customerId: string;
  readonly cardId: string;
}

const maude: Asker = { staffId: 'st-1', staffName: 'Maude', desk: 'Front 1' };
const cad = (amount: number) => ({ amount, currency: 'CAD' });

/**
 * One round of everything the counter does with money: charges (one declined, one clicked twice, one whose reply is lost), holds captured
 * whole, captured in part and released, refunds before and after the provider's night.
 * @param round makes tickets and amounts of their own
 * @throws when an order does not end as it must: such a recording proves nothing
 */
export async function serve(counter: Counter, round: number): Promise<void> {
  const { engine, provider, regular, refused } = counter;
  let tickets = 0;
  const ticket = (): string =>
    `${provider}-${String(round).padStart(2, '0')}-${String((tickets += 1)).padStart(12, '0')}`;

  async function order(given: Order, wanted: OperationStateName = 'done'): Promise<Operation> {
    const reply = await settle(engine, given, maude);
    if (!reply.ok) throw new Error(`${provider}, ${given.kind}: ${JSON.stringify(reply.failure)}`);
    counter.shown(reply.value);
    mustBe(reply.value, wanted);
    return reply.value;
  }
  const take = (kind: 'charge' | 'hold', amount: number, customer: Customer = regular): Order => ({
    kind,
    ticket: ticket(),
    customerId: customer.customerId,
    cardId: customer.cardId,
    amount: cad(amount + round),
    tip: amount === 8400 ? 1200 : null,
    note: 'Coupe et couleur',
    receiptEmail: null,
  });
  const give = async (operation: Operation, amount: number): Promise<Operation> => {
    const { id: paymentId } = counter.paymentOf(operation);
    return order({ kind: 'refund', ticket: ticket(), paymentId, amount: cad(amount), note: null });
  };
  const capture = async (hold: Operation, amount: number): Promise<Operation> => {
    const { id: holdId } = counter.paymentOf(hold);
    return order({ kind: 'capture', ticket: ticket(), holdId, amount: cad(amount), note: null });
  };

  const charge = await order(take('charge', 8400));
  const declined = take('charge', refused.amount - round, refused);
  await order(declined, 'declined');

  await capture(await order(take('hold', 12_000)), 12_000 + round);

  const partly = await capture(await order(take('hold', 20_000)), 15_000);
  // Paysafe gives the rest back in a step of its own, which nobody waits for.
  await Promise.all(engine.underWay.values());
  const steps = await counter.stepsOf(partly);
  if (steps.length !== (provider === 'paysafe' ? 2 : 1)) throw new Error('The rest of the hold was not given back');
  for (const step of steps) mustBe(step, 'done');

  const held = await order(take('hold', 7000));
  await order({ kind: 'release', ticket: ticket(), holdId: counter.paymentOf(held).id, note: null });

  const twice = take('charge', 3000);
  await Promise.all([order(twice), order(twice)]);

  await give(await order(take('charge', 4200)), 4200 + round);
  await counter.night();
  await give(charge, 2400);
  await give(charge, 6000 + round);

  await counter.losesReplies();
  const lost = await order(take('charge', 5100), 'unknown');
  const found = await completeOne(engine, lost);
  counter.shown(found);
  mustBe(found, 'done');
}

function mustBe(operation: Operation, wanted: OperationStateName): void {
  if (operation.state.name === wanted) return;
  throw new Error(`${operation.provider}, ${operation.kind}: ${JSON.stringify(operation.state)} and not ${wanted}`);
}
