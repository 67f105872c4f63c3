import type Database from 'better-sqlite3';
import type { PaymentRecord } from '../payments/records.ts';
import { paymentColumns, paymentSource, toPayment, type PaymentDbRow } from './rows.ts';

/** Where the last answer ended; null: begin with the newest. */
export interface DetailedPlace {
  readonly at: number;
  readonly id: string;
}

export interface DetailedQuestion {
  /** what must stand beside them, by its own name; null: whatever does */
  readonly key: string | null;
  readonly after: DetailedPlace | null;
  /** rows that are looked at, whether or not they have the key: what one answer may cost */
  readonly look: number;
}

export interface DetailedAnswer {
  readonly payments: readonly PaymentRecord[];
  /** null: there is nothing older */
  readonly next: DetailedPlace | null;
}

/** Payments with something of another program beside them, newest first, a stretch at a time. */
export function makeDetailedPayments(database: Database.Database): (question: DetailedQuestion) => DetailedAnswer {
  const rows = database.prepare<[Record<string, string | number>], PaymentDbRow>(
    `SELECT ${paymentColumns} FROM ${paymentSource} WHERE p.details IS NOT NULL AND (p.at, p.id) < (@at, @id)
     ORDER BY p.at DESC, p.id DESC LIMIT @look`,
  );
  return ({ key, after, look }) => {
    const found = rows.all({ at: after?.at ?? Number.MAX_SAFE_INTEGER, id: after?.id ?? '', look }).map(toPayment);
    const last = found.at(-1);
    return {
      payments: found.filter(({ details }) => details && (key === null || Object.hasOwn(details, key))),
      next: found.length < look || !last ? null : { at: last.at, id: last.id },
    };
  };
}
