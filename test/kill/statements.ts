import Database from 'better-sqlite3';

type Run = (this: Database.Statement, ...values: unknown[]) => unknown;

/**
 * Tells of every sentence of SQL this process runs, before and after it, whoever runs it: the ledger opens its own connection and
 * nobody hands it one. The sentence itself is not touched.
 */
export function watchStatements(seen: (when: 'before' | 'after', statement: Database.Statement) => void): void {
  const memory = new Database(':memory:');
  const shared = Object.getPrototypeOf(memory.prepare('SELECT 1')) as Record<'run' | 'get' | 'all', Run>;
  memory.close();
  for (const name of ['run', 'get', 'all'] as const) {
    const run = shared[name];
    shared[name] = function watched(...values) {
      seen('before', this);
      const result = run.apply(this, values);
      seen('after', this);
      return result;
    };
  }
}
