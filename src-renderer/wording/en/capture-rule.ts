import type { CaptureRule } from '../../../src-main/contract/hold-rule.ts';
import { oneStop } from '../one-stop.ts';

/** Captures that the house has decided on beforehand. */
export const captureRule = {
  bar: (time: string, count: number, sum: string) =>
    count === 0
      ? oneStop(`By the house’s rule nothing would be captured at ${time}.`)
      : oneStop(
          `By the house’s rule ${count === 1 ? '1 hold' : `${count} holds`}, ${sum}, will be captured at ${time}.`,
        ),
  barOff: (time: string, count: number, sum: string) =>
    count === 0
      ? `The house’s rule names no hold for ${time}, and nobody has turned it on.`
      : oneStop(
          `The house’s rule names ${count === 1 ? '1 hold' : `${count} holds`}, ${sum}, for ${time}. Nobody has turned it on.`,
        ),
  by: (name: string) => `Turned on by ${name}. Only while Comptoir is open.`,
  onlyOpen: 'It captures only while Comptoir is open.',
  notDone: (time: string, why: string) => `At ${time} nothing was captured. ${why}`,
  // what it had due and did not do
  missed: 'Not captured by the house’s rule',
  missedOne: (name: string, amount: string, when: string) =>
    oneStop(`${name}, ${amount}: not captured by the house’s rule, due ${when}.`),
  notRunning: 'Comptoir was not open at that time, nor within two hours of it.',
  stillHeld: 'It is still held: capture or release it.',
  missedMore: (count: number) => (count === 1 ? 'And 1 more hold.' : `And ${count} more holds.`),
  toHolds: 'To Holds',
  see: 'See which',
  turnOn: 'Turn on',
  turnOff: 'Turn off',
  turnedOn: 'Turned on. It captures in your name.',
  turnedOff: 'Turned off. Nothing is captured by itself.',
  listTitle: (time: string) => `Captured by rule at ${time}`,
  listText: 'As it is now. What changes until then counts: it is looked at again at that moment.',
  listNone: 'No hold is named by the rule at this moment.',
  wholly: 'all of it',
  releases: (rest: string) => `${rest} released`,
  total: 'Together',
  // settings
  title: 'Capture by itself',
  text: 'A rule does nothing until a manager turns it on under Holds, having seen what it will do. It captures in that person’s name, only while Comptoir is open, and in the history like any other.',
  rules: {
    off: 'Never',
    planned: 'What somebody means to capture',
    bill: 'What bills have left to pay',
  } as Record<CaptureRule['what'], string>,
  hints: {
    off: 'Every hold is captured by a person.',
    planned: 'Holds whose plan is to capture them, once their day has come. All that is held.',
    bill: 'Holds of a bill whose visit has begun: as much as the bill has left to pay, and the rest goes back. Holds planned otherwise are left alone.',
  } as Record<CaptureRule['what'], string>,
  time: 'Each day at',
  badTime: 'A time of the day, like 20:00.',
  save: 'Save the rule',
  saved: 'The rule is saved. A manager turns it on under Holds.',
};
