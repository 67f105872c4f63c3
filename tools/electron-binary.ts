import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { projectRoot } from './steps.ts';

const electronFolder = join(projectRoot, 'node_modules/electron');
const failureMark = join(projectRoot, 'node_modules/.cache/comptoir/electron-not-fetched');
const oneDay = 24 * 60 * 60 * 1000;
const patience = 60_000;

/** The path of Electron's own program, or undefined when its binary is not on this machine. */
export function electronBinary(): string | undefined {
  const pathFile = join(electronFolder, 'path.txt');
  const name = existsSync(pathFile) ? readFileSync(pathFile, 'utf8') : 'electron';
  const folder = process.env['ELECTRON_OVERRIDE_DIST_PATH'] ?? join(electronFolder, 'dist');
  const path = join(folder, name);
  return existsSync(path) ? path : undefined;
}

const failedToday = (): boolean =>
  Date.now() - (statSync(failureMark, { throwIfNoEntry: false })?.mtimeMs ?? 0) < oneDay;

/**
 * Electron's binary, fetched by its own installer when it is missing. The installer gets one minute; a failure is
 * remembered for a day, so that a machine without that source does not wait at every start.
 */
export async function fetchElectron(say: (sentence: string) => void): Promise<string | undefined> {
  const present = electronBinary();
  if (present !== undefined || failedToday()) return present;
  say('Fetching the Electron binary (one minute at most).');
  await new Promise<void>((done) => {
    const installer = spawn(process.execPath, [join(electronFolder, 'install.js')], { stdio: 'ignore' });
    const timer = setTimeout(() => installer.kill(), patience);
    const finish = (): void => {
      clearTimeout(timer);
      done();
    };
    installer.once('error', finish);
    installer.once('close', finish);
  });
  const fetched = electronBinary();
  if (fetched === undefined) {
    mkdirSync(dirname(failureMark), { recursive: true });
    writeFileSync(failureMark, '');
  }
  return fetched;
}
