import type * as v from 'valibot';
import type { Reply } from './failure.ts';
import type { Verb } from './staff.ts';

/** Who may make a call: anyone at the lock screen, anyone signed in, or a role that has the verb. */
export type Right = 'anyone' | 'signed_in' | Verb;

type Schema = v.GenericSchema;

export interface Query<I extends Schema, O extends Schema> {
  readonly kind: 'query';
  readonly right: Right;
  readonly input: I;
  readonly output: O;
}
export interface Command<I extends Schema, O extends Schema> {
  readonly kind: 'command';
  readonly right: Right;
  readonly input: I;
  readonly output: O;
}
export interface DeskEvent<O extends Schema> {
  readonly kind: 'event';
  readonly output: O;
}

/** Reads; may be repeated freely. */
export function query<I extends Schema, O extends Schema>(right: Right, input: I, output: O): Query<I, O> {
  return { kind: 'query', right, input, output };
}

/** Changes something; written in the audit, refused or not. */
export function command<I extends Schema, O extends Schema>(right: Right, input: I, output: O): Command<I, O> {
  return { kind: 'command', right, input, output };
}

/** Main tells every window. */
export function event<O extends Schema>(output: O): DeskEvent<O> {
  return { kind: 'event', output };
}

export type AnyCall = Query<Schema, Schema> | Command<Schema, Schema>;
export type AnyLeaf = AnyCall | DeskEvent<Schema>;
export type Tree = { readonly [group: string]: { readonly [name: string]: AnyLeaf } };

type CallOf<L> = L extends Query<infer I, infer O> | Command<infer I, infer O> ? { input: I; output: O } : never;

/** What the window calls: `desk.holds.capture(input)` answers a Reply; events subscribe and give back the way out. */
export type Desk<T extends Tree> = {
  readonly [G in keyof T]: {
    readonly [N in keyof T[G]]: T[G][N] extends DeskEvent<infer O>
      ? (listener: (payload: v.InferOutput<O>) => void) => () => void
      : (input: v.InferInput<CallOf<T[G][N]>['input']>) => Promise<Reply<v.InferOutput<CallOf<T[G][N]>['output']>>>;
  };
};

/** What main must answer: one handler a call, given parsed input and who asks. */
export type Handlers<T extends Tree, Who> = {
  readonly [G in keyof T]: {
    readonly [N in keyof T[G] as T[G][N] extends DeskEvent<Schema> ? never : N]: (
      input: v.InferOutput<CallOf<T[G][N]>['input']>,
      who: Who,
    ) => Promise<Reply<v.InferInput<CallOf<T[G][N]>['output']>>>;
  };
};

/** Name → payload of every event, for whoever sends them. */
export type EventPayloads<T extends Tree> = {
  [
    K in {
      [G in keyof T]: {
        [N in keyof T[G]]: T[G][N] extends DeskEvent<Schema> ? `${G & string}.${N & string}` : never;
      }[keyof T[G]];
    }[keyof T]
  ]: K extends `${infer G}.${infer N}` ? (T[G][N] extends DeskEvent<infer O> ? v.InferInput<O> : never) : never;
};

/** The one IPC channel of calls, and the one of events: names travel as data and are looked up in the tree, never dispatched by text. */
export const callChannel = 'desk:call';
export const eventChannel = 'desk:event';

function leaves(tree: Tree): { name: string; leaf: AnyLeaf }[] {
  return Object.entries(tree).flatMap(([group, calls]) =>
    Object.entries(calls).map(([name, leaf]) => ({ name: `${group}.${name}`, leaf })),
  );
}

/** Names of all calls, like `holds.capture`. */
export function callNames(tree: Tree): string[] {
  return leaves(tree)
    .filter(({ leaf }) => leaf.kind !== 'event')
    .map(({ name }) => name);
}

/** Names of all events, like `payments.changed`. */
export function eventNames(tree: Tree): string[] {
  return leaves(tree)
    .filter(({ leaf }) => leaf.kind === 'event')
    .map(({ name }) => name);
}

/** The call of that name, or undefined: the only way from a name to a handler. Each call of the window asks, so the tree is not written out for it. */
export function findCall(tree: Tree, name: string): AnyCall | undefined {
  const dot = name.indexOf('.');
  const calls = own(tree, name.slice(0, Math.max(dot, 0)));
  const found = calls && own(calls, name.slice(dot + 1));
  return found && found.kind !== 'event' ? found : undefined;
}

/** What the tree itself has by that name, not what every object has. */
const own = <T>(of: Readonly<Record<string, T>>, name: string): T | undefined =>
  Object.hasOwn(of, name) ? of[name] : undefined;
