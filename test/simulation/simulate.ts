import { createHash } from 'node:crypto';
import { runSchedule, type Verdict } from './schedule.ts';

export interface Simulated {
  readonly schedules: number;
  readonly movements: number;
  readonly duplicates: number;
  readonly unresolved: number;
  readonly falseFailed: number;
  readonly lost: number;
  readonly trace: string;
  /** seeds of schedules that broke a promise */
  readonly red: readonly { readonly seed: number; readonly desks: number }[];
}

/** Runs so many schedules from this seed on; the same arguments always give the same trace. */
export async function simulate({
  schedules,
  seed,
  desks,
}: {
  schedules: number;
  seed: number;
  desks: number;
}): Promise<Simulated> {
  const total = { movements: 0, duplicates: 0, unresolved: 0, falseFailed: 0, lost: 0 };
  const trace = createHash('sha256');
  const red: { seed: number; desks: number }[] = [];
  for (let at = 0; at < schedules; at += 1) {
    const atDesks = 1 + (at % desks);
    const own = (seed * 1_000_003 + at) >>> 0;
    const verdict: Verdict = await runSchedule(own, atDesks);
    for (const name of Object.keys(total) as (keyof typeof total)[]) total[name] += verdict[name];
    if (verdict.duplicates + verdict.unresolved + verdict.falseFailed + verdict.lost > 0)
      red.push({ seed: own, desks: atDesks });
    trace.update(verdict.trace);
  }
  return { schedules, ...total, trace: trace.digest('hex').slice(0, 16), red };
}

/** The one line that says it all. */
export function lineOf(of: Simulated): string {
  const { schedules, movements, duplicates, unresolved, falseFailed, lost, trace } = of;
  return `schedules=${schedules} movements=${movements} duplicates=${duplicates} unresolved=${unresolved} false_failed=${falseFailed} lost=${lost} trace=${trace}`;
}
