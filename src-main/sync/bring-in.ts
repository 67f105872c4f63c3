import type { ImportLine } from '../contract/customer.ts';
import type { Failure } from '../contract/failure.ts';
import type { CustomerRead, ProviderLookUps, Read } from '../payments/ports.ts';
import { looksLikeProfileId, readProfileCsv, type CsvValue } from './csv.ts';
import type { KnownAt } from './known-at.ts';
import { inParallel } from './parallel.ts';
import type { SyncRegistry, Surroundings, Trouble } from './ports.ts';

export type ProfileBy = 'profileId' | 'merchantCustomerId';

/** What became of one profile that staff wanted in the list. */
export interface BroughtIn {
  readonly result: ImportLine['result'];
  readonly customerId: string | null;
  readonly name: string | null;
  /** why Paysafe did not say, when `no_answer` */
  readonly trouble: Trouble | null;
}

export interface BringInOptions extends Pick<Surroundings, 'mirror' | 'clock' | 'log' | 'onChange'> {
  readonly lookUps: ProviderLookUps;
  readonly registry: SyncRegistry;
  readonly knownAt: KnownAt;
  readonly answered: () => void;
  readonly failed: (trouble: Trouble) => void;
}

export const mostCsvLines = 5000;
const width = 4;
/** After so many silences in a row the rest of a file is not tried: each would cost a whole timeout. */
const mostSilences = 4;

/** Signs that Paysafe refuses in any value. */
const forbidden = /[";^*</[\]\\\p{Cc}]/u;

/** Brings one profile into registry and list, by either of its ids. */
export async function bringIn(options: BringInOptions, by: ProfileBy, given: string): Promise<BroughtIn> {
  const value = given.trim();
  if (value === '' || value.length > 100 || forbidden.test(value)) return nothing('bad');
  if (by === 'profileId' && !/^[\w-]{8,64}$/.test(value)) return nothing('bad');
  const account = options.knownAt.account();
  const read = await options.lookUps.findProfile(by, value);
  if (!read.ok) return notRead(options, read);
  options.answered();
  if (read.value === 'several') return nothing('several');
  await options.knownAt.note(read.value.customer.ref, account);
  return keep(options, read.value);
}

/** Brings in every line of a file, each with its own result; a line that fails stops no other. */
export async function bringInCsv(
  options: BringInOptions,
  text: string,
): Promise<{ readonly lines: readonly ImportLine[] } | { readonly failure: Failure['code'] }> {
  const { by, values } = readProfileCsv(text);
  if (values.length === 0) return { failure: 'csv_empty' };
  if (values.length > mostCsvLines) return { failure: 'csv_too_long' };
  const results = new Map<number, ImportLine>();
  let silences = 0;
  const first = firstLines(values);
  const signal = new AbortController().signal;
  await inParallel(first, { width, signal }, async ({ line, value }) => {
    const kind = by ?? (looksLikeProfileId(value) ? 'profileId' : 'merchantCustomerId');
    const done = silences >= mostSilences ? nothing('no_answer') : await bringIn(options, kind, value);
    silences = done.result === 'no_answer' ? silences + 1 : 0;
    results.set(line, { line, value, result: done.result, customerId: done.customerId, name: done.name });
  });
  const byValue = new Map(first.map(({ line, value }) => [value, results.get(line)]));
  return { lines: values.map((each) => results.get(each.line) ?? repeated(each, byValue.get(each.value))) };
}

/** The same value twice is asked once. */
function firstLines(values: readonly CsvValue[]): CsvValue[] {
  const seen = new Set<string>();
  return values.filter(({ value }) => !seen.has(value) && seen.add(value));
}

function repeated({ line, value }: CsvValue, before: ImportLine | undefined): ImportLine {
  if (!before) return { line, value, result: 'bad', customerId: null, name: null };
  return { ...before, line, result: before.result === 'added' ? 'known' : before.result };
}

async function keep({ mirror, registry, clock, onChange }: BringInOptions, read: CustomerRead): Promise<BroughtIn> {
  const { customer, cards } = read;
  const known = await registry.profile(customer.ref);
  // The registry first: it is what the list can be filled from again.
  await registry.putProfile({
    ref: customer.ref,
    merchantCustomerId: customer.externalId,
    addedAt: known?.addedAt ?? clock.now(),
    lastReadAt: customer.readAt,
  });
  await mirror.put({ customers: [customer], cards, cardsOf: [customer.id] });
  onChange([customer.id]);
  return { result: known ? 'known' : 'added', customerId: customer.id, name: customer.name, trouble: null };
}

function notRead({ log, answered, failed }: BringInOptions, read: Extract<Read<never>, { ok: false }>): BroughtIn {
  if (read.why === 'gone') {
    answered();
    return nothing('not_found');
  }
  log('profile not brought in', { provider: 'paysafe', why: read.why, detail: read.detail });
  failed(read);
  return { ...nothing('no_answer'), trouble: read };
}

function nothing(result: Exclude<ImportLine['result'], 'added' | 'known'>): BroughtIn {
  return { result, customerId: null, name: null, trouble: null };
}
