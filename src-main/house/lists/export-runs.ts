import type { AskedList } from '../../contract/export.ts';
import type { Failure } from '../../contract/failure.ts';
import type { Saying } from '../../said/saying.ts';
import { oneBillRun } from '../runs/bill-run-view.ts';
import { inWhole, type Source } from './export-sources.ts';
import { oneHoldRun } from '../runs/hold-run-view.ts';
import type { World } from '../world.ts';

/** The lines of a run of holds or bills, each with what became of it by now. */
export async function runSource(
  world: World,
  { list, id }: Extract<AskedList, { readonly list: 'hold_run' | 'bill_run' }>,
  saying: Saying,
): Promise<Source | Failure> {
  const { sayBillRun, sayHoldRun } = await import('../../said/runs.ts');
  if (list === 'hold_run') {
    const reply = await oneHoldRun(world, id);
    if (!reply.ok) return reply.failure;
    const said = sayHoldRun(reply.value, saying);
    return inWhole(world, said, reply.value.lines.map(said.cells));
  }
  const reply = await oneBillRun(world, id);
  if (!reply.ok) return reply.failure;
  const said = sayBillRun(reply.value, saying);
  return inWhole(world, said, reply.value.lines.map(said.cells));
}
