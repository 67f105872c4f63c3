import { setImmediate as breathe } from 'node:timers/promises';
import type { Kysely } from 'kysely';
import * as v from 'valibot';
import type { AuditRow } from './audit-chain.ts';
import type { Tables } from './tables.ts';

const orderIn = v.pipe(v.string(), v.parseJson(), v.object({ operation: v.string() }));

/** Every order begins with a line that names its operation. */
export function orderNamed(row: AuditRow, named: Set<string>): void {
  if (row.outcome !== 'started') return;
  const parsed = v.safeParse(orderIn, row.detail);
  if (parsed.success) named.add(parsed.output.operation);
}

/** The next step of an order has no line of its own: the trail of the step before it names it. */
export function followUpsNamed(row: Tables['operation'], named: Set<string>): void {
  if (typeof row.trail !== 'string' || !row.trail.includes('"follow_up"')) return;
  for (const [, id] of row.trail.matchAll(/"operationId":"([^"\\]+)"/g)) if (id !== undefined) named.add(id);
}

const atOnce = 200;

/** Operations that are named and not there, one by one: the sum only says that some are missing. */
export async function* missingOrders(db: Kysely<Tables>, named: ReadonlySet<string>): AsyncGenerator<string> {
  const ids = [...named];
  for (let from = 0; from < ids.length; from += atOnce) {
    const asked = ids.slice(from, from + atOnce);
    const there = await db.selectFrom('operation').select('id').where('id', 'in', asked).execute();
    const present = new Set(there.map(({ id }) => id));
    for (const id of asked) if (!present.has(id)) yield id;
    await breathe();
  }
}
