import type { CaptureRule } from '../../../src-main/contract/hold-rule.ts';
import { oneStop } from '../one-stop.ts';

/** Captures that the house has decided on beforehand. */
export const captureRule = {
  /** a moment with its day: `tomorrow at 8:00 p.m.`; `day` null: today */
  moment: (day: string | null, time: string) => `${day ?? 'today'} at ${time}`,
  bar: (when: string, count: number, sum: string) =>
    count === 0
      ? oneStop(`By the house’s rule nothing would be captured ${when}.`)
      : oneStop(`By the house’s rule ${count === 1 ? '1 hold' : `${count} holds`}, ${sum}, will be captured ${when}.`),
  barOff: (when: string, count: number, sum: string) =>
    count === 0
      ? `The house’s rule names no hold for ${when}, and nobody has turned it on.`
      : oneStop(
          `The house’s rule names ${count === 1 ? '1 hold' : `${count} holds`}, ${sum}, for ${when}. Nobody has turned it on.`,
        ),
  /** somebody has turned it on, and it will do nothing all the same */
  barBlocked: (when: string, count: number, sum: string) =>
    oneStop(
      `The house’s rule names ${count === 1 ? '1 hold' : `${count} holds`}, ${sum}, for ${when}, and will not capture ${count === 1 ? 'it' : 'them'}.`,
    ),
  captureYourself: (why: string) => `${why} Capture what is due yourself.`,
  lapsing: (count: number) =>
    count === 1
      ? '1 hold lapses before that and is not among them: capture it yourself.'
      : `${count} holds lapse before that and are not among them: capture them yourself.`,
  noDays: (count: number) =>
    count === 1
      ? '1 hold to capture has no day, so the rule does not name it.'
      : `${count} holds to capture have no day, so the rule does not name them.`,
  billsOpen: (count: number) =>
    count === 1 ? '1 hold waits for its bill to be closed.' : `${count} holds wait for their bills to be closed.`,
  billsLess: (count: number) =>
    count === 1
      ? '1 hold is more than its bill has left to pay, and is not among them: look at it.'
      : `${count} holds are more than their bills have left to pay, and are not among them: look at them.`,
  by: (name: string) => `Turned on by ${name}. Only while Comptoir is open.`,
  onlyOpen: 'It captures only while Comptoir is open.',
  notDone: (when: string, why: string) => oneStop(`Nothing was captured ${when}. ${why}`),
  // what it had due and did not do
  missed: 'Not captured by the house’s rule',
  missedOne: (name: string, amount: string, when: string) =>
    oneStop(`${name}, ${amount}: not captured by the house’s rule, due ${when}.`),
  notRunning: 'Comptoir was not open at that time, nor within two hours of it.',
  shouldHaveLapsed: 'It should have lapsed by now.',
  stillHeld: 'It is still held: capture or release it.',
  missedMore: (count: number) => (count === 1 ? 'And 1 more hold.' : `And ${count} more holds.`),
  toHolds: 'To Holds',
  see: 'See which',
  turnOn: 'Turn on',
  turnOff: 'Turn off',
  turnedOn: 'Turned on. It captures in your name.',
  turnedOff: 'Turned off. Nothing is captured by itself.',
  listTitle: (when: string) => `Captured by rule ${when}`,
  listText: 'If nothing changes until then: all of it is looked at again at that moment.',
  listNone: 'The rule names no hold for then.',
  leftOut: 'Not captured by the rule',
  lapsesBefore: (when: string) => `lapses ${when}, before the rule: capture it yourself`,
  mayLapse: (when: string) => `may lapse before the rule, by our estimate ${when}`,
  billOpen: 'the bill is not closed yet',
  billLess: 'more than its bill has left to pay by now: look at the bill, then capture or release it yourself',
  noDay: 'to capture, without a day: give it one, or capture it yourself',
  wholly: 'all of it',
  releases: (rest: string) => `${rest} released`,
  total: 'Together',
  // settings
  title: 'Capture by itself',
  text: 'A rule does nothing until a manager turns it on under Holds, having seen what it will do. It captures in that person’s name, only while Comptoir is open, and in the history like any other.',
  rules: {
    off: 'Never',
    planned: 'What somebody means to capture',
    bill: 'What closed bills have left to pay',
  } as Record<CaptureRule['what'], string>,
  hints: {
    off: 'Every hold is captured by a person.',
    planned:
      'Holds whose plan is to capture them, once their day has come. All that is held, and never more than the bill has left to pay: such a hold is left to a person.',
    bill: 'Holds of a bill that was closed at the desk: as much as the bill has left to pay, and the rest goes back. Holds planned otherwise are left alone.',
  } as Record<CaptureRule['what'], string>,
  time: 'Each day at',
  badTime: 'A time of the day, like 20:00.',
  save: 'Save the rule',
  saved: 'The rule is saved. A manager turns it on under Holds.',
};
