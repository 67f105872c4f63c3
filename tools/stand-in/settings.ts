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
  /** Opens a debugging port on 127.0.0.1, for tests and the tour. */
  readonly debuggable: boolean;
  /** Opens external links in a tab of the same browser instead of only recording them. */
  readonly opensLinks: boolean;
}

export const settingsVariable = 'COMPTOIR_STAND_IN';

let current: StandInSettings | undefined;

/** The settings of this process. @throws when this process was not started by the stand-in's launcher. */
export function settings(): StandInSettings {
  const text = process.env[settingsVariable];
  if (current === undefined && text === undefined) throw new Error(`${settingsVariable} is not set`);
  return (current ??= JSON.parse(text ?? '') as StandInSettings);
}
