import type { Mutant } from './planted-bugs.ts';

const before = ['test/main/payments/taken-before.test.ts'];
const desks = ['test/main/house/bill-charged-elsewhere.test.ts'];
const otherCards = ['test/main/house/bill-on-another-card.test.ts'];
const bills = ['test/main/house/bill-keys.test.ts'];
const gateways = ['test/gateways/taken.test.ts'];
const repeats = ['test/main/payments/repeats-of-desks.test.ts'];
const seeds = ['test/simulation/red-seeds.test.ts'];
const listed = ['test/main/sync/listed-at.test.ts'];

/** Bugs about keys that several orders can have: of one bill at two desks, of one bill twice, and of what was just done. */
export const plantedInKeys: readonly Mutant[] = [
  {
    name: 'a bill of a file is charged by lists that are older than Stripe keeps keys',
    file: 'src-main/payments/taken-before.ts',
    from: "return age < world.gateways[provider].keyLifetimeMs ? 'complete'",
    to: "return age < Infinity ? 'complete'",
    tests: [...before, ...desks, ...seeds],
  },
  {
    name: 'a desk that does not know how old its lists are takes them for complete',
    file: 'src-main/payments/taken-before.ts',
    from: 'if (listedAt === null || now === null) return null;',
    to: "if (listedAt === null || now === null) return 'complete';",
    tests: before,
  },
  {
    name: 'the lists are not looked at before a bill is charged',
    file: 'src-main/payments/taken-before.ts',
    from: 'under.set(key, rows[place] ?? null);',
    to: 'under.set(key, rows[place] && null);',
    tests: [...before, ...desks],
  },
  {
    name: 'a provider that does not say what stands under a key counts as "nothing does"',
    file: 'src-main/payments/taken-before.ts',
    from: 'if (!asked.ok)',
    to: "if (!asked.ok && asked.why === 'busy')",
    tests: before,
  },
  {
    name: 'a payment that stands under the key of a bill is taken for one that is over',
    file: 'src-main/payments/taken-before.ts',
    from: "new Set(['declined', 'lapsed', 'released', 'refunded'])",
    to: "new Set(['declined', 'lapsed', 'released', 'refunded', 'paid'])",
    tests: [...before, ...desks],
  },
  {
    name: 'a charge that stands at its provider already is sent all the same',
    file: 'src-main/payments/settle.ts',
    from: 'if (planned.there !== undefined) return done(written.opened);',
    to: '',
    tests: [...before, ...desks, ...seeds],
  },
  {
    name: 'a charge that stands at its provider already is sent when it is asked about',
    file: 'src-main/payments/complete.ts',
    from: "  'known_there',\n",
    to: '',
    tests: before,
  },
  {
    name: 'Stripe’s answer to another order of the same bill is believed for this one',
    file: 'src-main/payments/settle.ts',
    from: "if (operation.state.name === 'open' && !earlierLeft)",
    to: "if (operation.state.name === 'open' && !earlierLeft) return given;\n  if (operation.state.name === 'open' && !earlierLeft)",
    tests: before,
  },
  {
    name: 'what another desk took for a bill on another card is charged again',
    file: 'src-main/payments/plan-take.ts',
    from: 'if (elsewhere) return takenElsewhere(elsewhere);',
    to: '',
    tests: otherCards,
  },
  {
    name: 'a bill’s name does not go with its payment',
    file: 'src-main/gateways/stripe/orders.ts',
    from: '...(billName === undefined ? {} : { [billNameField]: billName }),',
    to: '',
    tests: otherCards,
  },
  {
    name: 'a payment of our own is taken for another desk’s',
    file: 'src-main/house/bills/bill-elsewhere.ts',
    from: 'payment.key !== null && keys.has(payment.key) ? []',
    to: 'payment.key !== null && keys.has(payment.id) ? []',
    tests: otherCards,
  },
  {
    name: 'what another desk holds is put on a bill as paid',
    file: 'src-main/house/bills/bill-elsewhere.ts',
    from: "if (!payment || isNow(payment) !== 'taken')",
    to: 'if (!payment)',
    tests: otherCards,
  },
  {
    name: 'what was given back at another desk since is put on a bill',
    file: 'src-main/house/bills/bill-elsewhere.ts',
    from: 'await readPaymentsAgain(world, [paymentId]);',
    to: '',
    tests: otherCards,
  },
  {
    name: 'Stripe’s answer to another desk is believed by one whose own try was lost',
    file: 'src-main/payments/settle.ts',
    from: 'if (!earlier || !isShared(operation.plan)) return given;',
    to: "if (!earlier || !isShared(operation.plan) || operation.state.name !== 'open' || earlierLeft) return given;",
    tests: [...before, ...desks],
  },
  {
    name: 'what Stripe had answered before and does not find now never happened',
    file: 'src-main/gateways/stripe/findings.ts',
    from: ' || wasAnswered(operation))',
    to: ')',
    tests: gateways,
  },
  {
    name: 'a charge whose own reply was lost is called another desk’s',
    file: 'src-main/payments/elsewhere.ts',
    from: "if (unsure && rest.is === 'done') return ownOf(rest);",
    to: '',
    tests: desks,
  },
  {
    name: 'a hold that was released at another desk is called held',
    file: 'src-main/gateways/stripe/replies.ts',
    from: "if (plan.kind === 'hold' ? state !== 'held' : state === 'refunded')",
    to: "if (plan.kind === 'charge' && state === 'refunded')",
    tests: [...gateways, ...desks],
  },
  {
    name: 'a Paysafe hold that was captured at another desk is called held',
    file: 'src-main/gateways/paysafe/replies.ts',
    from: "plan.kind === 'hold' && left < plan.amount.amount",
    to: "plan.kind === 'hold' && left < 0",
    tests: gateways,
  },
  {
    name: 'what two orders of one bill did is counted twice',
    file: 'src-main/payments/elsewhere.ts',
    from: 'other.plan.key === operation.plan.key && counted',
    to: 'other.plan.key !== operation.plan.key && counted',
    tests: bills,
  },
  {
    name: 'a hold for a bill has the key of the one that was released',
    file: 'src-main/payments/bill-facts.ts',
    from: 'released: new Set(released).size,',
    to: 'released: 0,',
    tests: ['test/main/payments/bill-facts.test.ts'],
  },
  {
    name: 'a second tip alone has the key of the first',
    file: 'src-main/payments/repeat-key.ts',
    from: "...(isTipAlone(order) ? ['tip', facts.bill.tipped ?? 0] : []),",
    to: '',
    tests: [...bills, 'test/main/payments/repeat-key.test.ts'],
  },
  {
    name: 'a second tip alone within minutes is a part of its bill',
    file: 'src-main/ledger/repeated.ts',
    from: 'return tipAlone === true && ',
    to: 'return tipAlone === false && ',
    tests: bills,
  },
  {
    name: 'what another desk just charged is judged by that desk’s clock',
    file: 'src-main/ledger/repeated.ts',
    from: ': providerClockAt >= from;',
    to: ': createdAt >= since;',
    tests: repeats,
  },
  {
    name: 'a payment of ours that the question does not reach is nobody’s',
    file: 'src-main/payments/repeats.ts',
    from: 'if (order) return [operationAsRepeat(order)];',
    to: 'if (order) return [];',
    tests: repeats,
  },
  {
    name: 'a sleep between question and answer makes the lists look newer than they are',
    file: 'src-main/sync/listed-at.ts',
    from: 'Math.max(Math.abs(clock.now() - from.wall), clock.steady() - from.steady)',
    to: 'clock.steady() - from.steady',
    tests: listed,
  },
  {
    name: 'lists from which a payment is missing count as complete',
    file: 'src-main/sync/changes.ts',
    from: "if (kind === 'payment' && read.why !== 'gone') await options.passedOver();",
    to: '',
    tests: listed,
  },
  {
    name: 'a charge that another desk called off at Paysafe before its batch is put on the bill as paid',
    file: 'src-main/gateways/paysafe/lists.ts',
    from: "if (found.state !== 'unsure') return { ok: true, value: found };",
    to: 'if (found.ref) return { ok: true, value: found };',
    tests: [...gateways, ...desks],
  },
  {
    name: 'a bill that another desk charged at its second try is charged again under the key of the first',
    file: 'src-main/payments/taken-before.ts',
    from: 'if (gone - free === ahead) return { key: keyAt(free), there: null };',
    to: 'return { key: keyAt(free), there: null };',
    tests: [...before, ...desks],
  },
  {
    name: 'a provider that is slow to say what stands under the key of a bill keeps somebody at the counter for a minute',
    file: 'src-main/gateways/sender.ts',
    from: 'Math.min(timeoutMs, patienceMs)',
    to: 'Math.max(timeoutMs, patienceMs)',
    tests: ['test/main/gateways/taken-under.test.ts'],
  },
  {
    name: 'a Paysafe account of another currency, closed long ago, stops every bill of a file',
    file: 'src-main/gateways/paysafe/lists.ts',
    from: 'if (account.kind !== kind || account.currency !== currency) continue;',
    to: 'if (account.kind !== kind) continue;',
    tests: ['test/main/gateways/taken-under.test.ts'],
  },
];
