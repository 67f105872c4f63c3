import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** How one run of the stand-in is set up; the launcher hands it to the child process as JSON in one variable. */
export interface StandInSettings {
  /** Absolute path of the built main bundle. */
  readonly main: string;
  readonly chromium: string;
  /** What `app.getPath('userData')` answers. */
  readonly userData: string;
  /** The browser's own profile: a throw-away folder, nothing in it is kept. */
  readonly profile: string;
  /** System languages, preferred first: `['fr-CA']`. */
  readonly languages: readonly string[];
  readonly theme: 'light' | 'dark';
  readonly headless: boolean;
  /** Content size that replaces the one the app asks for. */
  readonly viewport?: { readonly width: number; readonly height: number };
  /** A Chromium that is running already, by its debugger's address: this run gets a context of its own in it instead of a process. */
  readonly browser?: string;
  /** Opens a debugging port on 127.0.0.1, for tests and the tour. */
  readonly debuggable: boolean;
  /** Buttons that whoever drives the stand-in presses in message boxes, by their words, in this order. */
  readonly choices?: readonly string[];
  /** Opens external links in a tab of the same browser instead of only recording them. */
  readonly opensLinks: boolean;
}

export const settingsVariable = 'COMPTOIR_STAND_IN';

export const liveRefused =
  'Live mode needs the real Electron: the stand-in protects neither keys nor windows the same way, so it refuses live keys.';

let current: StandInSettings | undefined;

/** The settings of this process. @throws when this process was not started by the stand-in's launcher. */
export function settings(): StandInSettings {
  if (current !== undefined) return current;
  const text = process.env[settingsVariable];
  if (text === undefined) throw new Error(`${settingsVariable} is not set`);
  const given = JSON.parse(text) as StandInSettings;
  // A second window (another mode) is started by the first, not by the launcher: it needs a browser profile of its own.
  const inherited = process.send === undefined;
  return (current = inherited ? { ...given, profile: mkdtempSync(join(tmpdir(), 'comptoir-window-')) } : given);
}
