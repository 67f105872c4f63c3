import * as v from 'valibot';
import { findCall, type Right, type Tree } from '../contract/channel.ts';
import { refused, type Failure, type Reply } from '../contract/failure.ts';
import type { SignedIn } from '../house/signed-in.ts';

export type AnyHandler = (input: unknown, who: SignedIn | null) => Promise<Reply<unknown>>;

export interface Serving {
  readonly tree: Tree;
  /** handlers by full name, like `holds.capture` */
  readonly handlers: ReadonlyMap<string, AnyHandler>;
  signedIn(): SignedIn | null;
  /** why nothing may be ordered or changed here at all: another desk is running on these records */
  shut?(): Failure | null;
  /** a refused attempt is written in the audit; queries refused for lack of a session are not (the lock screen may race) */
  refusedAttempt(name: string, who: SignedIn | null, code: string): Promise<void>;
  /** what went wrong inside, as words for staff when it is a trouble of the desk; null for a fault of ours */
  words(error: unknown): Failure | null;
  /** recorded: a fault of ours under the reference that staff read aloud, a trouble of the desk under its code */
  fault(name: string, reference: string, error: unknown): void;
  reference(): string;
}

/**
 * One call from the window, the desk command or a test: name → schema in → session and role → handler → schema out.
 * A call without the right never reaches a handler. Never throws: what goes wrong inside becomes `internal` with a reference.
 */
export async function serve(serving: Serving, name: unknown, input: unknown): Promise<Reply<unknown>> {
  if (typeof name !== 'string') return refused('unknown_call');
  const call = findCall(serving.tree, name);
  const handler = serving.handlers.get(name);
  if (!call || !handler) return refused('unknown_call');
  const who = serving.signedIn();
  const no = mayNot(call.right, who);
  if (no) {
    if (call.kind === 'command' || who) await serving.refusedAttempt(name, who, no);
    return call.right === 'anyone' || call.right === 'signed_in' || no === 'not_signed_in'
      ? refused(no)
      : refused(no, { verb: call.right });
  }
  const shut = call.kind === 'command' && !alwaysOpen.has(name) ? serving.shut?.() : null;
  if (shut) {
    await serving.refusedAttempt(name, who, shut.code);
    return { ok: false, failure: shut };
  }
  const parsed = v.safeParse(call.input, input ?? {});
  if (!parsed.success) {
    const field = v.getDotPath(parsed.issues[0]) ?? '';
    return refused('bad_input', { field });
  }
  try {
    const reply = await handler(parsed.output, who);
    if (!reply.ok) {
      if (call.kind === 'command') await serving.refusedAttempt(name, who, reply.failure.code);
      return reply;
    }
    // `object` schemas strip what they do not name: nothing leaves main that the contract does not say.
    return { ok: true, value: v.parse(call.output, reply.value) };
  } catch (error) {
    const trouble = serving.words(error);
    if (trouble) {
      serving.fault(name, trouble.code, error);
      return { ok: false, failure: trouble };
    }
    const reference = serving.reference();
    serving.fault(name, reference, error);
    return refused('internal', { reference });
  }
}

/** Signing in, locking, opening another window or a provider's site change nothing that another desk keeps. */
const alwaysOpen: ReadonlySet<string> = new Set([
  'session.signIn',
  'session.lock',
  'desk.openAtProvider',
  'desk.openMode',
]);

function mayNot(right: Right, who: SignedIn | null): 'not_signed_in' | 'not_allowed' | null {
  if (right === 'anyone') return null;
  if (!who) return 'not_signed_in';
  if (right === 'signed_in') return null;
  return who.verbs.includes(right) ? null : 'not_allowed';
}

/** Flattens a tree of handlers into names, for `serve`. */
export function handlersByName(tree: {
  readonly [group: string]: { readonly [name: string]: unknown };
}): ReadonlyMap<string, AnyHandler> {
  const all = new Map<string, AnyHandler>();
  for (const [group, calls] of Object.entries(tree)) {
    for (const [name, handler] of Object.entries(calls)) {
      if (typeof handler === 'function') all.set(`${group}.${name}`, handler as AnyHandler);
    }
  }
  return all;
}
