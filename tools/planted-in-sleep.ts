import type { Mutant } from './planted-bugs.ts';

/** PCs that fall asleep in the middle of an order, and wake when nobody stands at the counter any more. */
export const plantedInSleep: readonly Mutant[] = [
  {
    name: 'a second step that is asked about already is sent all the same',
    file: 'src-main/payments/settle.ts',
    from: "operation.state.name === 'open' ? carry(engine, operation) : operation;",
    to: 'isOpen(operation.state) ? carry(engine, operation) : operation;',
    tests: ['test/simulation/red-seeds.test.ts'],
  },
  {
    name: 'an order is written by what was said before the PC slept',
    file: 'src-main/payments/settle.ts',
    from: 'movesMoney.has(order.kind) && Math.abs(engine.clock.now() - askedAt) >= takeAgainMs',
    to: 'Number.isNaN(askedAt)',
    tests: ['test/main/payments/asleep.test.ts', 'test/simulation/red-seeds.test.ts'],
  },
  {
    name: 'a draft that was taken away is asked about for ever',
    file: 'src-main/payments/links.ts',
    from: '...(next ? { next } : {})',
    to: '...(next && false ? { next } : {})',
    tests: ['test/simulation/red-seeds.test.ts'],
  },
];
