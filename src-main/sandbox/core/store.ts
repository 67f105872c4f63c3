import Database from 'better-sqlite3';

/** Where a document stands for look-ups. `created` is unix milliseconds, UTC. */
export interface DocumentIndex {
  readonly created?: number;
  readonly owner?: string;
  readonly ref?: string;
}

export interface DocumentQuery<T> {
  readonly owner?: string;
  readonly ref?: string;
  /** Inclusive, unix milliseconds. */
  readonly createdFrom?: number;
  /** Inclusive, unix milliseconds. */
  readonly createdTo?: number;
  readonly newestFirst?: boolean;
  /** Id of a document of the same kind: only what follows it in the asked order. */
  readonly startAfter?: string;
  /** Judged row by row before `limit` counts; must not touch the store. */
  readonly where?: (document: T) => boolean;
  readonly limit?: number;
}

export interface SandboxStore {
  get<T>(kind: string, id: string): T | undefined;
  /** Writes a JSON document. On a replacement without `index` the old index values stay. */
  put(kind: string, id: string, document: unknown, index?: DocumentIndex): void;
  remove(kind: string, id: string): void;
  /** Ordered by `created`; the order of insertion breaks ties. */
  list<T>(kind: string, query?: DocumentQuery<T>): T[];
  setting(name: string): string | undefined;
  setSetting(name: string, value: string): void;
  /** 1, 2, 3 … kept across restarts. */
  nextSequence(name: string): number;
  /** Nested calls become savepoints; a throw undoes the work. */
  transaction<T>(work: () => T): T;
  /** Does `work` and remembers what was there before, so that its documents can be put back later. */
  recorded<T>(work: () => T): { readonly result: T; readonly undo: () => void };
  /** Does `work` and takes back all it wrote. */
  rehearsed<T>(work: () => T): T;
  clear(): void;
  close(): void;
}

interface Row {
  readonly body: string;
  readonly created: number;
  readonly owner: string | null;
  readonly ref: string | null;
}

const rehearsal = new Error('Only a rehearsal: everything is taken back.');

const schema = `
  CREATE TABLE IF NOT EXISTS document (
    sequence INTEGER PRIMARY KEY AUTOINCREMENT,
    kind TEXT NOT NULL, id TEXT NOT NULL,
    created INTEGER NOT NULL DEFAULT 0, owner TEXT, ref TEXT,
    body TEXT NOT NULL,
    UNIQUE (kind, id)
  );
  CREATE INDEX IF NOT EXISTS document_by_time ON document (kind, created, sequence);
  CREATE INDEX IF NOT EXISTS document_by_owner ON document (kind, owner, created, sequence) WHERE owner IS NOT NULL;
  CREATE INDEX IF NOT EXISTS document_by_ref ON document (kind, ref, created, sequence) WHERE ref IS NOT NULL;
  CREATE TABLE IF NOT EXISTS setting (name TEXT PRIMARY KEY, value TEXT NOT NULL);
  CREATE TABLE IF NOT EXISTS counter (name TEXT PRIMARY KEY, value INTEGER NOT NULL);
`;

/**
 * Opens the sandbox's own SQLite file (made when absent), in WAL. Commits are not fsynced: a power cut may cost the
 * last calls of a demo, never its consistency.
 *
 * @param file a path, or ':memory:'.
 */
export function openSandboxStore(file: string): SandboxStore {
  const database = new Database(file);
  database.pragma('journal_mode = WAL');
  database.pragma('synchronous = NORMAL');
  // What a savepoint needs to take something back: nobody reads it after the call, and a file of its own costs each call.
  database.pragma('temp_store = MEMORY');
  // Fewer, larger checkpoints: each one waits for the disk.
  database.pragma('wal_autocheckpoint = 4000');
  database.exec(schema);

  const selectBody = database
    .prepare<[string, string], string>('SELECT body FROM document WHERE kind = ? AND id = ?')
    .pluck();
  const upsert = database.prepare<[string, string, number | null, string | null, string | null, string]>(
    `INSERT INTO document (kind, id, created, owner, ref, body) VALUES (?, ?, coalesce(?, 0), ?, ?, ?)
     ON CONFLICT (kind, id) DO UPDATE SET body = excluded.body, created = excluded.created, owner = excluded.owner,
       ref = excluded.ref`,
  );
  const rewrite = database.prepare<[string, string, string]>('UPDATE document SET body = ? WHERE kind = ? AND id = ?');
  const deleteOne = database.prepare<[string, string]>('DELETE FROM document WHERE kind = ? AND id = ?');
  const selectSetting = database.prepare<[string], string>('SELECT value FROM setting WHERE name = ?').pluck();
  const upsertSetting = database.prepare<[string, string]>(
    'INSERT INTO setting (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value',
  );
  const selectCounter = database.prepare<[string], number>('SELECT value FROM counter WHERE name = ?').pluck();
  const upsertCounter = database.prepare<[string, number]>(
    'INSERT INTO counter (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value',
  );
  const selectRow = database.prepare<[string, string], Row>(
    'SELECT body, created, owner, ref FROM document WHERE kind = ? AND id = ?',
  );
  const prepared = new Map<string, Database.Statement<(string | number)[], string>>();
  /** Each of the providers' answers asks what time it is: what was read or written stands here, until something is taken back. */
  const settings = new Map<string, string | undefined>();
  /** One call draws a dozen ids: how far each counter has come stands here, and is written once, with all that the call wrote. */
  let counters = new Map<string, number>();
  const unwritten = new Set<string>();
  /** What was there before each change, while somebody wants to know. */
  let watched: { readonly kind: string; readonly id: string; readonly before: Row | undefined }[] | undefined;

  function watch(kind: string, id: string): void {
    watched?.push({ kind, id, before: selectRow.get(kind, id) });
  }

  function select(sql: string): Database.Statement<(string | number)[], string> {
    let statement = prepared.get(sql);
    if (statement === undefined) {
      statement = database.prepare<(string | number)[], string>(sql).pluck();
      prepared.set(sql, statement);
    }
    return statement;
  }

  function writeCounters(): void {
    for (const name of unwritten) {
      const value = counters.get(name);
      // Drawn only by a part that was taken back: the file still has what stands.
      if (value !== undefined) upsertCounter.run(name, value);
    }
    unwritten.clear();
  }

  const inTransaction = database.transaction((work: () => unknown) => work());
  const outermost = database.transaction((work: () => unknown) => {
    const result = work();
    writeCounters();
    return result;
  });

  /** A throw takes back what was written, settings and counters too. */
  function allOrNothing<T>(work: () => T): T {
    const within = database.inTransaction;
    const before = within ? new Map(counters) : undefined;
    try {
      return (within ? inTransaction : outermost)(work) as T;
    } catch (error) {
      settings.clear();
      // What the calls around this one have drawn is not written yet: they write it. With nothing around, the file has it.
      counters = before ?? new Map();
      if (!within) unwritten.clear();
      throw error;
    }
  }

  function putBack({ kind, id, before }: NonNullable<typeof watched>[number]): void {
    if (before === undefined) deleteOne.run(kind, id);
    else upsert.run(kind, id, before.created, before.owner, before.ref, before.body);
  }

  return {
    get<T>(kind: string, id: string): T | undefined {
      const body = selectBody.get(kind, id);
      return body === undefined ? undefined : (JSON.parse(body) as T);
    },
    put(kind, id, document, index) {
      watch(kind, id);
      const body = JSON.stringify(document);
      if (index === undefined && rewrite.run(body, kind, id).changes === 1) return;
      upsert.run(kind, id, index?.created ?? null, index?.owner ?? null, index?.ref ?? null, body);
    },
    remove(kind, id) {
      watch(kind, id);
      deleteOne.run(kind, id);
    },
    list<T>(kind: string, query: DocumentQuery<T> = {}): T[] {
      const { sql, values } = listStatement(kind, query);
      const found: T[] = [];
      for (const body of select(sql).iterate(...values)) {
        const document = JSON.parse(body) as T;
        if (query.where !== undefined && !query.where(document)) continue;
        found.push(document);
        if (query.limit !== undefined && found.length >= query.limit) break;
      }
      return found;
    },
    setting(name) {
      if (!settings.has(name)) settings.set(name, selectSetting.get(name));
      return settings.get(name);
    },
    setSetting(name, value) {
      upsertSetting.run(name, value);
      settings.set(name, value);
    },
    nextSequence(name) {
      const value = (counters.get(name) ?? selectCounter.get(name) ?? 0) + 1;
      counters.set(name, value);
      unwritten.add(name);
      if (!database.inTransaction) writeCounters();
      return value;
    },
    transaction: allOrNothing,
    recorded(work) {
      const changes: NonNullable<typeof watched> = [];
      watched = changes;
      try {
        return { result: work(), undo: database.transaction(() => changes.toReversed().forEach(putBack)) };
      } finally {
        watched = undefined;
      }
    },
    rehearsed<T>(work: () => T): T {
      let result: { readonly value: T } | undefined;
      try {
        allOrNothing(() => {
          result = { value: work() };
          throw rehearsal;
        });
      } catch (error) {
        if (error !== rehearsal) throw error;
      }
      if (result === undefined) throw new Error('The rehearsal had no result.');
      return result.value;
    },
    clear() {
      database.exec(
        'BEGIN; DELETE FROM document; DELETE FROM sqlite_sequence; DELETE FROM setting; DELETE FROM counter; COMMIT',
      );
      settings.clear();
      counters = new Map();
    },
    close() {
      database.close();
    },
  };
}

function listStatement<T>(kind: string, query: DocumentQuery<T>): { sql: string; values: (string | number)[] } {
  const conditions = ['kind = ?'];
  const values: (string | number)[] = [kind];
  const add = (condition: string, ...more: readonly (string | number)[]): void => {
    conditions.push(condition);
    values.push(...more);
  };
  if (query.owner !== undefined) add('owner = ?', query.owner);
  if (query.ref !== undefined) add('ref = ?', query.ref);
  if (query.createdFrom !== undefined) add('created >= ?', query.createdFrom);
  if (query.createdTo !== undefined) add('created <= ?', query.createdTo);
  if (query.startAfter !== undefined) {
    const sign = query.newestFirst === true ? '<' : '>';
    add(
      `(created, sequence) ${sign} (SELECT created, sequence FROM document WHERE kind = ? AND id = ?)`,
      kind,
      query.startAfter,
    );
  }
  const direction = query.newestFirst === true ? 'DESC' : 'ASC';
  return {
    sql: `SELECT body FROM document WHERE ${conditions.join(' AND ')} ORDER BY created ${direction}, sequence ${direction}`,
    values,
  };
}
