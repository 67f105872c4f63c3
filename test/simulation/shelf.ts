/** Things a provider keeps, each with its past: a look-up may lag behind and show how it was. */
export interface Shelf<T> {
  put(id: string, value: T): void;
  /** was always there */
  had(id: string, value: T): void;
  get(id: string): T | undefined;
  asOf(id: string, at: number): T | undefined;
  /** everything that was there then, oldest first */
  allAsOf(at: number): T[];
}

export function makeShelf<T>(now: () => number): Shelf<T> {
  const kept = new Map<string, { readonly at: number; readonly value: T }[]>();
  const asOf = (id: string, at: number): T | undefined => kept.get(id)?.findLast((version) => version.at <= at)?.value;
  return {
    put(id, value) {
      const past = kept.get(id) ?? [];
      past.push({ at: now(), value });
      kept.set(id, past);
    },
    had: (id, value) => void kept.set(id, [{ at: -Infinity, value }]),
    get: (id) => kept.get(id)?.at(-1)?.value,
    asOf,
    allAsOf: (at) => [...kept.keys()].flatMap((id) => asOf(id, at) ?? []),
  };
}
