import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { ReviewedHold } from '../src-main/contract/hold-review.ts';
import type { HoldRunView } from '../src-main/contract/hold-run.ts';
import type { CustomerPage } from '../src-main/contract/customer.ts';
import type { OperationView } from '../src-main/contract/operation.ts';
import { must, openBenchHouse } from './house.ts';
import { firstRows } from './hold-list.ts';
import { newPayers } from './payers.ts';
import { startProvider, type Provider } from './provider.ts';
import type { Measured } from './run.ts';

/** What Stripe allows one endpoint, a second (docs.stripe.com/rate-limits), and what may go at once after a quiet moment. */
const allowed = { perSecond: 25, burst: 25 };

/**
 * So many holds captured together through the whole desk without its window, from the press to the last line known, over the time in which the provider's
 * rate alone lets them leave; the first rows of a list of ten thousand holds over those of a hundred, in each order in which it can be shown; and by how
 * much a process grows that writes a list of a hundred thousand rows to a file, over 50 MB.
 * npm run bench -- holds [how many are captured; 500 unless told]
 */
export async function run([size = '500']: readonly string[]): Promise<
  Measured & {
    readonly refusals: number;
    readonly cpu_ms: number;
    readonly list: Readonly<Record<string, number>>;
    readonly export: number;
  }
> {
  const many = Number(size);
  const folder = mkdtempSync(join(tmpdir(), 'comptoir-bench-'));
  const provider = await startProvider(join(folder, 'sandbox.sqlite'));
  try {
    const { seconds, captured, cpuMs } = await captureTogether({ folder, provider, many });
    const least = Math.max(1, many - allowed.burst) / allowed.perSecond;
    return {
      name: 'holds',
      ratio: Math.round((seconds / least) * 1000) / 1000,
      p99: Math.round(seconds * 1000),
      n: many,
      of: `${many} holds captured together, from the press until all are known ÷ ${many} captures at the provider's allowed rate (p99: the whole time in ms; refusals: lines that were not captured; cpu_ms: of the desk's own process, a line; list: the first rows of 10,000 holds ÷ those of 100, through the desk's own call, by the order of the list; export: growth of a process that writes 100,000 rows to a file ÷ 50 MB)`,
      refusals: many - captured,
      cpu_ms: Math.round((cpuMs / many) * 100) / 100,
      list: await firstRows(folder, provider),
      export: exportAlone(),
    };
  } finally {
    provider.child.kill();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** In a process of its own: what it grows by is not hidden in what the rest has taken already. */
function exportAlone(): number {
  const line = execFileSync(process.execPath, [fileURLToPath(new URL('run.ts', import.meta.url)), 'export'], {
    encoding: 'utf8',
  });
  return (JSON.parse(line) as Measured).ratio;
}

async function captureTogether({
  folder,
  provider,
  many,
}: {
  readonly folder: string;
  readonly provider: Provider;
  readonly many: number;
}): Promise<{ readonly seconds: number; readonly captured: number; readonly cpuMs: number }> {
  const customerIds = await newPayers(provider, many);
  let over = (): void => undefined;
  const ended = new Promise<void>((done) => (over = done));
  const rooms = await openBenchHouse({
    folder,
    provider,
    wait: (ms, signal) => pause(ms, undefined, { signal: signal ?? AbortSignal.timeout(600_000) }),
    emit: (name, payload) => {
      if (name === 'holdRuns.changed' && 'run' in payload && payload.run.state === 'over') over();
    },
  });
  for (const customerId of customerIds) {
    const { cards } = must(await rooms.call('customers.refresh', { id: customerId })) as CustomerPage;
    const amount = { amount: 1250, currency: 'CAD' };
    const order = { ticket: randomBytes(12).toString('hex'), customerId, cardId: cards[0]?.id, amount };
    const placed = must(
      await rooms.call('holds.place', { ...order, note: null, sure: [], stepIn: null }),
    ) as OperationView;
    if (placed.state.name !== 'done') throw new Error(`A hold was not placed: ${placed.state.name}`);
  }
  const holds: ReviewedHold[] = [];
  for (let offset = 0; offset < many; offset += 200) {
    const asked = { filter: 'open', provider: null, offset, limit: 200 };
    holds.push(...(must(await rooms.call('holds.list', asked)) as { rows: ReviewedHold[] }).rows);
  }
  const lines = holds.slice(0, many).map(({ id, capturable }, at) => {
    const less = at % 3 === 0 ? 100 : 0;
    const amount = { ...capturable, amount: capturable.amount - less };
    return { holdId: id, held: capturable.amount, amount, note: less > 0 ? 'Shorter than booked' : null };
  });
  // The burst of the endpoint is full again.
  await pause(1_100);
  const begun = performance.now();
  const cpu = process.cpuUsage();
  const ticket = randomBytes(12).toString('hex');
  const { id } = must(await rooms.call('holdRuns.capture', { ticket, lines })) as HoldRunView;
  await ended;
  const seconds = (performance.now() - begun) / 1000;
  const { user, system } = process.cpuUsage(cpu);
  const view = must(await rooms.call('holdRuns.get', { id })) as HoldRunView;
  const captured = view.lines.filter(({ operation }) => operation?.state.name === 'done').length;
  await rooms.close();
  return { seconds, captured, cpuMs: (user + system) / 1000 };
}
