import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { askTests, type Verdict } from './mutant-run.ts';
import { mutants as all, type Mutant } from './planted-bugs.ts';
import { projectRoot } from './steps.ts';

// npm run mutants [-- --only WORD]: plants one bug at a time in a copy of the sources; a named test must fail for every one.
// A run in which none failed and that did not pass either (a line that does not parse, a process that died) is tried once more, and then said as that.
const say = (sentence: string): void => void process.stdout.write(`${sentence}\n`);
const { values } = parseArgs({ options: { only: { type: 'string', default: '' } } });
const mutants = all.filter(({ name, file }) => `${name} ${file}`.includes(values.only));

/** What the tests of main and of the window need, where a line may be changed without anybody else seeing it. */
function copyOfProject(): string {
  const folder = mkdtempSync(join(tmpdir(), 'comptoir-mutants-'));
  const settings = readdirSync(projectRoot).filter((name) =>
    /^(tsconfig.*|package)\.json$|^vitest\.config\.ts$/.test(name),
  );
  for (const part of ['src-main', 'src-renderer', 'test', 'tools', 'bench', ...settings])
    cpSync(join(projectRoot, part), join(folder, part), { recursive: true });
  symlinkSync(join(projectRoot, 'node_modules'), join(folder, 'node_modules'), 'junction');
  return folder;
}

async function askOf(folder: string, mutant: Mutant): Promise<Verdict> {
  const file = join(folder, mutant.file);
  const sound = readFileSync(file, 'utf8');
  if (sound.split(mutant.from).length !== 2)
    throw new Error(`${mutant.name}: the line to change is not there once in ${mutant.file}`);
  writeFileSync(
    file,
    sound.replace(mutant.from, () => mutant.to),
  );
  try {
    return await askTests(folder, mutant.tests);
  } finally {
    writeFileSync(file, sound);
  }
}

/** Plants one after the other, in as many copies as there are cores. */
async function plantAll(): Promise<void> {
  const folders = Array.from({ length: Math.min(availableParallelism(), mutants.length) }, copyOfProject);
  try {
    const [first] = folders;
    if (first === undefined) throw new Error('There is no bug to plant');
    const before = await askTests(first, [...new Set(mutants.flatMap(({ tests }) => tests))]);
    if (before.is !== 'missed') {
      const why = before.is === 'caught' ? `"${before.by}" failed` : before.why;
      throw new Error(`The suite is red before any bug is planted: ${why}.`);
    }
    const counts = { caught: 0, missed: 0, broke: 0 };
    const line = mutants.values();
    const lane = async (folder: string): Promise<void> => {
      for (const mutant of line) {
        const verdict = await askOf(folder, mutant);
        counts[verdict.is] += 1;
        if (verdict.is === 'broke') say(`! ${mutant.name}: no test said anything (${verdict.why})`);
        else say(`${verdict.is === 'caught' ? '✓' : '✗'} ${mutant.name}`);
      }
    };
    await Promise.all(folders.map(lane));
    say(`planted=${mutants.length} caught=${counts.caught}${counts.broke > 0 ? ` broke=${counts.broke}` : ''}`);
    process.exitCode = counts.caught === mutants.length ? 0 : 1;
  } finally {
    for (const folder of folders) rmSync(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 50 });
  }
}

if (mutants.length > 0) await plantAll();
else {
  say(`No planted bug has "${values.only}" in its name or file.`);
  process.exitCode = 1;
}
