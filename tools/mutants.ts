import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { spawn } from 'node:child_process';
import { programPath, projectRoot } from './steps.ts';
import { mutants, type Mutant } from './planted-bugs.ts';

// npm run mutants: plants one bug at a time in a copy of the engine, ledger and gateways; the suite must notice every one of them.
const say = (sentence: string): void => void process.stdout.write(`${sentence}\n`);

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

const folder = mkdtempSync(join(tmpdir(), 'comptoir-mutants-'));
try {
  const settings = readdirSync(projectRoot).filter((name) =>
    /^(tsconfig.*|package)\.json$|^vitest\.config\.ts$/.test(name),
  );
  for (const part of ['src-main', 'test', 'tools', 'bench', ...settings])
    cpSync(join(projectRoot, part), join(folder, part), { recursive: true });
  symlinkSync(join(projectRoot, 'node_modules'), join(folder, 'node_modules'), 'junction');
  const suites = [...new Set(mutants.flatMap(({ tests }) => tests))];
  if (!(await passes(folder, { tests: suites }))) throw new Error('The suite is red before any bug is planted.');
  let caught = 0;
  for (const mutant of mutants) {
    const file = join(folder, mutant.file);
    const sound = readFileSync(file, 'utf8');
    if (sound.split(mutant.from).length !== 2)
      throw new Error(`${mutant.name}: the line to change is not there once in ${mutant.file}`);
    writeFileSync(
      file,
      sound.replace(mutant.from, () => mutant.to),
    );
    const noticed = !(await passes(folder, mutant));
    writeFileSync(file, sound);
    if (noticed) caught += 1;
    say(`${noticed ? '✓' : '✗'} ${mutant.name}`);
  }
  say(`planted=${mutants.length} caught=${caught}`);
  process.exitCode = caught === mutants.length ? 0 : 1;
} finally {
  rmSync(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 50 });
}
