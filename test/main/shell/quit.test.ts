import { EventEmitter } from 'node:events';
import { describe, expect, it } from 'vitest';
import type { App, BrowserWindow, MessageBoxOptions } from 'electron';
import { askBeforeQuitting, closeBeforeQuit, comeBack } from '../../../src-main/shell/quit.ts';
import { openOrSay } from '../../../src-main/shell/start.ts';

/** A window and a message box in the hands of a test; `press` is what staff choose. */
function counter(given: { open: () => Promise<number>; language?: 'en' | 'fr'; press?: number[] }) {
  const asked: MessageBoxOptions[] = [];
  const press = [...(given.press ?? [])];
  const world = { closes: 0 };
  const window = { close: () => void (world.closes += 1) } as unknown as BrowserWindow;
  const dialog = {
    showMessageBox: async (...args: unknown[]) => {
      asked.push(args.at(-1) as MessageBoxOptions);
      return { response: press.shift() ?? 0, checkboxChecked: false };
    },
  };
  const { open, language = 'en' } = given;
  const onClose = askBeforeQuitting({ window, dialog, open, language: () => language });
  const close = async (): Promise<boolean> => {
    let prevented = false;
    onClose({ preventDefault: () => void (prevented = true) });
    await new Promise(setImmediate);
    return prevented;
  };
  return { close, asked, world };
}

describe('closing the window', () => {
  it('just closes when nothing is open', async () => {
    const { close, asked, world } = counter({ open: async () => 0 });
    expect(await close()).toBe(true);
    expect([asked, world.closes]).toEqual([[], 1]);
    expect(await close()).toBe(false);
  });

  it.each([
    ['en', 1, 'The provider has not said yet what became of one operation.', 'Stay', 'Quit'],
    ['en', 3, 'The provider has not said yet what became of 3 operations.', 'Stay', 'Quit'],
    ['fr', 1, 'Le fournisseur n’a pas encore dit ce qu’il en est d’une opération.', 'Rester', 'Quitter'],
    ['fr', 3, 'Le fournisseur n’a pas encore dit ce qu’il en est de 3 opérations.', 'Rester', 'Quitter'],
  ] as const)(
    'asks first while something is being sent or checked (%s, %i), and staying is the easy answer',
    async (language, count, message, stay, quit) => {
      const { close, asked, world } = counter({ open: async () => count, language });
      await close();
      expect(asked).toMatchObject([{ message, buttons: [stay, quit], defaultId: 0, cancelId: 0 }]);
      expect(asked[0]?.detail).toMatch(
        language === 'en'
          ? /next time it opens\. Nothing is sent twice\./
          : /prochaine ouverture\. Rien n’est envoyé deux fois\./,
      );
      expect(world.closes).toBe(0);
    },
  );

  it('asks again after somebody stayed, and lets go of whoever leaves', async () => {
    const { close, asked, world } = counter({ open: async () => 1, press: [0, 1] });
    await close();
    await close();
    expect([asked.length, world.closes]).toEqual([2, 1]);
    expect(await close()).toBe(false);
  });

  it('pressed twice asks once', async () => {
    let answer: (open: number) => void = () => undefined;
    const { close, asked } = counter({ open: () => new Promise((resolve) => (answer = resolve)) });
    await close();
    await close();
    answer(2);
    await new Promise(setImmediate);
    expect(asked).toHaveLength(1);
  });

  it('with records that cannot be read asks in those words, and still lets whoever wants to leave', async () => {
    const { close, asked, world } = counter({
      open: () => Promise.reject(new Error('disk')),
      language: 'fr',
      press: [1],
    });
    await close();
    expect(asked[0]?.message).toMatch(/^Comptoir ne peut pas dire si une opération est encore ouverte/);
    expect(world.closes).toBe(1);
  });
});

describe('the end of the app', () => {
  it('waits once for what is being sent, however often somebody quits', async () => {
    const app = new EventEmitter();
    const seen = { closes: 0, quits: 0, prevented: 0 };
    let closed: () => void = () => undefined;
    closeBeforeQuit(Object.assign(app, { quit: () => void (seen.quits += 1) }) as unknown as App, () => {
      seen.closes += 1;
      return new Promise((resolve) => (closed = resolve));
    });
    const quit = () => app.emit('will-quit', { preventDefault: () => void (seen.prevented += 1) });
    quit();
    quit();
    expect(seen).toEqual({ closes: 1, quits: 0, prevented: 2 });
    closed();
    await new Promise(setImmediate);
    quit();
    expect(seen).toEqual({ closes: 1, quits: 1, prevented: 2 });
  });

  it('a second start brings the window to the front, or opens a new one when this one is only waiting for its end', () => {
    const done: string[] = [];
    let [destroyed, minimized] = [false, true];
    const window = {
      isDestroyed: () => destroyed,
      isMinimized: () => minimized,
      restore: () => void done.push('restore'),
      show: () => void done.push('show'),
      focus: () => void done.push('focus'),
    } as unknown as BrowserWindow;
    const back = comeBack({ relaunch: () => void done.push('relaunch') }, window);
    back();
    minimized = false;
    back();
    destroyed = true;
    back();
    back();
    expect(done).toEqual(['restore', 'show', 'focus', 'show', 'focus', 'relaunch']);
  });
});

describe('a start that fails', () => {
  const words = (error: unknown) => ({ message: String(error), detail: 'd', again: 'Try again', quit: 'Quit' });

  it('says why each time, and opens once it can', async () => {
    const asked: unknown[] = [];
    const dialog = {
      showMessageBox: async (given: unknown) => (asked.push(given), { response: 0, checkboxChecked: false }),
    };
    let tries = 0;
    const open = async (): Promise<string> => {
      tries += 1;
      if (tries < 3) throw new Error(`held ${tries}`);
      return 'desk';
    };
    expect(await openOrSay({ open, dialog: dialog as never, words })).toBe('desk');
    expect(asked).toMatchObject([
      { message: 'Error: held 1', buttons: ['Try again', 'Quit'] },
      { message: 'Error: held 2' },
    ]);
  });

  it('ends when somebody gives up', async () => {
    const dialog = { showMessageBox: async () => ({ response: 1, checkboxChecked: false }) };
    const open = (): Promise<string> => Promise.reject(new Error('held'));
    expect(await openOrSay({ open, dialog: dialog as never, words })).toBeNull();
  });
});
