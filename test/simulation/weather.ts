import type { BankFault } from './bank.ts';
import type { Chance } from './chance.ts';

/** What meets one request on its way. */
export type Fate =
  | 'answer'
  /** nobody listens: no byte leaves */
  | 'refused_line'
  | 'lost_before'
  | 'lost_after'
  /** arrives when the desk has stopped waiting */
  | 'late'
  | 'cut'
  /** 429 */
  | 'limited'
  /** 409 while another request holds the same thing */
  | 'locked'
  /** 401: turned away before the provider looks at the key */
  | 'door'
  /** the provider's own fault, and what it does about it */
  | 'fault'
  /** works on it for longer than a desk waits */
  | 'slow'
  /** the reply to the request before comes instead of this one */
  | 'earlier_reply'
  | 'other_sum'
  | 'odd_word';

const writing: readonly Fate[] = [
  ...([
    'refused_line',
    'lost_before',
    'lost_before',
    'lost_after',
    'lost_after',
    'late',
    'late',
    'cut',
    'limited',
  ] as const),
  ...(['locked', 'door', 'fault', 'fault', 'slow', 'earlier_reply', 'other_sum', 'odd_word'] as const),
];
const asking: readonly Fate[] = [
  'refused_line',
  'lost_before',
  'lost_after',
  'cut',
  'limited',
  'fault',
  'earlier_reply',
  'odd_word',
];

export interface Weather {
  fateOf(writes: boolean): Fate;
  fault(): BankFault;
  /** the line is good from now on */
  clear(): void;
  readonly clears: boolean;
  /** what a provider does not say a word about, for ever: part of an address, or nothing */
  readonly muted: string | null;
}

/** How bad an afternoon is. `mutable`: addresses that a provider may fall silent about. */
export function makeWeather(chance: Chance, mutable: readonly string[]): Weather {
  const share = chance.pick([0.15, 0.4, 0.5, 0.6]);
  const muted = chance.happens(0.03) ? chance.pick(mutable) : null;
  let clears = false;
  return {
    get clears() {
      return clears;
    },
    muted,
    fateOf: (writes) => (clears || !chance.happens(share) ? 'answer' : chance.pick(writes ? writing : asking)),
    fault() {
      if (chance.happens(0.4)) return { is: 'unkept' };
      const runs = chance.pick(['now', 'never', 'later'] as const);
      return runs === 'later' ? { is: 'kept', runs, after: chance.below(3_000_000) } : { is: 'kept', runs };
    },
    clear: () => void (clears = true),
  };
}
