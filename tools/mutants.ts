import { spawn } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { programPath, projectRoot } from './steps.ts';
import { mutants as all, type Mutant } from './planted-bugs.ts';

// npm run mutants [-- --only WORD]: plants one bug at a time in a copy of the engine, ledger and gateways; the named tests must notice every one.
const say = (sentence: string): void => void process.stdout.write(`${sentence}\n`);
const { values } = parseArgs({ options: { only: { type: 'string', default: '' } } });
const mutants = all.filter(({ name, file }) => `${name} ${file}`.includes(values.only));

function run(folder: string, args: readonly string[]): Promise<boolean> {
  return new Promise((done) => {
    const child = spawn(process.execPath, args, { cwd: folder, stdio: 'ignore' });
    child.once('error', () => done(false));
    child.once('close', (code) => done(code === 0));
  });
}

/** Whether the tests that guard this place still pass. */
async function passes(folder: string, mutant: Pick<Mutant, 'tests'>): Promise<boolean> {
  return run(folder, [programPath('vitest'), 'run', '--project', 'main', '--bail', '1', ...mutant.tests]);
}

/** What the tests of main need, where a line may be changed without anybody else seeing it. */
function copyOfProject(): string {
  const folder = mkdtempSync(join(tmpdir(), 'comptoir-mutants-'));
  const settings = readdirSync(projectRoot).filter((name) =>
    /^(tsconfig.*|package)\.json$|^vitest\.config\.ts$/.test(name),
  );
  for (const part of ['src-main', 'test', 'tools', 'bench', ...settings])
    cpSync(join(projectRoot, part), join(folder, part), { recursive: true });
  symlinkSync(join(projectRoot, 'node_modules'), join(folder, 'node_modules'), 'junction');
  return folder;
}

async function noticed(folder: string, mutant: Mutant): Promise<boolean> {
  const file = join(folder, mutant.file);
  const sound = readFileSync(file, 'utf8');
  if (sound.split(mutant.from).length !== 2)
    throw new Error(`${mutant.name}: the line to change is not there once in ${mutant.file}`);
  writeFileSync(
    file,
    sound.replace(mutant.from, () => mutant.to),
  );
  try {
    return !(await passes(folder, mutant));
  } finally {
    writeFileSync(file, sound);
  }
}

const folders = Array.from({ length: Math.min(availableParallelism(), mutants.length) }, copyOfProject);
try {
  const [first] = folders;
  const suites = [...new Set(mutants.flatMap(({ tests }) => tests))];
  if (first === undefined || !(await passes(first, { tests: suites })))
    throw new Error('The suite is red before any bug is planted.');
  let caught = 0;
  const line = mutants.values();
  const lane = async (folder: string): Promise<void> => {
    for (const mutant of line) {
      const found = await noticed(folder, mutant);
      if (found) caught += 1;
      say(`${found ? '✓' : '✗'} ${mutant.name}`);
    }
  };
  await Promise.all(folders.map(lane));
  say(`planted=${mutants.length} caught=${caught}`);
  process.exitCode = caught === mutants.length ? 0 : 1;
} finally {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 50 });
}
