import { EventEmitter } from 'node:events';
import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import type {
  Clipboard,
  Dialog,
  MenuItemConstructorOptions,
  MessageBoxOptions,
  NativeTheme,
  PowerMonitor,
  SaveDialogOptions,
  Shell,
} from 'electron';
import { openBrowser, openTab } from './browser.ts';
import { record } from './records.ts';
import { settings } from './settings.ts';

/** Menus are recorded, not drawn. */
export class Menu {
  readonly template: readonly MenuItemConstructorOptions[];

  constructor(template: readonly MenuItemConstructorOptions[] = []) {
    this.template = template;
  }

  static buildFromTemplate(template: MenuItemConstructorOptions[]): Menu {
    return new Menu(template);
  }

  static setApplicationMenu(menu: Menu | null): void {
    record('Menu.setApplicationMenu', menu?.template ?? null);
  }
}

/** Links are recorded, and opened only where a person sits in front of the stand-in. */
export const shell = {
  async openExternal(url: string): Promise<void> {
    record('shell.openExternal', url);
    if (settings().opensLinks) await openTab(url);
  },
  async openPath(path: string): Promise<string> {
    record('shell.openPath', path);
    return '';
  },
  showItemInFolder(path: string): void {
    record('shell.showItemInFolder', path);
  },
  beep(): void {
    record('shell.beep');
  },
} satisfies Pick<Shell, 'openExternal' | 'openPath' | 'showItemInFolder' | 'beep'>;

const toOpen: string[] = [];

/** The next dialog that opens files gets this one. */
export function chooseNext(path: string): void {
  toOpen.push(path);
}

let chosen = 0;

/** What is pressed in a message box: the next choice given, or none. */
function nextChoice(buttons: readonly string[]): number {
  const choice = settings().choices?.[chosen];
  if (choice === undefined) return -1;
  chosen += 1;
  return buttons.indexOf(choice);
}

/**
 * Nobody is there to choose, unless choices were given: a question in front of a window is answered by its first button that is not
 * "cancel", one without a window by "cancel" after it was written out for whoever sits at the terminal. A dialog
 * that opens files gets the next one that was told of, or is cancelled; one that saves takes the place it proposes, unless "Cancel" is the next choice.
 */
export const dialog = {
  async showMessageBox(...args: unknown[]): Promise<{ response: number; checkboxChecked: boolean }> {
    const { message, detail = '', buttons = ['OK'], cancelId = 0 } = args.at(-1) as MessageBoxOptions;
    const inFront = args.length > 1;
    if (!inFront) process.stderr.write(`${message}\n${detail}\n`);
    const first = inFront
      ? Math.max(
          0,
          buttons.findIndex((_button, index) => index !== cancelId),
        )
      : cancelId;
    const choice = nextChoice(buttons);
    const response = choice < 0 ? first : choice;
    record('dialog.showMessageBox', args.at(-1), response);
    return { response, checkboxChecked: false };
  },
  async showOpenDialog(...args: unknown[]): Promise<{ canceled: boolean; filePaths: string[] }> {
    record('dialog.showOpenDialog', args.at(-1));
    const path = toOpen.shift();
    return { canceled: path === undefined, filePaths: path === undefined ? [] : [path] };
  },
  async showSaveDialog(...args: unknown[]): Promise<{ canceled: boolean; filePath: string }> {
    const { defaultPath = '' } = args.at(-1) as SaveDialogOptions;
    const canceled = nextChoice(['Save', 'Cancel']) === 1;
    record('dialog.showSaveDialog', args.at(-1), canceled);
    if (!canceled) mkdirSync(dirname(defaultPath), { recursive: true });
    return { canceled, filePath: canceled ? '' : defaultPath };
  },
  showErrorBox(title: string, content: string): void {
    record('dialog.showErrorBox', title, content);
    process.stderr.write(`${title}: ${content}\n`);
  },
} satisfies Pick<Dialog, 'showMessageBox' | 'showOpenDialog' | 'showSaveDialog' | 'showErrorBox'>;

class StandInTheme extends EventEmitter {
  #source: NativeTheme['themeSource'] = 'system';

  get themeSource(): NativeTheme['themeSource'] {
    return this.#source;
  }

  set themeSource(source: NativeTheme['themeSource']) {
    record('nativeTheme.themeSource', source);
    this.#source = source;
    void openBrowser().then(async (browser) => {
      for (const page of browser.pages())
        await page.emulateMedia({ colorScheme: this.shouldUseDarkColors ? 'dark' : 'light' });
      this.emit('updated');
    });
  }

  get shouldUseDarkColors(): boolean {
    return (this.#source === 'system' ? settings().theme : this.#source) === 'dark';
  }
}

export const nativeTheme = new StandInTheme() satisfies Pick<NativeTheme, 'themeSource' | 'shouldUseDarkColors'>;

class StandInPower extends EventEmitter {
  getSystemIdleTime(): number {
    return 0;
  }

  getSystemIdleState(): 'active' {
    return 'active';
  }
}

/** `suspend`, `resume` and `lock-screen` arrive when a test emits them through the launcher. */
export const powerMonitor = new StandInPower() satisfies Pick<PowerMonitor, 'getSystemIdleTime' | 'getSystemIdleState'>;

let clipboardText = '';
export const clipboard = {
  async writeText(text: string): Promise<void> {
    record('clipboard.writeText', text);
    clipboardText = text;
  },
  readText: async (): Promise<string> => clipboardText,
} satisfies Pick<Clipboard, 'writeText' | 'readText'>;
