import Database from 'better-sqlite3';
import * as v from 'valibot';

const chosen = v.pipe(v.string(), v.parseJson(), v.object({ language: v.picklist(['en', 'fr']) }));

/**
 * The language this desk was last set to, where its records can be read although they could not be opened; null where they cannot.
 * Never throws and changes nothing: it is asked for when something is wrong already.
 */
export function savedLanguage(file: string): 'en' | 'fr' | null {
  try {
    const database = new Database(file, { readonly: true, fileMustExist: true, timeout: 200 });
    try {
      const row = database.prepare<[], { value: string }>(`SELECT value FROM setting WHERE name = 'house'`).get();
      const read = v.safeParse(chosen, row?.value);
      return read.success ? read.output.language : null;
    } finally {
      database.close();
    }
  } catch {
    // Whatever keeps the records shut may keep this from being read too: then the system's language will do.
    return null;
  }
}
