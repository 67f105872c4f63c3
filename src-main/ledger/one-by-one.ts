import { SqliteAdapter, SqliteDialect, SqliteDriver, type DatabaseConnection, type SqliteDialectConfig } from 'kysely';

/**
 * Kysely on one connection to SQLite, whose users take it one after another, in the order they came. Kysely's own lock wakes all who wait each time
 * one is done, and all but one wait again: a list of 200 bills asks 600 things at once, which woke somebody 180,000 times, and five thousand bills
 * took most of their time for that.
 */
export class OneByOneDialect extends SqliteDialect {
  readonly #config: SqliteDialectConfig;

  constructor(config: SqliteDialectConfig) {
    super(config);
    this.#config = config;
  }

  override createDriver(): SqliteDriver {
    return new OneByOneDriver(this.#config);
  }

  override createAdapter(): SqliteAdapter {
    return new QueuesItself();
  }
}

/** Kysely adds its own lock only where the driver says that it has one connection and no order for it. */
class QueuesItself extends SqliteAdapter {
  override get supportsMultipleConnections(): boolean {
    return true;
  }
}

class OneByOneDriver extends SqliteDriver {
  #taken = false;
  /** Who waits, the first who came first: each is woken with the connection already theirs. */
  readonly #waiting = new Set<() => void>();

  override async acquireConnection(): Promise<DatabaseConnection> {
    if (this.#taken) await new Promise<void>((yours) => this.#waiting.add(yours));
    this.#taken = true;
    return super.acquireConnection();
  }

  override async releaseConnection(): Promise<void> {
    const [next] = this.#waiting;
    if (next === undefined) {
      this.#taken = false;
      return;
    }
    // Stays taken: whoever asks before the next one has begun comes after them.
    this.#waiting.delete(next);
    next();
  }
}
