import { parseArgs } from 'node:util';
import { lineOf, simulate } from '../test/simulation/simulate.ts';

// npm run -s sim -- --schedules N --seed S [--desks D]: thousands of ways to lose a reply, on the real engine; red seeds are printed.
const { values } = parseArgs({
  options: {
    schedules: { type: 'string', default: '2000' },
    seed: { type: 'string', default: '1' },
    desks: { type: 'string', default: '3' },
  },
});
const [schedules, seed, desks] = [Number(values.schedules), Number(values.seed), Number(values.desks)];
if (![schedules, seed, desks].every((given) => Number.isSafeInteger(given) && given > 0) || desks > 5) {
  process.stderr.write('npm run -s sim -- --schedules N --seed S [--desks 1–5]\n');
  process.exitCode = 1;
} else {
  const begun = performance.now();
  const found = await simulate({ schedules, seed, desks });
  process.stderr.write(`${Math.round(schedules / ((performance.now() - begun) / 1000))} schedules a second\n`);
  for (const one of found.red.slice(0, 10)) process.stderr.write(`red seed ${one}\n`);
  process.stdout.write(`${lineOf(found)}\n`);
  process.exitCode = found.red.length === 0 ? 0 : 1;
}
