import type { Mutant } from './planted-bugs.ts';

const records = ['test/main/ledger/approvals.test.ts'];
const house = ['test/main/house/approvals.test.ts'];

/** What keeps a second person's yes from being anybody's, for anything, or for twice. */
export const plantedInApprovals: readonly Mutant[] = [
  {
    name: 'somebody approves their own',
    file: 'src-main/ledger/approvals.ts',
    from: "if (row.staff_id === decided.staffId) return 'own';",
    to: '',
    tests: records,
  },
  {
    name: 'an approval opens another amount',
    file: 'src-main/ledger/approved.ts',
    from: '    line.amount === amount?.amount &&\n    line.currency === amount.currency',
    to: '    amount !== null',
    tests: records,
  },
  {
    name: 'an approval opens another hold',
    file: 'src-main/ledger/approved.ts',
    from: 'line.target_id === target &&',
    to: 'target !== null &&',
    tests: records,
  },
  {
    name: 'an approval is used twice',
    file: 'src-main/ledger/operations.ts',
    from: 'if (opening) await useOpening(transaction, rows, { opening, operation });',
    to: 'if (opening && operation.id === "") await useOpening(transaction, rows, { opening, operation });',
    tests: records,
  },
  {
    name: 'what was prepared opens before anybody approved it',
    file: 'src-main/ledger/approved.ts',
    from: "if (approval?.state !== 'approved' || approval.decided === null) return 'gone';",
    to: "if (!approval) return 'gone';",
    tests: records,
  },
  {
    name: 'prepared anew with another amount, the old yes still stands',
    file: 'src-main/ledger/approvals.ts',
    from: "await changed(rows, row, { state: 'void', why, updated_at: approval.createdAt });",
    to: 'void why;',
    tests: records,
  },
  {
    name: 'the house’s limit is not looked at when an order is given',
    file: 'src-main/payments/settle.ts',
    from: 'if (second && !order.approval) return { ok: false, failure: second };',
    to: '',
    tests: house,
  },
  {
    name: 'a payment that was given back in part elsewhere is approved as it was',
    file: 'src-main/house/approvals/approvals.ts',
    from: "if (!same) return makeVoid(world, whole, 'changed', who);",
    to: '',
    tests: house,
  },
  {
    name: 'parts of one payment go round the limit of a refund',
    file: 'src-main/payments/plan.ts',
    from: 'amount: payment.refunded + order.amount.amount',
    to: 'amount: order.amount.amount',
    tests: house,
  },
  {
    name: 'preparing anew drops what a second person approved, and no line of the history says so',
    file: 'src-main/ledger/approvals.ts',
    from: 'rows.audit(entries.replaced(stood));',
    to: '',
    tests: [...records, ...house],
  },
];
