import type Database from 'better-sqlite3';
import type { BalanceLine, Payout } from '../payments/payouts.ts';

/** A payout as it was last read. */
export interface KeptPayout extends Payout {
  /** all its lines are here */
  readonly linesRead: boolean;
}

export interface KeptLine extends BalanceLine {
  readonly payout: string | null;
}

/** Payouts and the movements of the balance: a copy like the lists, made anew from the provider at any time. */
export interface PayoutCalls {
  putPayouts(payouts: readonly Payout[]): void;
  /** `payout`: they are all of its lines; null: some lines, of whichever payout they are or will be */
  putLines(payout: string | null, lines: readonly BalanceLine[]): void;
  /** created since then, newest first */
  payouts(since: number): KeptPayout[];
  linesOf(payouts: readonly string[]): KeptLine[];
  linesBetween(from: number, to: number): KeptLine[];
}

interface PayoutDbRow extends Omit<KeptPayout, 'linesRead'> {
  readonly linesRead: number;
}

const lineColumns = `id, payout, type, amount, fee, net, currency, created_at AS createdAt, available_at AS availableAt,
  payment_ref AS paymentRef, refund_ref AS refundRef, description`;

export function makePayouts(database: Database.Database): PayoutCalls {
  const putPayout = database.prepare<[Payout]>(
    `INSERT INTO payout (id, amount, currency, status, created_at, arrives_at)
     VALUES (@id, @amount, @currency, @status, @createdAt, @arrivesAt)
     ON CONFLICT (id) DO UPDATE SET amount = excluded.amount, currency = excluded.currency, status = excluded.status,
       arrives_at = excluded.arrives_at`,
  );
  const putLine = database.prepare<[KeptLine]>(
    `INSERT INTO balance_line (id, payout, type, amount, fee, net, currency, created_at, available_at, payment_ref, refund_ref, description)
     VALUES (@id, @payout, @type, @amount, @fee, @net, @currency, @createdAt, @availableAt, @paymentRef, @refundRef, @description)
     ON CONFLICT (id) DO UPDATE SET payout = coalesce(excluded.payout, payout), amount = excluded.amount, fee = excluded.fee,
       net = excluded.net, available_at = excluded.available_at, payment_ref = excluded.payment_ref, refund_ref = excluded.refund_ref`,
  );
  const whole = database.prepare<[string]>('UPDATE payout SET lines_read = 1 WHERE id = ?');
  const since = database.prepare<[number], PayoutDbRow>(
    `SELECT id, amount, currency, status, created_at AS createdAt, arrives_at AS arrivesAt, lines_read AS linesRead
     FROM payout WHERE created_at >= ? ORDER BY arrives_at DESC, id`,
  );
  const ofPayouts = database.prepare<[string], KeptLine>(
    `SELECT ${lineColumns} FROM balance_line WHERE payout IN (SELECT value FROM json_each(?)) ORDER BY created_at`,
  );
  const between = database.prepare<[number, number], KeptLine>(
    `SELECT ${lineColumns} FROM balance_line WHERE created_at >= ? AND created_at < ? ORDER BY created_at`,
  );
  const write = database.transaction((payout: string | null, lines: readonly BalanceLine[]) => {
    for (const line of lines) putLine.run({ ...line, payout });
    if (payout !== null) whole.run(payout);
  });
  const writePayouts = database.transaction((payouts: readonly Payout[]) => {
    for (const payout of payouts) putPayout.run(payout);
  });
  return {
    putPayouts: (payouts) => writePayouts(payouts),
    putLines: (payout, lines) => write(payout, lines),
    payouts: (at) => since.all(at).map((row) => ({ ...row, linesRead: row.linesRead === 1 })),
    linesOf: (payouts) => ofPayouts.all(JSON.stringify(payouts)),
    linesBetween: (from, to) => between.all(from, to),
  };
}
