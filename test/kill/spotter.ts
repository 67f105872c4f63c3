import { subscribe } from 'node:diagnostics_channel';
import type { ClientRequest, IncomingMessage } from 'node:http';
import type Database from 'better-sqlite3';
import type { HouseLedger } from '../../src-main/ledger/ledger.ts';
import type { LinkLedger } from '../../src-main/payments/link-ports.ts';
import type { Advance, Ledger } from '../../src-main/payments/ports.ts';
import { watchStatements } from './statements.ts';
import { isTimed, type Phase, type WireMoment, type WriteMoment } from './steps.ts';
import { makeTimedKill, type TimedKill } from './timed-kill.ts';
import type { Kill, Line } from './words.ts';

/** Sees where this process is, and ends it at the step it was told. */
export interface Spotter {
  /** counts from here; resolves when a thread that must be awake is */
  arm(kill: Kill | null): Promise<void>;
  /** @returns how many sentences of SQL the opening took */
  opening(work: () => Promise<void>): Promise<number>;
  /** the same ledger, whose writes are seen coming and going */
  around<L extends Ledger>(ledger: L): L;
  /** the same pages, whose writes are seen coming and going */
  aroundPages(links: LinkLedger): LinkLedger;
  /** the same runs and approvals, whose writes are seen coming and going */
  aroundLists(books: Pick<HouseLedger, 'approvals' | 'holdRuns'>): Pick<HouseLedger, 'approvals' | 'holdRuns'>;
  /** a window is told */
  telling(tell: () => void): void;
}

const die = (): void => void process.kill(process.pid, 'SIGKILL');

export function makeSpotter(print: (line: Line) => void): Spotter {
  let kill: Kill | null = null;
  let timed: TimedKill | null = null;
  let phase: Phase | null = null;
  let statements: number | null = null;
  let inside = false;
  const sent = { money: 0, question: 0 };

  const isHere = (moment: WriteMoment): boolean =>
    kill?.step.place.kind === 'write' && kill.step.place.phase === phase && kill.step.place.moment === moment;
  const reach = (moment: WriteMoment): void => {
    if (isHere(moment)) die();
  };

  function workBegins(): void {
    inside = true;
    print({ is: 'in' });
    timed?.strike(kill?.afterMicroseconds ?? 0);
  }
  function workEnds(): void {
    if (inside) print({ is: 'out' });
    inside = false;
  }

  function commitBegins(database: Database.Database): void {
    reach('before the commit');
    const checkpoint = isHere('in a checkpoint');
    if (!checkpoint && !isHere('in the commit')) return;
    // This very commit is the one that cleans the log up: all that earlier ones left in it goes into the file.
    if (checkpoint) database.pragma('wal_autocheckpoint = 1');
    workBegins();
  }

  /** One more sentence while the records are opened. */
  function openingGoesOn(): void {
    statements = (statements ?? 0) + 1;
    if (kill?.step.place.kind !== 'opening' || kill.step.place.statement !== statements) return;
    if (kill.step.place.inside) workBegins();
    else die();
  }

  watchStatements((when, { source, database }) => {
    if (statements !== null) {
      if (when === 'before') openingGoesOn();
      else workEnds();
      return;
    }
    if (phase === null) return;
    if (when === 'before') {
      if (source === 'commit') commitBegins(database);
      return;
    }
    if (source === 'BEGIN IMMEDIATE') {
      if (isHere('in the commit') || isHere('in a checkpoint')) timed?.ready();
      reach('begun');
    } else if (source.startsWith('INSERT INTO operation ('))
      reach(phase === 'row' ? 'operation written' : 'next step written');
    else if (source.startsWith('UPDATE operation ')) reach('operation written');
    else if (source.startsWith('INSERT INTO audit (')) reach('audited');
    else if (source === 'commit') {
      workEnds();
      reach('committed');
    }
  });

  const isThisRequest = (request: ClientRequest, moment: WireMoment): boolean => {
    if (kill?.step.place.kind !== 'wire' || kill.step.place.moment !== moment) return false;
    const of = request.method === 'GET' ? 'question' : 'money';
    return kill.step.place.request.of === of && kill.step.place.request.nth === sent[of];
  };
  subscribe('http.client.request.start', (message) => {
    const { request } = message as { request: ClientRequest };
    sent[request.method === 'GET' ? 'question' : 'money'] += 1;
    if (isThisRequest(request, 'handed to the line')) die();
  });
  subscribe('http.client.response.finish', (message) => {
    const { request, response } = message as { request: ClientRequest; response: IncomingMessage };
    if (isThisRequest(request, 'headers of the answer')) die();
    if (!isThisRequest(request, 'half of the answer')) return;
    const push = response.push.bind(response);
    response.push = (...part) => {
      const more = push(...part);
      die();
      return more;
    };
  });

  return {
    async arm(given) {
      kill = given;
      [sent.money, sent.question] = [0, 0];
      if (!given || !isTimed(given.step)) return;
      timed = await makeTimedKill();
      if (given.step.place.kind === 'opening') timed.ready();
    },
    async opening(work) {
      statements = 0;
      await work();
      const took = statements;
      statements = null;
      return took;
    },
    around: (ledger) => ({
      ...ledger,
      open: (...given: Parameters<Ledger['open']>) => {
        phase = 'row';
        reach('before it');
        return ledger.open(...given);
      },
      advance: (step: Advance) => {
        phase = phaseOf(step);
        reach('before it');
        return ledger.advance(step);
      },
    }),
    aroundPages: (links) => ({
      ...links,
      add: (...given) => {
        phase = 'page row';
        reach('before it');
        return links.add(...given);
      },
      advance: (step) => {
        phase = 'page result';
        reach('before it');
        return links.advance(step);
      },
    }),
    aroundLists: ({ approvals, holdRuns }) => ({
      approvals: {
        ...approvals,
        prepare: (...given) => {
          phase = 'list';
          reach('before it');
          return approvals.prepare(...given);
        },
        decide: (...given) => {
          phase = 'yes';
          reach('before it');
          return approvals.decide(...given);
        },
      },
      holdRuns: {
        ...holdRuns,
        start: (...given) => {
          phase = 'run';
          reach('before it');
          return holdRuns.start(...given);
        },
        begin: (...given) => {
          phase = 'line';
          reach('before it');
          return holdRuns.begin(...given);
        },
      },
    }),
    telling(tell) {
      reach('before it is shown');
      tell();
      reach('shown');
    },
  };
}

/** What a step of an operation is to whoever watches: a second step of an order, and an operation found open, have phases of their own. */
function phaseOf({ operation, trail }: Advance): Phase {
  const what = trail[0]?.what;
  if (what === 'restarted') return 'restart';
  if (what === 'found') return 'finding';
  if (what === 'absent') return 'absence';
  if (what === 'ask_failed') return 'failed question';
  if (operation.state.name === 'unknown') return 'replay result';
  return operation.follows === null ? 'result' : 'next result';
}
