import { parentPort } from 'node:worker_threads';
import { runPageSchedule } from './page-schedule.ts';
import { runRunSchedule } from './run-schedule.ts';
import { runSchedule } from './schedule.ts';
import type { Afternoon, Outcome } from './simulate.ts';

// Nobody reads where an error came from here, and Stripe's package makes one for every request it builds.
Error.stackTraceLimit = 0;

// A worker of simulate.ts: some afternoons in, what they came to out.
parentPort?.on('message', (given: readonly Afternoon[]) => {
  void (async () => {
    const outcomes: Outcome[] = [];
    for (const { seed, desks, about } of given) {
      const { story: _story, ...outcome } =
        about === 'pages' || about === 'parting-pages'
          ? await runPageSchedule(seed, desks, about === 'parting-pages')
          : about === 'runs'
            ? await runRunSchedule(seed, desks)
            : await runSchedule(seed, desks, about);
      outcomes.push(outcome);
    }
    parentPort?.postMessage(outcomes);
  })();
});
