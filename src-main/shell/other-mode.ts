import { spawn } from 'node:child_process';
import type { App } from 'electron';
import type { Mode } from '../contract/provider.ts';

/** Demo, test and live each run in a process and window of their own, with their own records. */
export async function openInOtherMode(app: Pick<App, 'isPackaged'>, mode: Mode): Promise<boolean> {
  const own = process.argv.slice(1).filter((given) => !given.startsWith('--mode='));
  const given = app.isPackaged ? [`--mode=${mode}`, ...own] : [...process.execArgv, ...own, `--mode=${mode}`];
  const child = spawn(process.execPath, given, { detached: true, stdio: 'ignore' });
  return new Promise((resolve) => {
    child.once('spawn', () => {
      child.unref();
      resolve(true);
    });
    child.once('error', () => resolve(false));
  });
}
