import type { AuditEntry } from '../payments/ports.ts';
import { folded } from './folding.ts';
import { isFirstVersion, isKeyed, type Sealer } from './seal.ts';
import type { Tables } from './tables.ts';

export type AuditRow = Tables['audit'];

/** The next line of the audit, chained to the one before it. */
export function chainedLine(entry: AuditEntry, id: number, previous: string, sealer: Sealer): AuditRow {
  const line = {
    id,
    at: entry.at,
    staff_id: entry.staffId,
    staff_name: entry.staffName,
    desk: entry.desk,
    what: entry.what,
    outcome: entry.outcome,
    detail: JSON.stringify(entry.detail),
    search_text: searchText(entry),
  };
  return { ...line, chain: sealer.seal(chainText(previous, line)) };
}

/** Words by which a line is found, without case and accents. */
function searchText(entry: AuditEntry): string {
  const facts = [entry.staffName ?? '', entry.desk, entry.what, entry.outcome, ...Object.values(entry.detail)];
  return folded(facts.join(' '));
}

type Unchained = Omit<AuditRow, 'chain'>;

function factsOf(line: Unchained): readonly (string | number | null)[] {
  return [line.id, line.at, line.staff_id, line.staff_name, line.desk, line.what, line.outcome, line.detail];
}

function chainText(previous: string, line: Unchained): string {
  return JSON.stringify(['audit', previous, ...factsOf(line), line.search_text]);
}

/** As lines were chained before migration 0002: without the words they are found by. */
function firstChainText(previous: string, line: Unchained): string {
  return JSON.stringify([previous, ...factsOf(line)]);
}

/** Follows the chain from one line to the next. */
export interface ChainWalk {
  /** what is wrong with this line, being the next after those given before; null when nothing is */
  next(row: AuditRow): 'line_missing' | 'line_edited' | null;
  readonly count: number;
  /** the chain value of the last line */
  readonly last: string;
  /** lines sealed with a key that is not at hand */
  readonly unjudged: number;
  /** lines sealed without the key */
  readonly keyless: number;
  /** the keyless ones at the very end, where the key is at hand: no keyed line after them vouches for them */
  readonly keylessEnd: number;
}

/** @param from where to begin: the line before the first that is given, and its chain value */
export function walkChain(sealer: Sealer, from: { readonly count: number; readonly last: string }): ChainWalk {
  let { count, last } = from;
  let [unjudged, keyless, keylessEnd] = [0, 0, 0];
  return {
    next(row) {
      if (row.id !== count + 1) return 'line_missing';
      const verdict = isFirstVersion(row.chain)
        ? sealer.checkFirst(firstChainText(last, row), row.chain)
        : sealer.check(chainText(last, row), row.chain);
      if (verdict === 'bad') return 'line_edited';
      if (verdict === 'unjudged') unjudged += 1;
      if (!isKeyed(row.chain)) keyless += 1;
      keylessEnd = verdict === 'keyless' ? keylessEnd + 1 : 0;
      count = row.id;
      last = row.chain;
      return null;
    },
    get count() {
      return count;
    },
    get last() {
      return last;
    },
    get unjudged() {
      return unjudged;
    },
    get keyless() {
      return keyless;
    },
    get keylessEnd() {
      return keylessEnd;
    },
  };
}
