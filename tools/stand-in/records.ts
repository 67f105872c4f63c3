/** One thing that main asked of `electron`, kept so that a test can assert it. */
export interface StandInRecord {
  readonly what: string;
  readonly args: readonly unknown[];
}

const records: StandInRecord[] = [];

/** A JSON-safe likeness: functions become `[function]`, what cannot be written becomes its type's name. */
function likeness(value: unknown): unknown {
  if (typeof value === 'function') return '[function]';
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(likeness);
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) return `[${value.constructor.name}]`;
  return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, likeness(entry)]));
}

/** Notes a request of main; called by every part of the stand-in. */
export function record(what: string, ...args: readonly unknown[]): void {
  records.push({ what, args: args.map(likeness) });
}

/** Everything main has asked so far, in order. */
export function recorded(): readonly StandInRecord[] {
  return records;
}
