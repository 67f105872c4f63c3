import { unsettable } from './params.ts';
import type { Reader } from './params.ts';
import { badParameter } from './refusal.ts';

const mostKeys = 50;

/** Key → new value; an empty value removes the key. `null` for the whole removes all of them. */
export type MetadataChange = Readonly<Record<string, string>> | null;

/** At most 50 keys of 40 characters, values of 500. https://docs.stripe.com/api/metadata */
export const metadata: Reader<MetadataChange> = unsettable({
  read(node, name) {
    if (typeof node === 'string')
      throw badParameter(name, 'Invalid metadata: metadata must be a set of key-value pairs');
    const change: [string, string][] = [];
    for (const [key, value] of node) {
      if (typeof value !== 'string') {
        throw badParameter(`${name}[${key}]`, 'Invalid metadata: values must be strings');
      }
      if (key.length > 40) {
        throw badParameter(`${name}[${key}]`, `Invalid metadata key: at most 40 characters (it has ${key.length}).`);
      }
      if (value.length > 500) {
        throw badParameter(
          `${name}[${key}]`,
          `Metadata values can have up to 500 characters, but you passed in a value that is ${value.length} characters.`,
        );
      }
      change.push([key, value]);
    }
    if (change.length > mostKeys) {
      throw badParameter(name, `Metadata can have up to ${mostKeys} keys, but you passed in ${change.length}.`);
    }
    return Object.fromEntries(change);
  },
});

export function changedMetadata(
  before: Readonly<Record<string, string>>,
  change: MetadataChange | undefined,
): Record<string, string> {
  if (change === undefined) return { ...before };
  if (change === null) return {};
  const after = { ...before };
  for (const [key, value] of Object.entries(change)) {
    if (value === '') delete after[key];
    else after[key] = value;
  }
  if (Object.keys(after).length > mostKeys) {
    throw badParameter('metadata', `Metadata can have up to ${mostKeys} keys.`);
  }
  return after;
}
