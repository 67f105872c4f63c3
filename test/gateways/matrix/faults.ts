import type { FaultName } from '../../../src-main/sandbox/core/fault-shapes.ts';
import type { FaultRule } from '../../../src-main/sandbox/core/faults.ts';
import type { Bank } from './orders.ts';

/** One thing that goes wrong, arranged at the provider before the click and, if need be, for the look-ups after it. */
export interface Fault {
  readonly name: string;
  /** what the request of the order meets */
  readonly order: readonly Strike[];
  /** and goes on meeting when the desk sends it again later */
  readonly stays?: boolean;
  /** what every look-up afterwards meets */
  readonly lookUps?: readonly Strike[];
  readonly bank?: Bank;
  /** nobody listens at the provider's address when the order is sent */
  readonly unplugged?: boolean;
  /** the desk is shut for so long before it asks */
  readonly shutMs?: number;
}

export type Strike = Omit<FaultRule, 'path' | 'method' | 'nth'>;

/** Faults that staff cannot tell apart share a row: each of them must end the same way. */
export interface Row {
  readonly words: string;
  readonly faults: readonly Fault[];
}

export interface Chapter {
  readonly title: string;
  readonly rows: readonly Row[];
}

/** More often than one click is ever sent. */
const always = 9;
const minute = 60_000;
const hour = 60 * minute;
/** Stripe forgets a key after a day; five minutes on, a clock that is a day behind would make it look five minutes old. */
const keyLost = 24 * hour + 5 * minute;
/** Look-ups in a row: one more than it takes to believe that something never happened. */
const few = 3;

/** The order's request meets it, however often it is sent for one click. */
const each = (...names: readonly FaultName[]): Fault[] =>
  names.map((fault) => ({ name: fault, order: [{ fault, times: always }] }));
/** Only the first try meets it. */
const once = (...names: readonly FaultName[]): Fault[] =>
  names.map((fault) => ({ name: `${fault}, once`, order: [{ fault }] }));
/** The order is carried out and its answer is lost; then something else is in the way. */
const lostThen = (name: string, more: Partial<Omit<Fault, 'name'>>): Fault => ({
  name,
  order: [{ fault: 'drop-after', times: always }],
  ...more,
});
/** A fault that is kept under the key: sending again brings it back, so this order can only be looked up. */
const faultKept: Strike = { fault: '500-after' };

export const chapters: readonly Chapter[] = [
  {
    title: 'Nothing fails',
    rows: [
      { words: 'The provider answers', faults: [{ name: 'no fault', order: [] }] },
      { words: 'The answer comes byte by byte', faults: each('slow-drip') },
      { words: 'The same answer comes twice on one connection', faults: each('doubled') },
      { words: 'The bank says no', faults: [{ name: 'decline', order: [], bank: 'declines' }] },
      {
        words: 'The bank asks the client to confirm',
        faults: [{ name: 'confirm', order: [], bank: 'asks the client' }],
      },
      {
        words: 'The bank no longer stands for the hold',
        faults: [{ name: 'withdrawn', order: [], bank: 'withdraws' }],
      },
    ],
  },
  {
    title: 'The line fails once',
    rows: [
      { words: 'Before the order arrives', faults: once('drop-before', 'reset-before') },
      {
        words: 'Carried out; the answer is lost or cut off',
        faults: once('drop-after', 'reset-after', 'reset-headers', 'reset-body', 'cut-body'),
      },
      { words: 'Carried out; handed in twice on the provider’s side', faults: once('twice') },
    ],
  },
  {
    title: 'The line fails at every try of one click',
    rows: [
      { words: 'Nobody listens at the provider’s address', faults: [{ name: 'refused', order: [], unplugged: true }] },
      { words: 'Before the order arrives', faults: each('drop-before', 'reset-before') },
      { words: 'No answer; not carried out', faults: each('hang') },
      {
        words: 'Carried out; the answer is lost or cut off',
        faults: each('drop-after', 'reset-after', 'reset-headers', 'reset-body', 'cut-body'),
      },
      {
        words: 'Carried out; the answer never comes or never ends',
        faults: each('hang-after', 'silent-headers', 'endless-drip'),
      },
      { words: 'Carried out; half a text as the answer', faults: each('cut-json') },
      {
        words: 'The bank says no; that answer is lost',
        faults: [lostThen('decline lost', { bank: 'declines' })],
      },
      {
        words: 'The bank no longer stands for the hold; that answer is lost',
        faults: [lostThen('withdrawn, lost', { bank: 'withdraws' })],
      },
    ],
  },
  {
    title: 'The provider turns away or fails',
    rows: [
      { words: 'Too many requests (429), once', faults: once('429', '429-retry-after') },
      { words: 'Too many requests (429), at every try', faults: each('429', '429-retry-after') },
      { words: 'Under way or used already (409), once; not carried out', faults: once('409') },
      { words: 'Under way or used already (409), at every try; not carried out', faults: each('409') },
      { words: 'Carried out; under way or used already (409), once', faults: once('409-after') },
      { words: 'Carried out; under way or used already (409), at every try', faults: each('409-after') },
      {
        words: 'Fault (500, 502, 503, 504), once; not carried out',
        faults: once('500-before', '502-before', '503-before', '504-before'),
      },
      {
        words: 'Fault at every try; not carried out',
        faults: each('500-before', '502-before', '503-before', '504-before'),
      },
      {
        words: 'Fault kept under the key; not carried out',
        faults: once('500-before-kept', '502-before-kept', '503-before-kept', '504-before-kept'),
      },
      {
        words: 'Carried out; fault, once',
        faults: once('500-after-unkept', '502-after-unkept', '503-after-unkept', '504-after-unkept'),
      },
      {
        words: 'Carried out; fault at every try, or kept under the key',
        faults: [
          ...each('500-after-unkept', '502-after-unkept', '503-after-unkept', '504-after-unkept'),
          ...once('500-after', '502-after', '503-after', '504-after'),
        ],
      },
      {
        words: 'Fault kept under the key; carried out five minutes later',
        faults: [{ name: '500 rolls forward', order: [{ ...faultKept, hiddenMs: 5 * minute }] }],
      },
      {
        words: 'Fault kept under the key; taken back five minutes later',
        faults: [{ name: '500 rolls back', order: [{ ...faultKept, hiddenMs: 5 * minute, undone: true }] }],
      },
    ],
  },
  {
    title: 'The answer is not what was asked',
    rows: [
      { words: 'A web page; not carried out', faults: each('page-before') },
      { words: 'Carried out; a web page', faults: each('page-after') },
      { words: 'Carried out; the answer to another order', faults: each('wrong-object') },
      { words: 'Carried out; another amount', faults: each('wrong-amount') },
      { words: 'Carried out; another currency', faults: each('wrong-currency') },
      { words: 'Carried out; a word nobody knows', faults: each('unknown-word') },
      {
        words: 'Not carried out; it waits for the client to confirm (3-D Secure)',
        faults: [{ name: 'requires action', order: [{ fault: 'on-session', times: always }], bank: 'asks the client' }],
      },
      {
        words: 'Carried out; “still being worked on” for an hour',
        faults: (['still-pending', 'still-received'] as const).map((fault) => ({
          name: fault,
          order: [{ fault, forMs: hour }],
          stays: true,
          lookUps: [{ fault, forMs: hour }],
        })),
      },
    ],
  },
  {
    title: 'It comes back later',
    rows: [
      {
        words: 'The bank sends the refund back, or somebody calls it off at the provider',
        faults: [{ name: 'comes back', order: [], bank: 'sends back' }],
      },
      {
        words: 'The same; the first answer was lost',
        faults: [lostThen('comes back, lost', { bank: 'sends back' })],
      },
      {
        words: 'The same, and the desk is shut until it has come back',
        faults: [lostThen('came back, lost', { bank: 'sends back', shutMs: keyLost })],
      },
    ],
  },
  {
    title: 'Carried out, the answer is lost, and then',
    rows: [
      {
        words: 'Look-ups lag a minute behind',
        faults: [
          lostThen('lag', { order: [{ fault: 'drop-after', times: always, hiddenMs: minute }] }),
          lostThen('lag after a fault', { order: [{ ...faultKept, hiddenMs: minute }] }),
        ],
      },
      {
        words: 'The line stays down for ten minutes',
        faults: [
          lostThen('line down', { order: [faultKept], lookUps: [{ fault: 'drop-before', forMs: 10 * minute }] }),
          lostThen('line silent', { order: [faultKept], lookUps: [{ fault: 'hang', forMs: 10 * minute }] }),
        ],
      },
      { words: 'The desk is shut until the key is forgotten', faults: [lostThen('key lost', { shutMs: keyLost })] },
      {
        words: 'The same, and the provider’s clock is a day off',
        faults: [
          lostThen('clock ahead', { shutMs: keyLost, lookUps: [{ fault: 'date-ahead', forMs: hour }] }),
          lostThen('clock behind', { shutMs: keyLost, lookUps: [{ fault: 'date-behind', forMs: hour }] }),
        ],
      },
      {
        words: 'The same, and the list moves on under the look-ups',
        faults: [lostThen('rows moved', { shutMs: keyLost, lookUps: [{ fault: 'rows-moved', times: few }] })],
      },
      {
        words: 'The same, and look-ups get the answer to something else',
        faults: [lostThen('look-ups mixed up', { shutMs: keyLost, lookUps: [{ fault: 'wrong-object', times: few }] })],
      },
      {
        words: 'The same, and look-ups get faults, web pages or unknown words',
        faults: (['500-before', '504-before', 'page-before', '429', 'cut-json', 'unknown-word'] as const).map((fault) =>
          lostThen(`look-ups get ${fault}`, { shutMs: keyLost, lookUps: [{ fault, times: few }] }),
        ),
      },
      {
        words: 'Not carried out; the desk is shut until the key is forgotten',
        faults: [
          { name: 'never done', order: [{ fault: 'drop-before', times: always }], shutMs: keyLost },
          {
            name: 'never done, clock behind',
            order: [{ fault: 'drop-before', times: always }],
            shutMs: keyLost,
            lookUps: [{ fault: 'date-behind', forMs: hour }],
          },
        ],
      },
    ],
  },
];
