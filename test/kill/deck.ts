import { chanceOf, type Chance } from '../simulation/chance.ts';
import { orderCases, pairCases, type OrderCase } from './orders.ts';
import { completionSteps, nextSteps, openingStep, orderSteps, type CompletionPart, type Step } from './steps.ts';
import type { Kill } from './words.ts';

/** One round, all of it: who is asked what, where the power goes off, how long it stays off. */
export interface RoundPlan {
  readonly round: number;
  readonly case: OrderCase;
  readonly first: Kill;
  /** the process that completes what the first one left dies here */
  readonly second: Kill | null;
  /** another desk with its own records is asked on the same target: at the same moment, or once the first one is dead */
  readonly pair: 'together' | 'after' | null;
  /** how long nobody is there after the first kill, and after the second; handed in, nobody waits */
  readonly offMs: number;
  readonly offAgainMs: number;
  /** sync reads something before the completer begins, so that the provider's clock is known */
  readonly readsFirst: boolean;
  /** staff do not wait: while it is being checked they open another dialog on the same target and confirm it */
  readonly isImpatient: boolean;
  /** staff click the same ticket again when all is known */
  readonly clicksAgain: boolean;
}

interface Card {
  readonly step: Step;
  readonly kind: 'order' | 'pair' | 'opening' | CompletionPart;
}

/** How many sentences of SQL open an empty folder, and records of each earlier version: the nth entry knows n migrations. */
export type Openings = readonly number[];

const second = 1000;
const minute = 60 * second;
/** Past the time in which Stripe replays a key, well before a hold lapses. */
const nextDay = 26 * 60 * minute;
const anyPause = [2 * second, 45 * second, 4 * minute, 12 * minute, nextDay] as const;
const shortPause = [2 * second, 45 * second, 4 * minute] as const;

const named = (names: readonly string[]): Step[] => orderSteps.filter(({ name }) => names.includes(name));
/** Where the first process dies so that the second finds the operation open … */
const leftOpen = named([
  'row: committed',
  'request: last byte, lost on the way',
  'request: run, not answered',
  'request: half of the answer',
  'result: before it',
  'result: before the commit',
]);
/** … and done at the provider, or surely not. */
const leftDone = named([
  'request: run, not answered',
  'request: headers of the answer',
  'request: half of the answer',
  'result: before it',
  'result: operation written',
]);
const leftUndone = named([
  'row: committed',
  'row: shown',
  'request: first byte',
  'request: last byte, lost on the way',
]);

const firstOf = {
  restart: leftOpen,
  replay: leftOpen,
  question: leftOpen,
  finding: leftDone,
  absence: leftUndone,
  next: leftDone,
} as const satisfies Record<CompletionPart, readonly Step[]>;

/** Whatever the other desk does meanwhile, this one comes by here. */
const pairSteps = orderSteps.filter(
  ({ name }) => !['row: in a checkpoint', 'result: in a checkpoint', 'result: audited'].includes(name),
);

/** Absent when it is asked about and there a moment later: the hardest one, so it comes more often, each time with another order. */
const arrivesLater = named(['request: last byte, runs later']);

const lapCards: readonly Card[] = [
  ...[...orderSteps, ...nextSteps, ...arrivesLater, ...arrivesLater, ...arrivesLater].map((step): Card => ({
    step,
    kind: 'order',
  })),
  ...pairSteps.map((step): Card => ({ step, kind: 'pair' })),
  ...(Object.entries(completionSteps) as [CompletionPart, readonly Step[]][]).flatMap(([kind, steps]) =>
    steps.map((step): Card => ({ step, kind })),
  ),
];

/**
 * The rounds in their order: lap after lap over all steps, each lap shuffled and each with other orders, so that any few hundred rounds meet
 * every step. The same seed and round is always the same plan.
 */
export function makeDeck(seed: number, openings: Openings): (round: number) => RoundPlan {
  const openingCards = openings.flatMap((statements, migrations) =>
    Array.from({ length: statements }, (_, index): Card => ({
      step: openingStep({ migrations, statement: index + 1, inside: chanceOf(seed + index).happens(0.3) }),
      kind: 'opening',
    })),
  );
  const laps: Card[][] = [];
  const lap = (number: number): Card[] =>
    (laps[number] ??= shuffled(
      // Opening takes no money: every third lap is enough for it.
      number % 3 === 0 ? [...lapCards, ...openingCards] : lapCards,
      chanceOf(seed * 7919 + number),
    ));
  return (round) => {
    let [number, left] = [0, round];
    while (left >= lap(number).length) {
      left -= lap(number).length;
      number += 1;
    }
    const card = lap(number)[left];
    if (!card) throw new Error(`There is no round ${round}`);
    return planOf(card, { round, lap: number, seed, chance: chanceOf(seed * 1_000_003 + round) });
  };
}

function planOf(card: Card, at: { round: number; lap: number; seed: number; chance: Chance }): RoundPlan {
  const { step, kind } = card;
  const { chance, lap } = at;
  const cases = casesOf(card);
  // Lap after lap the same step meets another order; sentences of the opening are many enough to meet them all.
  const turn = chanceOf(at.seed + lapCards.indexOf(card)).below(cases.length) + lap;
  const chosen = kind === 'opening' ? chance.pick(cases) : cases[turn % cases.length];
  if (!chosen) throw new Error(`No order can die at ${step.name}`);
  const twice = kind !== 'order' && kind !== 'pair' && kind !== 'opening';
  const firstSteps = twice ? firstOf[kind].filter((first) => isPossible(first, chosen)) : [step];
  return {
    round: at.round,
    case: chosen,
    first: killAt(chance.pick(firstSteps), chance),
    second: twice ? killAt(step, chance) : null,
    pair: kind === 'pair' ? chance.pick(['together', 'after']) : null,
    offMs: chance.pick(pausesOf(card, chosen)),
    offAgainMs: chance.pick(runsLater(step) ? [2 * second, 20 * second] : shortPause),
    // Without it Stripe is asked before anything is sent again.
    readsFirst: kind === 'replay' || (!runsLater(step) && chance.happens(0.5)),
    isImpatient: chance.happens(0.5),
    clicksAgain: kind === 'opening' || chance.happens(0.5),
  };
}

function casesOf({ step, kind }: Card): OrderCase[] {
  const from = kind === 'pair' ? pairCases : orderCases;
  return from.filter((one) => {
    if (!isPossible(step, one)) return false;
    if (kind === 'replay') return one.provider === 'stripe';
    return kind !== 'next' || one.hasNext === true;
  });
}

/** Stripe is sent the same request again within the day; after that, and at Paysafe always, it is asked. What runs later runs after the question. */
function pausesOf({ kind, step }: Card, { provider, nextIsSoon = false }: OrderCase): readonly number[] {
  if (runsLater(step)) return [2 * second, 20 * second];
  if (kind === 'replay' || (kind === 'next' && nextIsSoon)) return shortPause;
  const asks = kind === 'question' || kind === 'finding' || kind === 'absence';
  return asks && provider === 'stripe' ? [nextDay] : anyPause;
}

const runsLater = ({ place }: Step): boolean => place.kind === 'wire' && place.moment === 'last byte, runs later';

function isPossible({ place }: Step, { hasNext = false, bodiless = false }: OrderCase): boolean {
  if (place.kind === 'opening') return true;
  if (place.kind === 'write') return hasNext || (place.moment !== 'next step written' && place.phase !== 'next result');
  if (place.request.of === 'money' && place.request.nth > 1) return hasNext;
  return !bodiless || place.moment !== 'half of the answer';
}

function killAt(step: Step, chance: Chance): Kill {
  const checkpoint = step.place.kind === 'write' && step.place.moment === 'in a checkpoint';
  // Most of them early: a commit takes a fraction of a millisecond on a good disk, cleaning up a long log a few.
  return { step, afterMicroseconds: chance.below(checkpoint ? 90 : 27) ** 2 };
}

function shuffled<T>(from: readonly T[], chance: Chance): T[] {
  const cards = [...from];
  for (let last = cards.length - 1; last > 0; last -= 1) {
    const other = chance.below(last + 1);
    [cards[last], cards[other]] = [cards[other] as T, cards[last] as T];
  }
  return cards;
}
