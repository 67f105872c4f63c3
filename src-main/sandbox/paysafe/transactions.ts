import type { Form } from './form.ts';
import { readForm } from './form.ts';
import { Refusal, errorBody, refuse } from './refusal.ts';
import type { Answer, Call } from './routes.ts';
import type { PaysafeWorld } from './world.ts';
import { dayMs, kinds, utcText } from './world.ts';

/** The collections of Card Payments, by the name they have in the path and in look-ups. */
export const collections = {
  auths: kinds.auth,
  settlements: kinds.settlement,
  voidauths: kinds.voidauth,
  refunds: kinds.refund,
  verifications: kinds.verification,
} as const;
export type Collection = keyof typeof collections;

/** What every transaction has, failed ones included. */
export interface TransactionHead {
  readonly id: string;
  readonly account: string;
  readonly merchantRefNum?: string | undefined;
  /** Unix milliseconds. */
  readonly created: number;
}

/** A refused transaction keeps its id and its reference, and can be looked up. */
export interface FailedRecord extends TransactionHead {
  readonly status: 'FAILED';
  /** As it was asked for, where that was a number. */
  readonly amount?: number | undefined;
  readonly failure: { readonly code: string; readonly message: string };
}

export interface Attempt {
  readonly form: Form;
  readonly head: TransactionHead & { readonly merchantRefNum: string };
  /**
   * Call it when every field has been read and before anything is judged or changed.
   *
   * @throws Refusal 5068 for the fields, 5031 for a reference of the last 90 days.
   */
  begin(): void;
}

const duplicateWindow = 90 * dayMs;

/**
 * Runs one POST of Card Payments. A refusal undoes what `work` wrote, is kept as a failed transaction and answered with
 * the transaction's own id and reference beside `error` (recorded).
 *
 * Not confirmed, and modelled so that a client can rely on nothing: the reference is claimed before any state is judged;
 * a 5031 carries no id; one reference is taken for all kinds of transaction of an account; a 5068 uses its reference up;
 * a 5xx leaves no trace.
 */
export function attempt(
  world: PaysafeWorld,
  call: Call,
  { collection, work }: { readonly collection: Collection; readonly work: (attempt: Attempt) => Answer },
): Answer {
  const account = call.account.number;
  const form = readForm(call.body);
  const merchantRefNum = form.needText('merchantRefNum', { max: 255 });
  const head = { id: world.ids.uuid(), account, merchantRefNum, created: world.clock.now() };
  const checked = form.flag('dupCheck') ?? true;
  try {
    return world.store.transaction(() =>
      work({
        form,
        head,
        begin() {
          form.finish();
          claimReference(world, { account, merchantRefNum, checked });
        },
      }),
    );
  } catch (error) {
    if (!(error instanceof Refusal) || error.status >= 500 || error.code === '5031') throw error;
    if (merchantRefNum !== '') claimReference(world, { account, merchantRefNum, checked: false });
    const failed: FailedRecord = {
      ...head,
      merchantRefNum: merchantRefNum === '' ? undefined : merchantRefNum,
      status: 'FAILED',
      amount: amountIn(call),
      failure: { code: error.code, message: error.message },
    };
    keep(world, collections[collection], failed);
    return failedAnswer(world, { collection, failed, error });
  }
}

function failedAnswer(
  world: PaysafeWorld,
  {
    collection,
    failed,
    error,
  }: { readonly collection: Collection; readonly failed: FailedRecord; readonly error: Refusal },
): Answer {
  return {
    status: error.status,
    body: {
      id: failed.id,
      merchantRefNum: failed.merchantRefNum,
      ...errorBody(error, 'cards'),
      ...error.extras.beside,
      links: [selfLink(world, collection, failed)],
    },
    headers: { 'X-Application-Status-Code': error.code },
    ...(error.extras.delay === undefined ? {} : { delay: error.extras.delay }),
  };
}

/** @throws Refusal 5031 when `checked` and the account saw the reference within 90 days. */
export function claimReference(
  world: PaysafeWorld,
  wanted: { readonly account: string; readonly merchantRefNum: string; readonly checked: boolean },
): void {
  const name = `${wanted.account} ${wanted.merchantRefNum}`;
  const before = world.store.get<{ at: number }>(kinds.reference, name);
  const now = world.clock.now();
  if (wanted.checked && before !== undefined && now - before.at < duplicateWindow) refuse('5031');
  world.store.put(kinds.reference, name, { at: now });
}

export function keep<T extends TransactionHead>(world: PaysafeWorld, kind: string, record: T): void {
  world.store.put(kind, record.id, record, {
    created: record.created,
    owner: record.account,
    ...(record.merchantRefNum === undefined ? {} : { ref: record.merchantRefNum }),
  });
}

/** A transaction of this account, at most a year old; undefined otherwise. */
export function find<T extends TransactionHead>(
  world: PaysafeWorld,
  call: Call,
  { collection, id }: { readonly collection: Collection; readonly id: string },
): T | FailedRecord | undefined {
  const found = world.store.get<T | FailedRecord>(collections[collection], id);
  const known = found?.account === call.account.number && world.clock.now() - found.created <= 365 * dayMs;
  return known ? found : undefined;
}

export function cardsUrl(world: PaysafeWorld, account: string, path: string): string {
  return `${world.baseUrl}/cardpayments/v1/accounts/${account}${path}`;
}

export function selfLink(
  world: PaysafeWorld,
  collection: Collection,
  record: TransactionHead,
): { readonly rel: string; readonly href: string } {
  return { rel: 'self', href: cardsUrl(world, record.account, `/${collection}/${record.id}`) };
}

/** How a failed transaction looks when it is looked up: not recorded; amount, state and reason are the least a client needs. */
export function failedView(world: PaysafeWorld, collection: Collection, failed: FailedRecord): Record<string, unknown> {
  return {
    id: failed.id,
    merchantRefNum: failed.merchantRefNum,
    txnTime: utcText(failed.created),
    status: failed.status,
    amount: failed.amount,
    error: failed.failure,
    links: [selfLink(world, collection, failed)],
  };
}

function amountIn(call: Call): number | undefined {
  const { amount } = call.body;
  return typeof amount === 'number' ? amount : undefined;
}
