import { parseArgs } from 'node:util';
import { killRounds, lineOf } from '../test/kill/kill.ts';

// npm run -s kill -- --rounds N [--seed S]: a real desk process killed at every numbered step, started again and completed; red rounds are printed.
// --only ROUND --seed S plays one of them again; --pages plays those over pages for clients too, --lists those over approved lists of holds.
const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '200' },
    seed: { type: 'string', default: '1' },
    only: { type: 'string' },
    pages: { type: 'boolean', default: false },
    lists: { type: 'boolean', default: false },
  },
});
const [rounds, seed] = [Number(values.rounds), Number(values.seed)];
const only = values.only === undefined ? 0 : Number(values.only);
if (
  ![rounds, seed].every((given) => Number.isSafeInteger(given) && given > 0) ||
  !Number.isSafeInteger(only) ||
  only < 0
) {
  process.stderr.write('npm run -s kill -- --rounds N [--seed S] [--only ROUND]\n');
  process.exitCode = 1;
} else {
  const begun = performance.now();
  const found = await killRounds({
    rounds,
    seed,
    pages: values.pages,
    lists: values.lists,
    ...(values.only === undefined ? {} : { only }),
  });
  const seconds = (performance.now() - begun) / 1000;
  process.stderr.write(
    `${(found.rounds / seconds).toFixed(1)} rounds a second; ${found.steps} steps met; ${found.insideSqlite} of ${found.timed} timed kills inside SQLite itself\n`,
  );
  for (const { round, plan, breaches } of found.red) {
    process.stderr.write(`red: --only ${round} --seed ${seed}   ${plan}\n`);
    for (const { what, say } of breaches) process.stderr.write(`  ${what}: ${say}\n`);
  }
  process.stdout.write(`${lineOf(found)}\n`);
  process.exitCode = found.red.length === 0 ? 0 : 1;
}
