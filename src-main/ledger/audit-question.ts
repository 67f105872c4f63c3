import type { SelectQueryBuilder } from 'kysely';
import type { HistoryOutcome } from '../contract/history.ts';
import { folded, likeAnywhere } from './folding.ts';
import type { Tables } from './tables.ts';

/** Which lines of the audit are meant; what is left out or null asks nothing. */
export interface AuditQuestion {
  /** words that must all occur, accents and case aside */
  readonly search: string;
  /** unix ms, inclusive */
  readonly from?: number | null;
  /** unix ms, exclusive */
  readonly to?: number | null;
  /** who was signed in; `nobody`: nobody was */
  readonly staff?: string | null;
  /** what was done or asked for, as lines are written */
  readonly whats?: readonly string[] | null;
  readonly outcome?: HistoryOutcome | null;
  /** words that must all occur in the customer's name */
  readonly customer?: string | null;
}

type Asking = SelectQueryBuilder<Tables, 'audit', object>;

/** The question as far as the database can tell; `isOf` judges the rest of it. */
export function narrowed<Query extends Asking>(query: Query, asked: AuditQuestion): Query {
  let found: Asking = query;
  if (asked.from != null) found = found.where('at', '>=', asked.from);
  if (asked.to != null) found = found.where('at', '<', asked.to);
  if (asked.staff === 'nobody') found = found.where('staff_id', 'is', null);
  else if (asked.staff != null) found = found.where('staff_id', '=', asked.staff);
  if (asked.whats != null) found = found.where('what', 'in', [...asked.whats]);
  if (asked.outcome != null) {
    const declined = likeAnywhere('detail', '"state":"declined"');
    found = found.where('outcome', '=', asked.outcome === 'declined' ? 'failed' : asked.outcome);
    if (asked.outcome === 'declined') found = found.where(declined);
    if (asked.outcome === 'failed') found = found.where((eb) => eb.not(declined));
  }
  for (const word of [...searchWords(asked.search), ...wordsOf(asked.customer ?? '')])
    found = found.where(likeAnywhere('search_text', word));
  return found as Query;
}

/** A word of a customer's name may also stand elsewhere in a line: only the name counts. */
export function isOf(detail: Readonly<Record<string, unknown>>, { customer }: AuditQuestion): boolean {
  const words = wordsOf(customer ?? '');
  if (words.length === 0) return true;
  const name = detail['customer'];
  return typeof name === 'string' && words.every((word) => folded(name).includes(word));
}

const wordsOf = (text: string): string[] =>
  folded(text)
    .split(/\s+/)
    .filter((word) => word !== '');

/** An operation's code as it is read aloud, CPT-7F3K-04PZ, is the end of its id. */
function searchWords(search: string): string[] {
  return wordsOf(search).map((word) => word.replace(/^cpt-?([a-z0-9]{4})-?([a-z0-9]{4})$/, '$1$2'));
}
