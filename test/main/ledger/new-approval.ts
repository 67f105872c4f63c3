import type { ApprovalLine } from '../../../src-main/ledger/approval-row.ts';
import type { WholeApproval } from '../../../src-main/ledger/approvals.ts';

const at = Date.UTC(2026, 10, 20, 14);

/** Captures of 50.00 CAD of these holds that Maya prepared, as one list. */
export function newApproval(id: string, holds: readonly string[], amount = 5000): WholeApproval {
  const by = { staffId: 'staff-1', staffName: 'Maya', desk: 'Front 1', createdAt: at, updatedAt: at, version: 1 };
  const lines = holds.map((hold, place): ApprovalLine => {
    const holdId = `paysafe:${hold}`;
    const money = { amount, currency: 'CAD' };
    const asked = { kind: 'capture', ticket: `ticket-${id}-${hold}`, holdId, amount: money, note: null } as const;
    return {
      id: `${id}-line-${place}`,
      approvalId: id,
      place,
      kind: 'capture',
      provider: 'paysafe',
      targetId: holdId,
      billId: null,
      customerId: 'stripe:cus_made_up',
      customerName: 'Zoë Côté-Lévesque',
      card: { kind: 'card', brand: 'visa', lastFour: '4242', nickname: null },
      amount: money,
      held: 8000,
      asked,
      facts: [],
      seen: `cpt-key-${hold} 8000 ${amount}`,
      operationId: null,
    };
  });
  const standing = { state: 'prepared', note: null, why: null, decided: null } as const;
  return { approval: { id, ticket: `ticket-${id}`, of: 'capture', ...standing, ...by }, lines };
}

/** Somebody else's decision about it. */
export const decidedBy = (staffId = 'staff-2') =>
  ({ staffId, staffName: 'Noé', desk: 'Front 1', at: at + 60_000, words: null }) as const;
