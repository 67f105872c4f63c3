/**
 * What may go wrong around one request. `-before`: it was not carried out; `-after`: it was, whatever the client hears.
 * - the line: `drop` ends the connection, `reset` breaks it; `reset-headers` and `reset-body` once the answer has begun, `cut-body` ends
 *   it there; `cut-json` is a whole reply with half a text; `hang` never answers, `silent-headers` begins and never goes on, `slow-drip`
 *   comes byte by byte, `endless-drip` never to its end; `doubled` is the same reply twice on one connection.
 * - refusals: `409` (Stripe: the key is in use; Paysafe: used already), `429`, and the faults 500 to 504. A fault `-after` is kept under
 *   its key by Stripe and repeated for ever; `-after-unkept` came from a wall in front, and the key has the true answer;
 *   `-before-kept` did nothing and is repeated all the same.
 * - answers that are wrong: another amount, currency or object, a word nobody knows, a web page instead of JSON, a list whose rows have
 *   moved on or are not in it yet (`rows-late`), `twice` (handed in twice on the provider's side: the second answer), a clock that is a day off.
 * - answers that are late: `still-pending`, `still-received`; `on-session`: Stripe waits for the customer as if they were there.
 */
export const faultNames = [
  'drop-before',
  'drop-after',
  'reset-before',
  'reset-after',
  'reset-headers',
  'reset-body',
  'cut-body',
  'cut-json',
  'hang',
  'hang-after',
  'silent-headers',
  'slow-drip',
  'endless-drip',
  'doubled',
  'twice',
  '409',
  '409-after',
  '429',
  '429-retry-after',
  '500-before',
  '502-before',
  '503-before',
  '504-before',
  '500-before-kept',
  '502-before-kept',
  '503-before-kept',
  '504-before-kept',
  '500-after',
  '502-after',
  '503-after',
  '504-after',
  '500-after-unkept',
  '502-after-unkept',
  '503-after-unkept',
  '504-after-unkept',
  'page-before',
  'page-after',
  'wrong-object',
  'wrong-amount',
  'wrong-currency',
  'unknown-word',
  'still-pending',
  'still-received',
  'rows-moved',
  'rows-late',
  'date-ahead',
  'date-behind',
  'on-session',
] as const;
export type FaultName = (typeof faultNames)[number];

export type RefusalStatus = 409 | 429 | 500 | 502 | 503 | 504;

export type Alteration = 'object' | 'amount' | 'currency' | 'word' | 'pending' | 'received' | 'rows' | 'late' | 'half';

/** What is said about a request. `own`: what the provider has to say; `page`: HTML with this status. */
export type Saying =
  | 'own'
  | { readonly refusal: RefusalStatus; readonly kept: boolean; readonly retryAfter: boolean }
  | { readonly page: number }
  | { readonly altered: Alteration };

/** How the reply gets back. `silent`: not at all, and the connection stays open. */
export type Line =
  | 'whole'
  | 'dropped'
  | 'reset'
  | 'headers-reset'
  | 'body-reset'
  | 'cut'
  | 'silent'
  | 'headers'
  | 'slow'
  | 'endless'
  | 'doubled';

export interface FaultShape {
  readonly runs: 'never' | 'once' | 'twice';
  readonly says: Saying;
  readonly line: Line;
  /** How far the `Date` header is off, milliseconds. */
  readonly dateMs: number;
  /** Carried out as if the customer were there to confirm. */
  readonly onSession: boolean;
}

export const noFault: FaultShape = { runs: 'once', says: 'own', line: 'whole', dateMs: 0, onSession: false };

const dayMs = 86_400_000;
const refusal = (status: RefusalStatus, more: { kept?: boolean; retryAfter?: boolean } = {}): Saying => ({
  refusal: status,
  kept: more.kept ?? false,
  retryAfter: more.retryAfter ?? false,
});

/** 502 and 504 that nobody keeps come from a wall in front of the provider, which answers with a page of its own. */
const inFront = (status: 500 | 502 | 503 | 504): Saying =>
  status === 502 || status === 504 ? { page: status } : refusal(status);

const shapes: Readonly<Record<FaultName, Partial<FaultShape>>> = {
  'drop-before': { runs: 'never', line: 'dropped' },
  'drop-after': { line: 'dropped' },
  'reset-before': { runs: 'never', line: 'reset' },
  'reset-after': { line: 'reset' },
  'reset-headers': { line: 'headers-reset' },
  'reset-body': { line: 'body-reset' },
  'cut-body': { line: 'cut' },
  'cut-json': { says: { altered: 'half' } },
  hang: { runs: 'never', line: 'silent' },
  'hang-after': { line: 'silent' },
  'silent-headers': { line: 'headers' },
  'slow-drip': { line: 'slow' },
  'endless-drip': { line: 'endless' },
  doubled: { line: 'doubled' },
  twice: { runs: 'twice' },
  '409': { runs: 'never', says: refusal(409) },
  '409-after': { says: refusal(409) },
  '429': { runs: 'never', says: refusal(429) },
  '429-retry-after': { runs: 'never', says: refusal(429, { retryAfter: true }) },
  '500-before': { runs: 'never', says: inFront(500) },
  '502-before': { runs: 'never', says: inFront(502) },
  '503-before': { runs: 'never', says: inFront(503) },
  '504-before': { runs: 'never', says: inFront(504) },
  '500-before-kept': { runs: 'never', says: refusal(500, { kept: true }) },
  '502-before-kept': { runs: 'never', says: refusal(502, { kept: true }) },
  '503-before-kept': { runs: 'never', says: refusal(503, { kept: true }) },
  '504-before-kept': { runs: 'never', says: refusal(504, { kept: true }) },
  '500-after': { says: refusal(500, { kept: true }) },
  '502-after': { says: refusal(502, { kept: true }) },
  '503-after': { says: refusal(503, { kept: true }) },
  '504-after': { says: refusal(504, { kept: true }) },
  '500-after-unkept': { says: inFront(500) },
  '502-after-unkept': { says: inFront(502) },
  '503-after-unkept': { says: inFront(503) },
  '504-after-unkept': { says: inFront(504) },
  'page-before': { runs: 'never', says: { page: 200 } },
  'page-after': { says: { page: 200 } },
  'wrong-object': { says: { altered: 'object' } },
  'wrong-amount': { says: { altered: 'amount' } },
  'wrong-currency': { says: { altered: 'currency' } },
  'unknown-word': { says: { altered: 'word' } },
  'still-pending': { says: { altered: 'pending' } },
  'still-received': { says: { altered: 'received' } },
  'rows-moved': { says: { altered: 'rows' } },
  'rows-late': { says: { altered: 'late' } },
  'date-ahead': { dateMs: dayMs },
  'date-behind': { dateMs: -dayMs },
  'on-session': { onSession: true },
};

export function shapeOf(fault: FaultName): FaultShape {
  return { ...noFault, ...shapes[fault] };
}
