import type { Bill } from '../../ledger/bills.ts';
import type { HouseLedger } from '../../ledger/ledger.ts';
import type { Random } from '../../payments/ports.ts';

/** A visit as the demo house's own booking diary has it. Cents, taxes included. */
export interface DemoVisit {
  readonly customer: string;
  readonly name: string;
  readonly day: string;
  readonly time: string;
  readonly service: string;
  readonly withWhom: string;
  readonly total: number;
  readonly tax: number | null;
  /** paid ahead or at the visit, without tip: the provider's payment by our id */
  readonly paid: { readonly payment: string; readonly amount: number; readonly at: number } | null;
  readonly note: string | null;
  readonly calledOff: string | null;
}

const filledSetting = 'demo.bills';
const madeBy = 'Hélène Fleury';

/**
 * Makes a bill of each visit in the demo's diary, once. What was paid ahead stands on it as the provider's payment, never as an operation of
 * ours. An interrupted first start goes on where it stopped: each bill has its own id, and each payment stands on one bill only.
 */
export async function fillDemoBills(
  ledger: Pick<HouseLedger, 'bills' | 'settings'>,
  diary: () => readonly DemoVisit[],
  { now, currency, random }: { readonly now: number; readonly currency: string; readonly random: Random },
): Promise<void> {
  if ((await ledger.settings.get(filledSetting)) === true) return;
  for (const [at, visit] of diary().entries()) {
    const id = `bill-demo-${String(at + 1).padStart(3, '0')}`;
    if (!(await ledger.bills.byId(id))) await ledger.bills.add(billOf(visit, { id, now, currency, random }));
    if (!visit.paid) continue;
    await ledger.bills.credit(id, {
      id: `credit-demo-${String(at + 1).padStart(3, '0')}`,
      kind: 'provider',
      amount: visit.paid.amount,
      paymentId: visit.paid.payment,
      note: null,
      by: madeBy,
      at: visit.paid.at,
    });
  }
  await ledger.settings.set(filledSetting, true);
}

function billOf(
  visit: DemoVisit,
  about: { readonly id: string; readonly now: number; readonly currency: string; readonly random: Random },
): Bill {
  const { day, time, service, withWhom, total, tax } = visit;
  return {
    id: about.id,
    code: `B-${about.random.id(5).toUpperCase()}`,
    customerId: visit.customer,
    customerName: visit.name,
    visit: { day, time, service, withWhom },
    lines: tax === null ? [] : [{ what: service, amount: total - tax }],
    total,
    tax,
    currency: about.currency,
    source: 'hand',
    sourceRef: null,
    note: visit.note,
    cancelled: visit.calledOff === null ? null : { at: about.now, by: madeBy, reason: visit.calledOff },
    createdAt: about.now,
    createdBy: madeBy,
    version: 1,
  };
}
