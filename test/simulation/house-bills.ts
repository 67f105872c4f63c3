import { refused } from '../../src-main/contract/failure.ts';
import { keyFacts } from '../../src-main/payments/bill-facts.ts';
import { billSums } from '../../src-main/payments/bill.ts';
import { madeBy } from '../../src-main/payments/given-back.ts';
import type { Engine } from '../../src-main/payments/settle.ts';
import type { HouseRecords } from './records.ts';

/** What the bill of a person asks for, minor units: several parts of what is charged on such an afternoon. */
const total = 16_000;

/** A bill of a file as one house knows it: by its own records alone, and by the same name as every other house. */
export function billsOfFile(records: Pick<HouseRecords, 'all'>): Engine['billFor'] {
  return async ({ billId, amount }) => {
    const all = await records.all();
    const takings = all.filter(({ plan }) => 'cause' in plan && plan.cause?.billId === billId);
    const made = new Set(takings.flatMap((one) => madeBy(one) ?? []));
    const operations = [...takings, ...all.filter((one) => one.targetId !== null && made.has(one.targetId))];
    const sums = billSums(total, { operations, credits: [] });
    if (sums.checking) return refused('bill_checking').failure;
    if (amount > sums.remaining) return refused('bill_over', { most: sums.remaining, currency: 'CAD' }).failure;
    return { ref: `csv:${billId}`, paid: sums.paid, seen: null, named: true, ...keyFacts(operations, 0) };
  };
}
