import type { Mutant } from './planted-bugs.ts';

const records = ['test/main/ledger/page-links.test.ts'];
const replies = ['test/main/gateways/paysafe-pages.test.ts', 'test/main/gateways/stripe-invoices.test.ts'];

export const plantedInPages: readonly Mutant[] = [
  {
    name: 'a bill is charged although it was paid at another desk since it was looked at',
    file: 'src-main/ledger/operations.ts',
    from: 'if (seen && (await hasMoved(transaction, seen))) {',
    to: 'if (seen && (await hasMoved(transaction, seen)) && operation.amount === null) {',
    tests: records,
  },
  {
    name: 'cash is noted on a bill while somebody may be paying it on its page',
    file: 'src-main/ledger/bills.ts',
    from: 'if ((await standingPage(transaction, billId)) || (await hasMoved(transaction, seen))) return false;',
    to: 'if (await hasMoved(transaction, seen)) return false;',
    tests: records,
  },
  {
    name: 'a page that a manager has settled stays open',
    file: 'src-main/payments/link-settle.ts',
    from: 'link.sessionRef !== null && !isOver(desk, link)',
    to: 'link.sessionRef !== null && isOver(desk, link)',
    tests: ['test/main/house/paid-pages.test.ts'],
  },
  {
    name: 'the page of a wall in between closes a link of Paysafe',
    file: 'src-main/gateways/paysafe/hosted-pages.ts',
    from: '!isOwnAnswer(answer) || named !== sessionRef',
    to: 'named !== sessionRef',
    tests: replies,
  },
  {
    name: 'a link of Paysafe is called closed whatever was said to its closing',
    file: 'src-main/payments/links.ts',
    from: "said === 'taken' ? 'closed' : 'asked'",
    to: "said === null ? 'asked' : 'closed'",
    tests: ['test/main/house/paysafe-pages.test.ts'],
  },
  {
    name: 'a draft in a word nobody knows is taken for an open invoice, and its bill is shut for ever',
    file: 'src-main/gateways/stripe/invoice-replies.ts',
    from: "return finished.has(own.status ?? '') ? nothing(open(link, own)) : 'nothing_yet';",
    to: 'return nothing(open(link, own));',
    tests: replies,
  },
];
