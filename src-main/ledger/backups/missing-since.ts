import Database from 'better-sqlite3';
import * as v from 'valibot';

const earlierGap = v.pipe(v.string(), v.parseJson(), v.object({ backupAt: v.number(), since: v.optional(v.number()) }));

/**
 * From when on something may be missing in a backup, unix ms. Its name alone does not say: a PC whose clock was ahead that day named it after a day that
 * had not come, and what was done in between would be looked for nowhere. No later than its name, than its last line, and than its newest order by the
 * provider's own time: whatever is missing was ordered after that one. Without any order, than its first line. What the records in it had not found again
 * themselves, after an earlier restore, is missing here too.
 * @param named when it says that it was made
 * @param restoredAt now
 */
export function missingSince(
  file: string,
  {
    named,
    restoredAt,
    gapSetting,
  }: { readonly named: number; readonly restoredAt: number; readonly gapSetting: string },
): number {
  const database = new Database(file, { readonly: true, fileMustExist: true });
  const one = <T>(sql: string, ...values: unknown[]): T | null =>
    database
      .prepare<unknown[], T | null>(sql)
      .pluck()
      .get(...values) ?? null;
  try {
    const lastLine = one<number>('SELECT at FROM audit ORDER BY id DESC LIMIT 1');
    const newest =
      one<number>('SELECT max(provider_clock_at) FROM operation') ??
      one<number>('SELECT created_at FROM operation ORDER BY rowid DESC LIMIT 1') ??
      one<number>('SELECT at FROM audit ORDER BY id LIMIT 1');
    const earlier = v.safeParse(earlierGap, one<string>('SELECT value FROM setting WHERE name = ?', gapSetting));
    const owed = earlier.success ? (earlier.output.since ?? earlier.output.backupAt) : null;
    return Math.min(...[named, restoredAt, lastLine, newest, owed].filter((at) => at !== null));
  } finally {
    database.close();
  }
}
