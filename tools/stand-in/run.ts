import { registerHooks } from 'node:module';
import { pathToFileURL } from 'node:url';
import { app } from './app.ts';
import { debuggerAddress, deskTarget } from './browser.ts';
import type { ControlQuestions, FromStandIn, Question, QuestionName } from './control.ts';
import { moveClock } from './moved-clock.ts';
import { pressLastNotification } from './notification.ts';
import { recorded } from './records.ts';
import { session } from './session.ts';
import { liveRefused, settings } from './settings.ts';
import { chooseNext, powerMonitor } from './system-modules.ts';
import { troubles } from './troubles.ts';
import { BrowserWindow, windowEvents } from './window.ts';

/* The child process: the built main bundle on plain Node, with `electron` replaced. Started by launch.ts only. */

const standIn = new URL('./electron.ts', import.meta.url).href;
registerHooks({
  resolve(specifier, context, next) {
    const replaced = specifier === 'electron' || specifier === 'electron/main' || specifier === 'electron/common';
    return replaced ? { url: standIn, format: 'module-typescript', shortCircuit: true } : next(specifier, context);
  },
});

const tell = (message: FromStandIn): void => void process.send?.(message);

const answers = {
  records: () => recorded(),
  troubles: () => troubles(),
  permission: (name) => {
    const [window] = BrowserWindow.getAllWindows();
    return (window?.webContents.session ?? session.defaultSession).judgePermission(name);
  },
  power: (name) => {
    powerMonitor.emit(name);
    return null;
  },
  startedAgain: () => {
    app.emit('second-instance', {}, process.argv, process.cwd(), {});
    return null;
  },
  moveClock: (ms) => {
    moveClock(ms);
    return null;
  },
  pressNotification: () => pressLastNotification(),
  openNext: (path) => {
    chooseNext(path);
    return null;
  },
  pressClose: () => {
    setImmediate(() => BrowserWindow.getAllWindows()[0]?.close());
    return null;
  },
  quit: () => {
    setImmediate(() => app.quit());
    return null;
  },
} satisfies {
  [N in QuestionName]: (
    given: ControlQuestions[N]['given'],
  ) => ControlQuestions[N]['answer'] | Promise<ControlQuestions[N]['answer']>;
};

process.on('message', (question: Question) => {
  const answer = answers[question.ask] as (given: unknown) => unknown;
  void Promise.resolve(answer(question.given)).then((value) => tell({ kind: 'answer', id: question.id, value }));
});
// Whoever started us is gone: so is the person or the test in front of the window.
process.on('disconnect', () => app.quit());
process.on('SIGINT', () => app.quit());
process.on('SIGTERM', () => app.quit());

windowEvents.once('loaded', () => {
  if (!settings().debuggable) tell({ kind: 'ready', debugger: null, page: null });
  else void deskTarget().then((page) => tell({ kind: 'ready', debugger: debuggerAddress(), page }));
});

if (process.argv.includes('--mode=live')) {
  process.stderr.write(`${liveRefused}\n`);
  process.exit(1);
}
app.whenReady().catch((reason: unknown) => {
  process.stderr.write(`${reason instanceof Error ? reason.message : String(reason)}\n`);
  process.exit(1);
});
await import(pathToFileURL(settings().main).href);
