import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { BillView } from '../src-main/contract/bill.ts';
import type { RunPreviewLine, RunView } from '../src-main/contract/bill-run.ts';
import { must, openBenchHouse } from './house.ts';
import { newPayers } from './payers.ts';
import { startProvider } from './provider.ts';
import type { Measured } from './run.ts';

/** What Stripe allows one endpoint, a second (docs.stripe.com/rate-limits), and what may go at once after a quiet moment. */
const allowed = { perSecond: 25, burst: 25 };

/**
 * So many bills charged together through the whole desk without its window, from the press to the last line known, over the time in which the
 * provider's rate alone lets them leave. `refusals`: lines that staff would see refused or not done for having come too quickly.
 * npm run bench -- bulk [how many; 500 unless told]
 */
export async function run([size = '500']: readonly string[]): Promise<
  Measured & { readonly refusals: number; readonly cpu_ms: number; readonly preview_ms: number }
> {
  const many = Number(size);
  const folder = mkdtempSync(join(tmpdir(), 'comptoir-bench-'));
  const provider = await startProvider(join(folder, 'sandbox.sqlite'));
  try {
    const customerIds = await newPayers(provider, many);
    let over = (): void => undefined;
    const ended = new Promise<void>((done) => (over = done));
    const rooms = await openBenchHouse({
      folder,
      provider,
      wait: (ms, signal) => pause(ms, undefined, { signal: signal ?? AbortSignal.timeout(600_000) }),
      emit: (name, payload) => {
        if (name === 'billRuns.changed' && 'run' in payload && payload.run.state === 'over') over();
      },
    });
    const billIds: string[] = [];
    for (const customerId of customerIds) {
      const visit = { day: '2026-11-20', time: null, service: 'Bench', withWhom: null };
      const bill = { customerId, customerName: 'Bench', lines: [], total: 1250, tax: null, note: null };
      billIds.push((must(await rooms.call('bills.make', { ...visit, ...bill })) as BillView).id);
    }
    const looked = performance.now();
    const { lines } = must(await rooms.call('billRuns.preview', { billIds })) as { lines: RunPreviewLine[] };
    const previewMs = Math.round(performance.now() - looked);
    const chosen = lines.map(({ bill, cardId }) => ({
      billId: bill.id,
      cardId,
      amount: { amount: bill.remaining, currency: bill.currency },
      version: bill.version,
      remaining: bill.remaining,
    }));

    // The burst of the endpoint is full again.
    await pause(1_100);
    const begun = performance.now();
    const cpu = process.cpuUsage();
    const ticket = randomBytes(12).toString('hex');
    const { id } = must(await rooms.call('billRuns.start', { ticket, lines: chosen })) as RunView;
    await ended;
    const seconds = (performance.now() - begun) / 1000;
    const used = process.cpuUsage(cpu);
    const view = must(await rooms.call('billRuns.get', { id })) as RunView;
    const charged = view.lines.filter(({ operation }) => operation?.state.name === 'done').length;
    await rooms.close();
    const least = Math.max(1, many - allowed.burst) / allowed.perSecond;
    return {
      name: 'bulk',
      ratio: Math.round((seconds / least) * 1000) / 1000,
      p99: Math.round(seconds * 1000),
      n: many,
      of: `${many} bills charged together, from the press until all are known ÷ ${many} charges at the provider's allowed rate (p99: the whole time in ms; refusals: lines that were not charged; cpu_ms: of the desk's own process, a line)`,
      refusals: many - charged,
      cpu_ms: Math.round((used.user + used.system) / 10 / many) / 100,
      preview_ms: previewMs,
    };
  } finally {
    provider.child.kill();
    rmSync(folder, { recursive: true, force: true });
  }
}
