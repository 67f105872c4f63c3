import * as v from 'valibot';
import type { Store } from './store.ts';

/** Small named values, JSON. Whoever reads one parses it by its own shape. */
export interface SettingBook {
  /** undefined when it was never set */
  get(name: string): Promise<unknown>;
  set(name: string, value: unknown): Promise<void>;
}

const stored = v.pipe(v.string(), v.parseJson());

export function makeSettingBook(store: Store): SettingBook {
  return {
    get: (name) =>
      store.read(async (db) => {
        const row = await db.selectFrom('setting').select('value').where('name', '=', name).executeTakeFirst();
        return row ? v.parse(stored, row.value) : undefined;
      }),
    set: (name, value) =>
      store.write(async (transaction) => {
        const text = JSON.stringify(value);
        if (text === undefined) throw new TypeError(`The setting ${name} was given nothing to keep`);
        await transaction
          .insertInto('setting')
          .values({ name, value: text })
          .onConflict((conflict) => conflict.column('name').doUpdateSet({ value: text }))
          .execute();
      }),
  };
}
