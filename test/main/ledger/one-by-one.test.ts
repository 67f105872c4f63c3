import Database from 'better-sqlite3';
import { Kysely, sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import { OneByOneDialect } from '../../../src-main/ledger/one-by-one.ts';

interface Tables {
  readonly said: { readonly line: string };
}

/** Records in memory, and what is asked of them in the order SQLite hears it. */
async function records() {
  const heard: string[] = [];
  const database = new Database(':memory:', { verbose: (line) => void heard.push(String(line)) });
  const db = new Kysely<Tables>({ dialect: new OneByOneDialect({ database }) });
  await sql`CREATE TABLE said (line TEXT NOT NULL)`.execute(db);
  heard.length = 0;
  const say = (line: string) => db.insertInto('said').values({ line }).execute();
  const lines = async () => (await db.selectFrom('said').select('line').execute()).map(({ line }) => line);
  return { db, heard, say, lines };
}

describe('what is asked of the records at once', () => {
  it('is answered in the order it came, each once', async () => {
    const { db, say, lines } = await records();
    const wanted = Array.from({ length: 500 }, (_, place) => `line ${place}`);
    await Promise.all(wanted.map(say));
    expect(await lines()).toEqual(wanted);
    await db.destroy();
  });

  it('waits for a transaction that is under way, and never lands in it', async () => {
    const { db, heard, say, lines } = await records();
    const first = db.transaction().execute(async (transaction) => {
      await transaction.insertInto('said').values({ line: 'in it' }).execute();
      await new Promise((next) => setImmediate(next));
      await transaction.insertInto('said').values({ line: 'in it too' }).execute();
      throw new Error('taken back');
    });
    const others = Promise.all([say('beside it'), say('beside it too')]);
    await expect(first).rejects.toThrow('taken back');
    await others;
    expect(await lines()).toEqual(['beside it', 'beside it too']);
    expect(heard.slice(0, 4).map((line) => line.split(' ')[0]?.toLowerCase())).toEqual([
      'begin',
      'insert',
      'insert',
      'rollback',
    ]);
    await db.destroy();
  });

  it('goes on after a question that fails', async () => {
    const { db, say, lines } = await records();
    const answers = await Promise.allSettled([
      say('before'),
      sql`SELECT nothing FROM nowhere`.execute(db),
      say('after'),
    ]);
    expect(answers.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(await lines()).toEqual(['before', 'after']);
    await db.destroy();
  });

  it('comes after who waited already, also when it is asked the moment somebody is done', async () => {
    const { db, say, lines } = await records();
    const late: Promise<unknown>[] = [];
    await Promise.all([say('one').then(() => late.push(say('late'))), say('two'), say('three')]);
    await Promise.all(late);
    expect(await lines()).toEqual(['one', 'two', 'three', 'late']);
    await db.destroy();
  });
});
