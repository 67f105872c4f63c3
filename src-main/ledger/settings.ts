import * as v from 'valibot';
import { rowReader } from './reading.ts';
import type { Store } from './store.ts';

/** Small named values, JSON. Whoever reads one parses it by its own shape. */
export interface SettingBook {
  /** undefined when it was never set, and when it is damaged */
  get(name: string): Promise<unknown>;
  set(name: string, value: unknown): Promise<void>;
}

const stored = v.pipe(v.string(), v.parseJson());

export function makeSettingBook(store: Store): SettingBook {
  const read = rowReader(store, 'setting', (row) => v.parse(stored, row.value));
  return {
    get: (name) =>
      store.read(async (db) => {
        const row = await db.selectFrom('setting').selectAll().where('name', '=', name).executeTakeFirst();
        // A damaged one is as good as none: the money is shut for it, and the desk still opens, with what it starts with.
        return row && read.some([row])[0];
      }),
    set: (name, value) =>
      store.write((_transaction, rows) => {
        const text = JSON.stringify(value);
        if (text === undefined) throw new TypeError(`The setting ${name} was given nothing to keep`);
        return rows.put('setting', { name, value: text });
      }),
  };
}
