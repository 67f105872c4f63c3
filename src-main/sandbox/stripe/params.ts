import type { FormBranch, FormNode } from './form.ts';
import { badParameter } from './refusal.ts';

/** Turns one sent parameter into a value, or refuses it as Stripe would. `name` is how Stripe names it: `a[b][0]`. */
export interface Reader<T> {
  readonly read: (node: FormNode, name: string) => T;
  readonly required?: boolean;
}

export interface RequiredReader<T> extends Reader<T> {
  readonly required: true;
}

export type Shape = Readonly<Record<string, Reader<unknown>>>;

export type Values<S extends Shape> = {
  readonly [K in keyof S as S[K] extends RequiredReader<unknown> ? K : never]: S[K] extends Reader<infer T> ? T : never;
} & {
  readonly [K in keyof S as S[K] extends RequiredReader<unknown> ? never : K]?: S[K] extends Reader<infer T>
    ? T
    : never;
};

/** Every parameter a shape names, and no other. */
export function readShape<S extends Shape>(shape: S, branch: FormBranch, prefix = ''): Values<S> {
  const nameOf = (key: string): string => (prefix === '' ? key : `${prefix}[${key}]`);
  const unknown = [...branch.keys()].filter((key) => !Object.hasOwn(shape, key)).map(nameOf);
  if (unknown[0] !== undefined) {
    const message =
      unknown.length === 1
        ? `Received unknown parameter: ${unknown[0]}`
        : `Received unknown parameters: ${unknown.join(', ')}`;
    throw badParameter(unknown[0], message, 'parameter_unknown');
  }
  const values: Record<string, unknown> = {};
  for (const [key, reader] of Object.entries(shape)) {
    const node = branch.get(key);
    if (node !== undefined) values[key] = reader.read(node, nameOf(key));
    else if (reader.required === true) {
      throw badParameter(nameOf(key), `Missing required param: ${nameOf(key)}.`, 'parameter_missing');
    }
  }
  return values as Values<S>;
}

export function required<T>(reader: Reader<T>): RequiredReader<T> {
  return { read: reader.read, required: true };
}

/** An empty value unsets: `null`. */
export function unsettable<T>(reader: Reader<T>): Reader<T | null> {
  return { read: (node, name) => (node === '' ? null : reader.read(node, name)) };
}

export function text(longest = 5000): Reader<string> {
  return {
    read(node, name) {
      const value = leaf(node, name, 'string');
      if (value === '') {
        throw badParameter(
          name,
          `You passed an empty string for '${name}'. We assume empty values are an attempt to unset a parameter; however '${name}' cannot be unset. You should remove '${name}' from your request or supply a non-empty value.`,
          'parameter_invalid_empty',
        );
      }
      if (value.length > longest) {
        throw badParameter(name, `Invalid string: ${value.slice(0, 20)}...; must be at most ${longest} characters`);
      }
      return value;
    },
  };
}

export function integer(bounds: { min?: number; max?: number } = {}): Reader<number> {
  return {
    read(node, name) {
      const value = leaf(node, name, 'integer');
      if (!/^-?\d{1,15}$/.test(value)) {
        throw badParameter(name, `Invalid integer: ${value}`, 'parameter_invalid_integer');
      }
      const number = Number(value);
      const beyond = (relation: string, limit: number): Error =>
        badParameter(
          name,
          `This value must be ${relation} than or equal to ${limit} (it currently is '${number}').`,
          'parameter_invalid_integer',
        );
      if (bounds.min !== undefined && number < bounds.min) throw beyond('greater', bounds.min);
      if (bounds.max !== undefined && number > bounds.max) throw beyond('less', bounds.max);
      return number;
    },
  };
}

export const flag: Reader<boolean> = {
  read(node, name) {
    const value = leaf(node, name, 'boolean');
    if (value === 'true' || value === '1') return true;
    if (value === 'false' || value === '0') return false;
    throw badParameter(name, `Invalid boolean: ${value}`);
  },
};

export function choice<const T extends string>(...allowed: readonly T[]): Reader<T> {
  return {
    read(node, name) {
      const value = leaf(node, name, 'string');
      const found = allowed.find((word) => word === value);
      if (found !== undefined) return found;
      throw badParameter(name, `Invalid ${name}: must be one of ${allowed.join(', ')}`);
    },
  };
}

export function list<T>(each: Reader<T>, most = 1000): Reader<readonly T[]> {
  return {
    read(node, name) {
      if (typeof node === 'string' || ![...node.keys()].every((key) => /^\d+$/.test(key))) {
        throw badParameter(name, 'Invalid array');
      }
      if (node.size > most) throw badParameter(name, `Array is too long: at most ${most} items.`);
      return [...node.entries()]
        .sort(([a], [b]) => Number(a) - Number(b))
        .map(([index, item]) => each.read(item, `${name}[${index}]`));
    },
  };
}

export function object<S extends Shape>(shape: S): Reader<Values<S>> {
  return {
    read(node, name) {
      if (typeof node === 'string') throw badParameter(name, 'Invalid object');
      return readShape(shape, node, name);
    },
  };
}

/** Known to Stripe and without effect here: accepted whole. */
export const accepted: Reader<unknown> = { read: (node) => node };

/** The first reader that takes the value; the last one words the refusal. */
export function either<A, B>(first: Reader<A>, second: Reader<B>): Reader<A | B> {
  return {
    read(node, name) {
      try {
        return first.read(node, name);
      } catch {
        // Not the first form: the second says whether it is refused.
        return second.read(node, name);
      }
    },
  };
}

function leaf(node: FormNode, name: string, wanted: string): string {
  if (typeof node === 'string') return node;
  throw badParameter(name, `Invalid ${wanted}: {...}`);
}
