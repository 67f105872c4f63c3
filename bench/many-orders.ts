import { createHash } from 'node:crypto';
import { putManyOrders } from '../test/support/many-orders.ts';

/** What the records of the measurement are sealed with. */
export const benchKey = createHash('sha256').update('bench').digest();

// As a process of its own (file, how many): what writing so many at once takes is not the list's.
const [file, many] = process.argv.slice(2);
if (import.meta.main && file !== undefined) {
  const from = Date.UTC(2026, 0, 5);
  await putManyOrders(file, { many: Number(many), key: benchKey, at: (place) => from + place * 200_000 });
}
