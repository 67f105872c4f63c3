import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { parseArgs } from 'node:util';
import { sound } from '../test/powercut/circumstances.ts';
import { readLog } from '../test/powercut/events.ts';
import { record, type Recording } from '../test/powercut/record.ts';
import { whyNotRecorded } from '../test/powercut/recorder.ts';
import { cutPower, lineOf, together } from '../test/powercut/replay.ts';
import { ensureSystemParts } from './system-packages.ts';

// npm run -s powercut -- --images N [--seed S]: records a desk at work and cuts its power N times; what was unsynced is lost, torn or reordered.
// --from FOLDER replays the recordings that an earlier run with a red image left there, instead of recording anew.
const say = (sentence: string): void => void process.stderr.write(`${sentence}\n`);

const { values } = parseArgs({
  options: {
    images: { type: 'string', default: '2000' },
    seed: { type: 'string', default: '1' },
    from: { type: 'string' },
  },
});
const [images, seed] = [Number(values.images), Number(values.seed)];

function kept(folder: string): Recording[] {
  const logs = readdirSync(folder).filter((name) => name.endsWith('.log'));
  return logs.toSorted().map((file) => {
    const log = readFileSync(join(folder, file));
    return { name: basename(file, '.log'), log, events: readLog(log) };
  });
}

async function recorded(): Promise<Recording[]> {
  const made: Recording[] = [];
  for (const circumstances of sound) {
    const recording = await record(circumstances);
    say(`Recorded a desk, ${recording.name}: ${recording.events.length} events.`);
    made.push(recording);
  }
  return made;
}

async function run(recordings: readonly Recording[]): Promise<void> {
  const begun = performance.now();
  const outcomes = [];
  for (const [place, recording] of recordings.entries()) {
    const share = Math.floor(images / recordings.length) + (place < images % recordings.length ? 1 : 0);
    outcomes.push(await cutPower(recording, { images: share, seed }));
  }
  const outcome = together(outcomes);
  say(`${Math.round(images / ((performance.now() - begun) / 1000))} images a second.`);
  say(`${outcome.afterFirstSend} are of moments after the first request left.`);
  say(`${outcome.thorough} were opened by the ledger itself: every seal, and the chain of the audit.`);
  for (const words of outcome.red.slice(0, 10)) say(`red: ${words}`);
  if (outcome.red.length > 0 && values.from === undefined) {
    const folder = mkdtempSync(join(tmpdir(), 'comptoir-powercut-red-'));
    for (const { name, log } of recordings) writeFileSync(join(folder, `${name}.log`), log);
    say(`again: npm run -s powercut -- --images ${images} --seed ${seed} --from ${folder}`);
  }
  process.stdout.write(`${lineOf(outcome)}\n`);
  process.exitCode = outcome.red.length === 0 ? 0 : 1;
}

if (![images, seed].every((given) => Number.isSafeInteger(given) && given > 0)) {
  say('npm run -s powercut -- --images N [--seed S] [--from FOLDER]');
  process.exitCode = 1;
} else if (values.from !== undefined) await run(kept(values.from));
else {
  await ensureSystemParts(['compiler'], say);
  const why = whyNotRecorded();
  if (why === null) await run(await recorded());
  else {
    // Nothing was proved: not the same as all being well.
    say(`No power was cut: ${why}.`);
    process.exitCode = 1;
  }
}
