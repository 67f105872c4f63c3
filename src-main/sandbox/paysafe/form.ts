import { refuse } from './refusal.ts';
import type { FieldError } from './refusal.ts';

export type JsonObject = Readonly<Record<string, unknown>>;

export interface TextRule {
  readonly min?: number;
  readonly max?: number;
  readonly pattern?: RegExp;
  /** Paysafe exempts merchantDescriptor from its forbidden characters. */
  readonly anyCharacter?: boolean;
}

/** Characters Paysafe refuses in request values. */
const forbidden = /[";^*</[\]\\]/;

/** Largest amount, in minor units. */
export const largestAmount = 99_999_999_999;

/**
 * Reads a request body field by field and gathers what is wrong with it; `finish` refuses it all at once.
 * Optional readers answer undefined for an absent or faulty field, needed ones an empty value.
 */
export interface Form {
  has(name: string): boolean;
  text(name: string, rule?: TextRule): string | undefined;
  needText(name: string, rule?: TextRule): string;
  texts(name: string): string[] | undefined;
  choice<const T extends string>(name: string, allowed: readonly T[]): T | undefined;
  needChoice<const T extends string>(name: string, allowed: readonly T[]): T;
  whole(name: string, range?: { readonly min?: number; readonly max?: number }): number | undefined;
  needWhole(name: string, range?: { readonly min?: number; readonly max?: number }): number;
  flag(name: string): boolean | undefined;
  part(name: string): Form | undefined;
  parts(name: string): Form[] | undefined;
  /** Notes that a field is wrong in a way the readers cannot see. */
  wrong(name: string, error: string): void;
  /**
   * @throws Refusal 5068 with `fieldErrors` for faulty values, 5023 for a field that nothing asked for. Whether Paysafe
   * ignores unknown fields is not confirmed; refusing them shows a client its misspelt ones.
   */
  finish(): void;
}

interface Gathered {
  readonly errors: FieldError[];
  readonly unread: (() => string[])[];
}

export function readForm(body: JsonObject): Form {
  return formOf(body, '', { errors: [], unread: [] });
}

function formOf(body: JsonObject, prefix: string, gathered: Gathered): Form {
  const read = new Set<string>();
  gathered.unread.push(() =>
    Object.keys(body)
      .filter((name) => !read.has(name))
      .map((name) => prefix + name),
  );
  const wrong = (name: string, error: string): void => {
    gathered.errors.push({ field: prefix + name, error });
  };
  /** null counts as absent. */
  const value = (name: string): unknown => {
    read.add(name);
    return body[name] ?? undefined;
  };

  function text(name: string, rule: TextRule = {}): string | undefined {
    const found = value(name);
    if (found === undefined) return undefined;
    if (typeof found !== 'string') {
      wrong(name, 'must be a string');
      return undefined;
    }
    const { min = 0, max = 1024, pattern } = rule;
    const faults = gathered.errors.length;
    if (found.length < min || found.length > max) wrong(name, `size must be between ${min} and ${max}`);
    else if (pattern !== undefined && !pattern.test(found)) wrong(name, 'does not match the format expected');
    if (rule.anyCharacter !== true && forbidden.test(found)) wrong(name, 'contains characters that are not allowed');
    return gathered.errors.length === faults ? found : undefined;
  }

  function needed<T>(name: string, read1: () => T | undefined, empty: T): T {
    const found = value(name);
    if (found === undefined || found === '') wrong(name, 'may not be empty');
    else return read1() ?? empty;
    return empty;
  }

  function choice<const T extends string>(name: string, allowed: readonly T[]): T | undefined {
    const found = value(name);
    const match = allowed.find((option) => option === found);
    if (found !== undefined && match === undefined) wrong(name, `must be one of ${allowed.join(', ')}`);
    return match;
  }

  function whole(
    name: string,
    { min = 0, max = largestAmount }: { readonly min?: number; readonly max?: number } = {},
  ): number | undefined {
    const found = value(name);
    if (found === undefined) return undefined;
    if (typeof found !== 'number' || !Number.isSafeInteger(found)) wrong(name, 'must be an integer');
    else if (found < min) wrong(name, `must be greater than or equal to ${min}`);
    else if (found > max) wrong(name, `must be less than or equal to ${max}`);
    else return found;
    return undefined;
  }

  return {
    has: (name) => value(name) !== undefined,
    text,
    needText: (name, rule) => needed(name, () => text(name, rule), ''),
    texts(name) {
      const found = value(name);
      if (found === undefined) return undefined;
      const texts = Array.isArray(found) ? found.filter((entry): entry is string => typeof entry === 'string') : [];
      if (!Array.isArray(found) || texts.length !== found.length) wrong(name, 'must be a list of strings');
      else if (texts.some((entry) => forbidden.test(entry))) wrong(name, 'contains characters that are not allowed');
      return texts;
    },
    choice,
    needChoice(name, allowed) {
      const [first] = allowed;
      if (first === undefined) throw new Error(`No choice is allowed for ${name}.`);
      return needed(name, () => choice(name, allowed), first);
    },
    whole,
    needWhole: (name, range) => needed(name, () => whole(name, range), 0),
    flag(name) {
      const found = value(name);
      if (found === undefined || typeof found === 'boolean') return found;
      wrong(name, 'must be true or false');
      return undefined;
    },
    part(name) {
      const found = value(name);
      if (found === undefined) return undefined;
      if (isObject(found)) return formOf(found, `${prefix}${name}.`, gathered);
      wrong(name, 'must be an object');
      return undefined;
    },
    parts(name) {
      const found = value(name);
      if (found === undefined) return undefined;
      if (Array.isArray(found) && found.every(isObject)) {
        return found.map((entry, index) => formOf(entry, `${prefix}${name}[${index}].`, gathered));
      }
      wrong(name, 'must be a list of objects');
      return undefined;
    },
    wrong,
    finish() {
      if (gathered.errors.length > 0) refuse('5068', { fieldErrors: gathered.errors });
      const unknown = gathered.unread.flatMap((names) => names());
      if (unknown.length > 0) refuse('5023', { details: unknown.map((name) => `Unrecognized field ${name}`) });
    },
  };
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
