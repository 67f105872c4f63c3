import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { About, Verdict } from './schedule.ts';

export interface Simulated {
  readonly schedules: number;
  readonly movements: number;
  readonly duplicates: number;
  readonly unresolved: number;
  readonly falseFailed: number;
  readonly lost: number;
  readonly trace: string;
  /** seeds of schedules that broke a promise */
  readonly red: readonly Afternoon[];
}

/** One afternoon of a run. */
export interface Afternoon {
  readonly seed: number;
  readonly desks: number;
  /** `pages`: one on which pages for clients are made; `parting-pages`: the same at Stripe, mostly for cards, with clients who are taken away meanwhile; `runs`: one on which holds are captured together, and second persons asked */
  readonly about: About | 'pages' | 'runs' | 'parting-pages';
}
export type Outcome = Omit<Verdict, 'story'>;

/** So many go to a worker at a time. */
const share = 100;

/** Runs so many schedules from this seed on, every fourth an afternoon on which cards are typed, every eighth one with pages for clients, every sixteenth one on which customers leave and one on which holds are replaced, every thirty-second one on which they leave while a card is saved, at either provider, and one on which several houses take for the same bills, every sixty-fourth one on which holds are captured together under a second person's eyes, on all cores; the same arguments always give the same trace. */
export async function simulate({
  schedules,
  seed,
  desks,
  about,
}: {
  schedules: number;
  seed: number;
  desks: number;
  /** all of them about this one thing, instead of each thing's share */
  about?: Afternoon['about'];
}): Promise<Simulated> {
  const afternoons = Array.from({ length: schedules }, (_, at): Afternoon => ({
    seed: (seed * 1_000_003 + at) >>> 0,
    desks: 1 + (at % desks),
    about: about ?? aboutOf(at),
  }));
  const outcomes = await onAllCores(afternoons);
  const total = { movements: 0, duplicates: 0, unresolved: 0, falseFailed: 0, lost: 0 };
  const trace = createHash('sha256');
  const red: Afternoon[] = [];
  for (const [at, outcome] of outcomes.entries()) {
    for (const name of Object.keys(total) as (keyof typeof total)[]) total[name] += outcome[name];
    const afternoon = afternoons[at];
    if (afternoon && outcome.duplicates + outcome.unresolved + outcome.falseFailed + outcome.lost > 0)
      red.push(afternoon);
    trace.update(outcome.trace);
  }
  return { schedules, ...total, trace: trace.digest('hex').slice(0, 16), red };
}

function aboutOf(at: number): Afternoon['about'] {
  if (at % 4 === 3) return 'typing';
  if (at % 8 === 1) return 'pages';
  if (at % 16 === 5) return 'leaving';
  if (at % 64 === 8) return 'runs';
  if (at % 32 === 2) return 'parting';
  if (at % 32 === 18) return 'parting-pages';
  if (at % 32 === 10) return 'billing';
  return at % 16 === 13 ? 'replacing' : 'money';
}

/** In the order in which they were given, whoever ran them. */
async function onAllCores(afternoons: readonly Afternoon[]): Promise<readonly Outcome[]> {
  const outcomes: Outcome[] = [];
  const starts = Array.from({ length: Math.ceil(afternoons.length / share) }, (_, nth) => nth * share).values();
  const lane = async (): Promise<void> => {
    const worker = new Worker(new URL('./afternoons.ts', import.meta.url));
    try {
      for (const start of starts) {
        worker.postMessage(afternoons.slice(start, start + share));
        const [found] = (await once(worker, 'message')) as [readonly Outcome[]];
        for (const [nth, outcome] of found.entries()) outcomes[start + nth] = outcome;
      }
    } finally {
      await worker.terminate();
    }
  };
  await Promise.all(Array.from({ length: Math.min(availableParallelism(), afternoons.length) }, lane));
  return outcomes;
}

/** The one line that says it all. */
export function lineOf(of: Simulated): string {
  const { schedules, movements, duplicates, unresolved, falseFailed, lost, trace } = of;
  return `schedules=${schedules} movements=${movements} duplicates=${duplicates} unresolved=${unresolved} false_failed=${falseFailed} lost=${lost} trace=${trace}`;
}
