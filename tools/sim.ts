import { parseArgs } from 'node:util';
import { runPageSchedule } from '../test/simulation/page-schedule.ts';
import { runRunSchedule } from '../test/simulation/run-schedule.ts';
import { runSchedule } from '../test/simulation/schedule.ts';
import { lineOf, simulate } from '../test/simulation/simulate.ts';

// npm run -s sim -- --schedules N --seed S [--desks D] [--about …]: thousands of ways to lose a reply, on the real engine; red seeds are printed.
// --about typing|leaving|replacing|pages|runs|parting|parting-pages|billing: all of them are about that one thing.
// --show SEED --desks D [--about …] tells the story of one.
const { values } = parseArgs({
  options: {
    schedules: { type: 'string', default: '2000' },
    seed: { type: 'string', default: '1' },
    desks: { type: 'string', default: '3' },
    show: { type: 'string' },
    about: { type: 'string' },
  },
});
const words = [
  'money',
  'typing',
  'leaving',
  'replacing',
  'pages',
  'runs',
  'parting',
  'parting-pages',
  'billing',
] as const;
const about = words.find((word) => word === values.about);
const [schedules, seed, desks] = [Number(values.schedules), Number(values.seed), Number(values.desks)];
if (
  ![schedules, seed, desks].every((given) => Number.isSafeInteger(given) && given > 0) ||
  desks > 5 ||
  (values.about !== undefined && !about)
) {
  process.stderr.write(
    'npm run -s sim -- --schedules N --seed S [--desks 1–5] [--about typing|leaving|replacing|pages|runs|parting|parting-pages|billing]\n',
  );
  process.exitCode = 1;
} else if (values.show !== undefined) {
  const shown = Number(values.show);
  const ran =
    about === 'pages' || about === 'parting-pages'
      ? runPageSchedule(shown, desks, about === 'parting-pages')
      : about === 'runs'
        ? runRunSchedule(shown, desks)
        : runSchedule(shown, desks, about);
  const { story, trace: _trace, ...verdict } = await ran;
  process.stdout.write(`${story.join('\n')}\n${JSON.stringify(verdict)}\n`);
} else {
  const begun = performance.now();
  const found = await simulate({ schedules, seed, desks, ...(about ? { about } : {}) });
  process.stderr.write(`${Math.round(schedules / ((performance.now() - begun) / 1000))} schedules a second\n`);
  for (const one of found.red.slice(0, 10))
    process.stderr.write(
      `red: --show ${one.seed} --desks ${one.desks}${one.about === 'money' ? '' : ` --about ${one.about}`}\n`,
    );
  process.stdout.write(`${lineOf(found)}\n`);
  process.exitCode = found.red.length === 0 ? 0 : 1;
}
