import type * as v from 'valibot';
import type { Reply } from './failure.ts';
import type { Verb } from './staff.ts';

/** Who may make a call: anyone at the lock screen, anyone signed in, or a role that has the verb. */
export type Right = 'anyone' | 'signed_in' | Verb;

type Schema = v.GenericSchema;

/**
 * Its type says what its schemas take and give, and not how they are built: with that, to compare the contract with what main answers took a third of
 * the time that types take.
 */
export interface Call<Asked, Given, Told, Shown> {
  readonly kind: 'query' | 'command';
  readonly right: Right;
  /** from what the window asks with to what main is given */
  readonly input: v.GenericSchema<Asked, Given>;
  /** from what main tells to what the window gets */
  readonly output: v.GenericSchema<Told, Shown>;
}
export interface DeskEvent<Told, Shown> {
  readonly kind: 'event';
  readonly output: v.GenericSchema<Told, Shown>;
}

/** Reads; may be repeated freely. */
export function query<I extends Schema, O extends Schema>(
  right: Right,
  input: I,
  output: O,
): Call<v.InferInput<I>, v.InferOutput<I>, v.InferInput<O>, v.InferOutput<O>> {
  return { kind: 'query', right, input, output };
}

/** Changes something; written in the audit, refused or not. */
export function command<I extends Schema, O extends Schema>(
  right: Right,
  input: I,
  output: O,
): Call<v.InferInput<I>, v.InferOutput<I>, v.InferInput<O>, v.InferOutput<O>> {
  return { kind: 'command', right, input, output };
}

/** Main tells every window. */
export function event<O extends Schema>(output: O): DeskEvent<v.InferInput<O>, v.InferOutput<O>> {
  return { kind: 'event', output };
}

export type AnyCall = Call<unknown, unknown, unknown, unknown>;
export type AnyLeaf = AnyCall | DeskEvent<unknown, unknown>;
export type Tree = { readonly [group: string]: { readonly [name: string]: AnyLeaf } };

/** What the window calls: `desk.holds.capture(input)` answers a Reply; events subscribe and give back the way out. */
export type Desk<T extends Tree> = {
  readonly [G in keyof T]: {
    readonly [N in keyof T[G]]: T[G][N] extends DeskEvent<infer _, infer Shown>
      ? (listener: (payload: Shown) => void) => () => void
      : T[G][N] extends Call<infer Asked, infer _, infer _, infer Shown>
        ? (input: Asked) => Promise<Reply<Shown>>
        : never;
  };
};

/** What main must answer: one handler a call, given parsed input and who asks. */
export type Handlers<T extends Tree, Who> = {
  readonly [G in keyof T]: {
    readonly [N in keyof T[G] as T[G][N] extends DeskEvent<unknown, unknown> ? never : N]: T[G][N] extends Call<
      infer _,
      infer Given,
      infer Told,
      infer _
    >
      ? (input: Given, who: Who) => Promise<Reply<Told>>
      : never;
  };
};

/** Name → payload of every event, for whoever sends them. */
export type EventPayloads<T extends Tree> = {
  [
    K in {
      [G in keyof T]: {
        [N in keyof T[G]]: T[G][N] extends DeskEvent<unknown, unknown> ? `${G & string}.${N & string}` : never;
      }[keyof T[G]];
    }[keyof T]
  ]: K extends `${infer G}.${infer N}` ? (T[G][N] extends DeskEvent<infer Told, infer _> ? Told : never) : never;
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
