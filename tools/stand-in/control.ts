import type { StandInRecord } from './records.ts';

/** What the launcher may ask of a running stand-in, and the answer to each. */
export interface ControlQuestions {
  /** everything main has asked of `electron` */
  records: { given: null; answer: readonly StandInRecord[] };
  /** violations of the content policy and errors on the console since the start */
  troubles: { given: null; answer: { readonly csp: readonly string[]; readonly console: readonly string[] } };
  /** what main's two permission handlers say */
  permission: { given: string; answer: { readonly request: boolean; readonly check: boolean } };
  /** an event of the operating system, such as `suspend` on powerMonitor */
  power: { given: 'suspend' | 'resume' | 'lock-screen' | 'unlock-screen'; answer: null };
  /** the app was started a second time */
  startedAgain: { given: null; answer: null };
  /** the next dialog that opens files gets this one */
  openNext: { given: string; answer: null };
  /** puts the clock of this process forward, the embedded providers' with it; timers stay as they are */
  moveClock: { given: number; answer: null };
  /** presses the last notification of the desktop; whether there was one */
  pressNotification: { given: null; answer: boolean };
  /** the close button of the first window */
  pressClose: { given: null; answer: null };
  quit: { given: null; answer: null };
}

export type QuestionName = keyof ControlQuestions;

export interface Question<N extends QuestionName = QuestionName> {
  readonly id: number;
  readonly ask: N;
  readonly given: ControlQuestions[N]['given'];
}

export type FromStandIn =
  /** `page`: what Chromium calls the desk's own, null where nobody may ask */
  | { readonly kind: 'ready'; readonly debugger: string | null; readonly page: string | null }
  | { readonly kind: 'answer'; readonly id: number; readonly value: unknown };
