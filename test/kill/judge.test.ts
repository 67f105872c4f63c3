import { expect, it } from 'vitest';
import type { OperationState } from '../../src-main/contract/operation.ts';
import type { Operation } from '../../src-main/payments/operation.ts';
import { newCapture, newCharge } from '../main/ledger/ground.ts';
import { makeDeck } from './deck.ts';
import { judge, type Breach, type RoundEnd } from './judge.ts';
import { orderCases, type OrderCase } from './orders.ts';
import type { Movement } from './truth.ts';
import type { Line } from './words.ts';

// A judge that finds nothing would make every round green: each kind of wrong must be seen.
const at = Date.UTC(2026, 10, 20, 15);
const done: OperationState = { name: 'done', at, reference: 'pi_1', moved: { charged: 8000 } };
const absent: OperationState = { name: 'not_done', at, why: 'absent' };

const charge = (state: OperationState, change: Partial<Operation> = {}): Operation => ({
  ...newCharge({ id: 'op-1', ticket: 'ticket-a' }),
  state,
  version: 2,
  ...change,
});
const movementOf = (operation: Operation): Movement => ({
  kind: operation.kind,
  target: null,
  amount: operation.amount?.amount ?? null,
  key: operation.plan.key,
});
const caseOf = (provider: string, name: string): OrderCase => {
  const found = orderCases.find((one) => one.provider === provider && one.name === name);
  if (!found) throw new Error(`No ${name} at ${provider}`);
  return found;
};

interface Facts {
  readonly operations: readonly Operation[];
  readonly movements: readonly Movement[];
  readonly lines?: readonly Line[];
  readonly auditLines?: number;
  readonly auditSound?: boolean;
  readonly of?: OrderCase;
}

/** One charge was ordered and its power went off when the answer was there, unless it says otherwise. */
function whatIsWrong({
  operations,
  movements,
  lines = [],
  of = caseOf('stripe', 'charge'),
  ...audit
}: Facts): Breach['what'][] {
  const ended = operations.filter(({ state }) => state.name !== 'open' && state.name !== 'unknown').length;
  const begun = operations.filter(({ follows }) => follows === null).length;
  const end: RoundEnd = {
    plan: { ...makeDeck(1, [1])(0), case: of },
    scene: {
      reads: { provider: 'stripe', customerRef: 'cus_1', paymentRef: null },
      order: () => ({ kind: 'set_default', ticket: '', cardId: '' }),
      watched: [],
      most: { charge: 1, capture: 1, release: 1 },
      mostInAll: 2,
    },
    desks: [
      {
        report: { operations, auditSound: audit.auditSound ?? true, auditLines: audit.auditLines ?? begun + ended },
        lines,
      },
    ],
    movements,
    since: 0,
    rowBeforeAgain: null,
  };
  return judge(end).map(({ what }) => what);
}
const shown = (state: Operation['state']['name'], version: number): Line => ({
  is: 'shown',
  desk: 'a',
  operation: 'op-1',
  state,
  version,
});

it('finds nothing wrong with a charge that moved once and is called done, and with one that did neither', () => {
  const one = charge(done);
  expect(whatIsWrong({ operations: [one], movements: [movementOf(one)], lines: [shown('done', 2)] })).toEqual([]);
  expect(whatIsWrong({ operations: [charge(absent)], movements: [] })).toEqual([]);
});

it('sees money that moved twice, under one key or under two', () => {
  const one = charge(done);
  const other = charge(done, { id: 'op-2', ticket: 'ticket-b', plan: newCharge().plan });
  expect(whatIsWrong({ operations: [one], movements: [movementOf(one), movementOf(one)] })).toContain('duplicate');
  expect(whatIsWrong({ operations: [one, other], movements: [movementOf(one), movementOf(other)] })).toEqual([
    'duplicate',
  ]);
});

it('sees what moved without a row, and another amount than the row says', () => {
  const one = charge(done);
  expect(whatIsWrong({ operations: [], movements: [movementOf(one)] })).toEqual(['lost']);
  expect(whatIsWrong({ operations: [one], movements: [{ ...movementOf(one), amount: 7999 }] })).toEqual(['false']);
});

it('sees an order that is called failed and moved, and one that is called done and did not', () => {
  const one = charge(absent);
  expect(whatIsWrong({ operations: [one], movements: [movementOf(one)] })).toEqual(['false']);
  expect(whatIsWrong({ operations: [charge(done)], movements: [] })).toEqual(['false']);
  const declined = charge({ name: 'declined', at, code: 'x', advice: null, reference: null });
  expect(whatIsWrong({ operations: [declined], movements: [] })).toEqual(['false']);
  expect(
    whatIsWrong({ operations: [declined], movements: [], of: caseOf('stripe', 'charge the bank refuses') }),
  ).toEqual([]);
});

it('sees what is still open, or left to a person who could not know more', () => {
  expect(whatIsWrong({ operations: [charge({ name: 'open' })], movements: [] })).toEqual(['open']);
  const person = charge({ name: 'needs_person', at, why: 'amount', evidence: {} });
  expect(whatIsWrong({ operations: [person], movements: [] })).toEqual(['open']);
});

it('sees a result that was shown and is gone, older, or another', () => {
  const one = charge(done);
  const movements = [movementOf(one)];
  expect(whatIsWrong({ operations: [one], movements, lines: [shown('done', 3)] })).toEqual(['lost']);
  expect(whatIsWrong({ operations: [one], movements, lines: [shown('declined', 2)] })).toEqual(['lost']);
  expect(whatIsWrong({ operations: [], movements: [], lines: [shown('open', 1)] })).toEqual(['lost']);
});

it('sees an audit line that is missing, and a chain that is broken', () => {
  const one = charge(done);
  const movements = [movementOf(one)];
  expect(whatIsWrong({ operations: [one], movements, auditLines: 1 })).toEqual(['lost']);
  expect(whatIsWrong({ operations: [one], movements, auditSound: false })).toContain('lost');
});

it('sees a captured part whose release was forgotten, and takes a release that never happened for what it is called', () => {
  const of = caseOf('paysafe', 'capture of a part');
  const captured: Operation = { ...newCapture('h1', { id: 'op-c' }), state: done, version: 2 };
  const plan = { ...captured.plan, kind: 'release', key: 'rest', rest: true } as Operation['plan'];
  const release: Operation = {
    ...captured,
    id: 'op-r',
    follows: 'op-c',
    ticket: null,
    kind: 'release',
    plan,
    state: absent,
  };
  const movements: Movement[] = [{ ...movementOf(captured), target: 'h1' }];
  expect(whatIsWrong({ operations: [captured], movements, of })).toEqual(['lost']);
  expect(whatIsWrong({ operations: [captured, release], movements, of })).toEqual([]);
});
