import { expect } from 'vitest';
import type { Failure } from '../../../src-main/contract/failure.ts';
import type { Moved } from '../../../src-main/contract/operation.ts';
import type { ProviderName } from '../../../src-main/contract/provider.ts';
import { followOne, refundCameBack } from '../../../src-main/payments/follow.ts';
import { isOpen, type Operation } from '../../../src-main/payments/operation.ts';
import { idle, settle } from '../../../src-main/payments/settle.ts';
import type { Town } from '../town.ts';
import { openDesk, type Desk } from './desk.ts';
import type { Fault, Strike } from './faults.ts';
import type { Column, Target, Tills } from './orders.ts';

/** What became of one order under one fault. */
export type Seen =
  /** it could not even be written, and nothing left */
  | { readonly refused: Failure }
  | {
      /** the moment the dialog shows a result */
      readonly atOnce: Operation;
      readonly inTheEnd: Operation;
      readonly group: readonly Operation[];
    };

/** Both providers, and what somebody else does and sees there. */
export interface Stage {
  readonly town: Town;
  readonly tills: Tills;
}

export interface Case {
  readonly provider: ProviderName;
  readonly column: Column;
  readonly fault: Fault;
}

const maude = { staffId: 'st-1', staffName: 'Maude', desk: 'Front 1' };
/** By then whatever a provider does late has happened. */
const laterMs = 2 * 3_600_000;
const lookUp = { method: 'GET', path: '.' } as const;

/**
 * Gives one order under one fault, lets the desk ask until it has ended, and holds it against what the provider has.
 * @returns null where this fault cannot meet this order: the bank has no say in it, its answer has no amount …
 */
export async function runCell({ town, tills }: Stage, { provider, column, fault }: Case): Promise<Seen | null> {
  const target = column.target[provider];
  // The second step is only written once the first has reached the provider.
  if (!target || (fault.unplugged && column.second)) return null;
  const { faults, clock } = town.sandbox;
  const arm = (strikes: readonly Strike[], at: Target | typeof lookUp): void =>
    strikes.forEach((strike) => faults.add({ ...at, ...strike, nth: 1 }));
  faults.clear();
  const desk = openDesk(town, provider);
  const order = await column.set({ desk, tills, provider, bank: fault.bank ?? 'accepts' });
  if (!order) return null;

  arm(fault.order, target);
  town.unplug(fault.unplugged ?? false);
  const reply = await settle(desk.engine, order, maude);
  await idle(desk.engine);
  town.unplug(false);
  const metOrder = faults.struck.length > 0;
  if (!reply.ok) {
    expect(desk.sent).toEqual([]);
    return { refused: reply.failure };
  }
  const shown = (): Operation => {
    const found = desk.operations().find(({ follows }) => (follows !== null) === (column.second ?? false));
    if (!found) throw new Error('The order, or its second step, was never written.');
    return found;
  };
  const atOnce = shown();

  faults.clear();
  if (fault.stays) arm(fault.order, target);
  const comesBack = fault.bank === 'sends back';
  const sendBack = async (): Promise<void> => {
    for (const { plan } of desk.operations()) if (plan.kind === 'refund') await tills[provider].sendBack(plan);
  };
  // Before the night, which takes it at Paysafe.
  if (comesBack && fault.shutMs) await sendBack();
  clock.advance(fault.shutMs ?? 0);
  if (fault.lookUps) {
    arm(fault.lookUps, lookUp);
    await desk.glance();
  }
  await desk.untilKnown();
  const metLater = faults.struck.length > 0;
  clock.advance(laterMs);
  faults.clear();
  if (comesBack) {
    if (!fault.shutMs) await sendBack();
    for (const operation of desk.operations()) await followOne(desk.engine, operation);
    for (const { state } of desk.operations()) expect(state.name).toBe('rejected');
  }

  if (fault.order.length > 0 && !metOrder) return null;
  if (fault.lookUps && !metLater && isOpen(atOnce.state)) return null;
  await judge(desk, tills[provider]);
  return { atOnce, inTheEnd: shown(), group: desk.operations() };
}

/** Nothing moved twice, nothing is open, nothing was called failed that moved, and what we say is what the provider has. */
async function judge(desk: Desk, till: Tills[ProviderName]): Promise<void> {
  const operations = desk.operations();
  expect(operations.filter(({ state }) => isOpen(state)).map(({ state }) => state)).toEqual([]);
  // Written before sent, and whatever was sent again was the same to the byte.
  for (const { request, written } of desk.sent) expect(written).toContainEqual(request);
  for (const operation of operations) {
    const moved = await till.ran(operation.plan);
    const said = desk.told.filter(({ id }) => id === operation.id).map(({ state }) => state.name);
    const { state, plan } = operation;
    if (refundCameBack(operation)) {
      // Said to be given back, while it was; and what had been said stays on the order.
      expect({ moved, last: said.at(-1) }).toEqual({ moved: 0, last: 'rejected' });
      expect(state).toMatchObject({ was: { moved: { refunded: 'amount' in plan ? plan.amount.amount : 0 } } });
      continue;
    }
    expect({ moved, said }).toSatisfy(agrees);
    if (state.name === 'done' && 'amount' in plan) expect(state.moved[part[plan.kind]]).toBe(plan.amount.amount);
  }
}

const part = {
  charge: 'charged',
  hold: 'held',
  capture: 'captured',
  release: 'released',
  refund: 'refunded',
} as const satisfies Record<string, keyof Moved>;

/** `moved`: how often the provider carried it out. `said`: every state staff could have seen, in order. */
function agrees({ moved, said }: { readonly moved: number; readonly said: readonly string[] }): boolean {
  const failed = said.some((name) => ['declined', 'rejected', 'not_done'].includes(name));
  const done = said.some((name) => ['done', 'pending'].includes(name));
  return moved <= 1 && !(failed && moved > 0) && !(done && moved === 0) && !(failed && done);
}
