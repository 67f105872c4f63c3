import type { Mutant } from './planted-bugs.ts';

const beside = ['test/main/house/second-charge.test.ts', 'test/gateways/elsewhere.test.ts'];

/** What keeps the same client from being charged twice by two people, and what was done elsewhere from being called a failure. */
export const plantedInGuards: readonly Mutant[] = [
  {
    name: 'another charge of minutes ago does not stop the commit',
    file: 'src-main/ledger/operations.ts',
    from: 'if (repeats.length > 0) return { repeats };',
    to: '',
    tests: ['test/main/ledger/repeated.test.ts'],
  },
  {
    name: 'a PIN passes what is not known yet',
    file: 'src-main/ledger/repeated.ts',
    from: "(state.name !== 'done' && state.name !== 'pending') || !passed.includes(id));",
    to: '!passed.includes(id));',
    tests: ['test/main/ledger/repeated.test.ts'],
  },
  {
    name: 'what the provider shows of the last minutes stops nobody',
    file: 'src-main/payments/repeats.ts',
    from: 'again.beside.filter(({ id }) => !passed.includes(id))',
    to: 'again.beside.filter(({ id }) => id === "" && !passed.includes(id))',
    tests: beside,
  },
  {
    name: 'a second charge is not looked for at all',
    file: 'src-main/payments/plan-take.ts',
    from: 'again: await takeAgain(world, payer ? await withPayer(world, last, { ownerId: card.customerId, since }) : last, {',
    to: 'again: null && await takeAgain(world, last, {',
    tests: beside,
  },
  {
    name: 'a step-in passes another amount',
    file: 'src-main/staff/step-ins.ts',
    from: 'given.amount.amount === amount.amount &&',
    to: '',
    tests: ['test/main/staff/step-ins.test.ts'],
  },
  {
    name: 'anybody with a PIN may allow',
    file: 'src-main/staff/session.ts',
    from: 'if (row?.active && !verbsOf(row.role).includes(verb)) {',
    to: "if (row?.name === '' && !verbsOf(row.role).includes(verb)) {",
    tests: ['test/security/step-in.test.ts'],
  },
  {
    name: 'an answer to our own repeated request is somebody else’s',
    file: 'src-main/payments/elsewhere.ts',
    from: "if (replayed && (operation.state.name !== 'open' || happening.earlierLeft || happening.asked)) return rest;",
    to: '',
    tests: beside,
  },
  {
    name: 'an older capture of ours is taken for what was done on the provider’s site',
    file: 'src-main/payments/elsewhere.ts',
    from: 'if (sum === missing) return found;',
    to: 'return found;',
    tests: beside,
  },
  {
    name: 'nobody has to look again',
    file: 'src-main/payments/plan-take.ts',
    from: '  if (look) return look;',
    to: '  void look;',
    tests: ['test/main/house/doubts.test.ts'],
  },
  {
    name: 'what was confirmed of one amount goes for every amount',
    file: 'src-main/payments/doubts.ts',
    from: 'fact: `amount ${amount.amount} ${amount.currency}`',
    to: "fact: 'amount'",
    tests: ['test/main/house/doubts.test.ts'],
  },
  {
    name: 'the cap of a consent is not looked at in the commit',
    file: 'src-main/ledger/consents.ts',
    from: 'return used + amount <= row.cap_total;',
    to: 'return true;',
    tests: ['test/main/ledger/bills.test.ts'],
  },
  {
    name: 'two bills of one person are sent side by side',
    file: 'src-main/house/run-drive.ts',
    from: 'await inHand.get(own);',
    to: '',
    tests: ['test/main/house/bill-runs.test.ts'],
  },
  {
    name: 'a card that was lent pays after its owner took it back',
    file: 'src-main/house/payers.ts',
    from: 'return revoked === null && (endsAt === null || endsAt > now);',
    to: 'return revoked !== undefined && (endsAt === null || endsAt > now);',
    tests: ['test/main/house/payers.test.ts'],
  },
  {
    name: 'a card that was lent to one pays for another',
    file: 'src-main/house/payers.ts',
    from: 'if (isInForce(payer, now) && payer.ownerId === ownerId && (await world.personOf(payer.customerId)) === person)',
    to: 'if (isInForce(payer, now) && payer.ownerId === ownerId && person)',
    tests: ['test/main/house/payers.test.ts'],
  },
];
