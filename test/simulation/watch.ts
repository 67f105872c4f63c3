import type { Operation } from '../../src-main/payments/operation.ts';
import { isOpen } from '../../src-main/payments/operation.ts';
import { unwrittenMark } from '../../src-main/payments/unwritten.ts';
import type { ProviderRequest } from '../../src-main/payments/ports.ts';
import type { Books } from './books.ts';

/** Promises that broke, each with the line of the story that says how. */
export type Broken = 'duplicates' | 'unresolved' | 'falseFailed' | 'lost';

/** Looks on while desks write, send and show, and remembers what none of them may forget. `house` is the ledger: one of a desk, or of all. */
export interface Watch {
  /** a durable commit of this house is on the disk, made by this run of a desk's program */
  wrote(house: number, operation: Operation, run: string, by?: string): void;
  /** somebody else was first: nothing was written */
  wroteNothing(operation: Operation, run: string): void;
  /** a desk shows this, in the list or as the answer to a click */
  shows(house: number, operation: Operation): void;
  /** the operation whose request this is; it must have been written before */
  senderOf(house: number, request: ProviderRequest): string;
  /** a desk was just told of another sum than was asked: what it writes of this operation in the end must call for a person */
  toldOtherSum(operation: string, run: string): void;
  /** it is written that the provider spoke of a fault of its own about this operation */
  knowsFault(house: number, operation: string): boolean;
  broke(what: Broken, how: string): void;
  readonly counts: Readonly<Record<Broken, number>>;
  /** what was on a screen as an end */
  readonly ends: readonly { readonly house: number; readonly id: string; readonly state: Operation['state']['name'] }[];
}

/** A charge is never queued (design, section 6, rule 4): the completer stops after ten minutes, and a try takes a moment. */
const queuedMs = 12 * 60_000;

export function makeWatch(books: Books, now: () => number): Watch {
  const counts: Record<Broken, number> = { duplicates: 0, unresolved: 0, falseFailed: 0, lost: 0 };
  const written = new Map<string, Operation>();
  /** when each was told, by run and operation */
  const otherSums = new Map<string, number>();
  const faults = new Set<string>();
  const confirmedAt = new Map<string, number>();
  const ends: { house: number; id: string; state: Operation['state']['name'] }[] = [];
  const nameOf = (house: number, id: string): string => `${house} ${id}`;
  const broke = (what: Broken, how: string): void => {
    counts[what] += 1;
    books.note(`BROKEN (${what}): ${how}`);
  };
  const rowsOf = (house: number): Operation[] =>
    [...written].filter(([name]) => name.startsWith(`${house} `)).map(([, row]) => row);

  return {
    counts,
    ends,
    broke,
    wroteNothing: (operation, run) => void otherSums.delete(`${run} ${operation.id}`),
    wrote(house, operation, run, by) {
      const name = nameOf(house, operation.id);
      const told = isOpen(operation.state) ? undefined : otherSums.get(`${run} ${operation.id}`);
      // A look-up that was heard in that very moment, before the reply, is written first: it had seen the right sum.
      const lookedUp = by === 'found' && told === now();
      if (told !== undefined && !lookedUp) otherSums.delete(`${run} ${operation.id}`);
      if (told !== undefined && !lookedUp && operation.state.name !== 'needs_person')
        broke('lost', `${operation.id} was told of another sum and is ${operation.state.name}`);
      if (!written.has(name)) confirmedAt.set(name, now());
      if (!written.has(name) && rowsOf(house).some((row) => row.guard === operation.guard && keepsGuard(row)))
        broke('duplicates', `two open operations on ${operation.guard}`);
      written.set(name, operation);
      if (operation.state.name === 'unknown' && operation.state.why === 'provider_fault') faults.add(name);
      books.note(`${run} writes ${operation.id} ${operation.kind} ${operation.state.name}${whyOf(operation)}`);
    },
    shows(house, operation) {
      const row = written.get(nameOf(house, operation.id));
      if (
        !row ||
        row.version < operation.version ||
        (row.version === operation.version && row.state.name !== operation.state.name)
      )
        broke('lost', `${operation.id} is shown ${operation.state.name} before it is written`);
      if (!isOpen(operation.state) && operation.state.name !== 'needs_person')
        ends.push({ house, id: operation.id, state: operation.state.name });
    },
    senderOf(house, request) {
      const same = rowsOf(house).filter(
        ({ request: row }) =>
          row.method === request.method && row.path === request.path && row.body === asWritten(request.body),
      );
      const own = same.find((row) => isOpen(row.state)) ?? same.at(-1);
      if (!own) {
        broke('lost', `a request left without its row: ${request.method} ${request.path} ${request.body}`);
        return 'nobody';
      }
      const waited = now() - (confirmedAt.get(nameOf(house, own.id)) ?? 0);
      if ((own.kind === 'charge' || own.kind === 'hold') && waited > queuedMs)
        broke('duplicates', `${own.id} takes money ${Math.round(waited / 60_000)} minutes after the click`);
      return own.id;
    },
    knowsFault: (house, operation) => faults.has(nameOf(house, operation)),
    toldOtherSum: (operation, run) => void otherSums.set(`${run} ${operation}`, now()),
  };
}

/** The number of a bank account leaves with its request, and is in no row. */
const asWritten = (body: string | null): string | null =>
  body?.replace(/("accountNumber":)"\d+"/, `$1${JSON.stringify(unwrittenMark)}`) ?? null;

const keepsGuard = (row: Operation): boolean => isOpen(row.state) || row.state.name === 'needs_person';

function whyOf({ state }: Operation): string {
  return 'why' in state ? ` (${state.why})` : 'code' in state ? ` (${state.code})` : '';
}
