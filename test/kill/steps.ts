/** What a desk is doing when it writes: each is one durable commit, or the opening of the records. */
export type Phase =
  | 'page row'
  | 'page result'
  | 'list'
  | 'yes'
  | 'run'
  | 'line'
  | 'row'
  | 'result'
  | 'next result'
  | 'restart'
  | 'replay result'
  | 'finding'
  | 'absence'
  | 'failed question';

/** Moments of one such commit, in their order; those `in …` are hit by the clock and not by a line of ours. */
export const writeMoments = [
  'before it',
  'begun',
  'operation written',
  'next step written',
  'audited',
  'before the commit',
  'in the commit',
  'in a checkpoint',
  'committed',
  'before it is shown',
  'shown',
] as const;
export type WriteMoment = (typeof writeMoments)[number];

/** Moments of one request and its answer. What was only handed to the line may have left whole, in part or not at all. */
export const wireMoments = [
  'handed to the line',
  'first byte',
  'last byte, lost on the way',
  'last byte, runs later',
  'run, not answered',
  'headers of the answer',
  'half of the answer',
] as const;
export type WireMoment = (typeof wireMoments)[number];

/** The nth request since the desk was told to go on that moves money, or that only asks. */
export interface RequestName {
  readonly of: 'money' | 'question';
  readonly nth: number;
}

export type Place =
  /**
   * The nth sentence of SQL while records that know so many migrations are opened and brought to this version: just before it, or inside it.
   * No migrations: the folder is empty.
   */
  | { readonly kind: 'opening'; readonly migrations: number; readonly statement: number; readonly inside: boolean }
  | { readonly kind: 'write'; readonly phase: Phase; readonly moment: WriteMoment }
  | { readonly kind: 'wire'; readonly request: RequestName; readonly moment: WireMoment };

/** A numbered step at which a process dies. */
export interface Step {
  readonly name: string;
  /** in: opening the records, carrying out an order, or completing what an earlier process left */
  readonly during: 'opening' | 'order' | 'completion';
  readonly place: Place;
}

type Writes = readonly WriteMoment[];
const withoutNext: Writes = writeMoments.filter((moment) => moment !== 'next step written');
const shortly: Writes = ['before it', 'begun', 'operation written', 'before the commit', 'in the commit', 'committed'];

function writes(during: Step['during'], phase: Phase, moments: Writes): Step[] {
  return moments.map((moment) => ({ name: `${phase}: ${moment}`, during, place: { kind: 'write', phase, moment } }));
}

function requests(
  during: Step['during'],
  called: string,
  request: RequestName,
  moments: readonly WireMoment[] = wireMoments,
): Step[] {
  return moments.map((moment) => ({ name: `${called}: ${moment}`, during, place: { kind: 'wire', request, moment } }));
}

const answered: readonly WireMoment[] = ['run, not answered', 'headers of the answer', 'half of the answer'];

/** From before the row to after the answer is on the screen. */
export const orderSteps: readonly Step[] = [
  ...writes('order', 'row', withoutNext),
  ...requests('order', 'request', { of: 'money', nth: 1 }),
  ...writes('order', 'result', withoutNext),
];

/** Paysafe, part of a hold: between the capture and the release of its rest, and all of that release. */
export const nextSteps: readonly Step[] = [
  ...writes('order', 'result', ['next step written']),
  ...requests('order', 'next request', { of: 'money', nth: 2 }),
  ...writes('order', 'next result', withoutNext),
];

/** The second process dies too, while it completes what the first one left. */
export const completionSteps = {
  restart: writes('completion', 'restart', [...shortly, 'shown']),
  replay: [
    ...requests('completion', 'replay', { of: 'money', nth: 1 }),
    ...writes('completion', 'replay result', [...shortly, 'shown']),
  ],
  question: requests('completion', 'question', { of: 'question', nth: 1 }, ['first byte', ...answered]),
  finding: writes('completion', 'finding', [...shortly, 'shown']),
  absence: writes('completion', 'absence', [...shortly, 'shown']),
  /** the release of the rest, sent by the process that found the capture */
  next: [
    ...writes('completion', 'finding', ['next step written']),
    ...requests('completion', 'next request of the completion', { of: 'money', nth: 1 }),
    ...writes('completion', 'next result', shortly),
  ],
} as const satisfies Record<string, readonly Step[]>;
export type CompletionPart = keyof typeof completionSteps;

export function openingStep(from: Omit<Extract<Place, { kind: 'opening' }>, 'kind'>): Step {
  const { migrations, statement, inside } = from;
  const records = migrations === 0 ? 'an empty folder' : `records after migration ${migrations}`;
  return {
    name: `opening ${records}: ${inside ? 'inside' : 'before'} statement ${statement}`,
    during: 'opening',
    place: { kind: 'opening', ...from },
  };
}

/** Hit by the clock somewhere inside SQLite's own work, so it may also fall just before or after it. */
export function isTimed({ place }: Step): boolean {
  if (place.kind === 'opening') return place.inside;
  return place.kind === 'write' && (place.moment === 'in the commit' || place.moment === 'in a checkpoint');
}

/** At this step the provider must not have been told anything yet. */
export function isBeforeSending(step: Step): boolean {
  return step.during === 'opening' || (step.place.kind === 'write' && step.place.phase === 'row');
}

/** At this step the row of the order must be there whatever happened. */
export function isAfterTheRow(step: Step): boolean {
  if (step.during === 'opening') return false;
  if (step.place.kind !== 'write' || step.place.phase !== 'row') return true;
  return ['committed', 'before it is shown', 'shown'].includes(step.place.moment);
}

/** At this step not a trace of the order may be there. */
export function isBeforeTheRow(step: Step): boolean {
  return isBeforeSending(step) && !isAfterTheRow(step) && !isTimed(step);
}
