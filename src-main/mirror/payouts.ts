import type Database from 'better-sqlite3';
import type { BalanceLine, Payout } from '../payments/payouts.ts';

/** A payout as it was last read. */
export interface KeptPayout extends Payout {
  /** all its lines are here */
  readonly linesRead: boolean;
}

/** What was found of a line once. open: it is judged each time; ours: to the cent; before: older than the records. */
export type LineSettled = 'open' | 'ours' | 'before';

export interface KeptLine extends BalanceLine {
  readonly payout: string | null;
  readonly settled: LineSettled;
}

export interface KeptStatement {
  readonly id: string;
  readonly lines: number;
  readonly from: number;
  readonly to: number;
}

/** A movement with the payout that it is in. */
export interface PayoutLine extends BalanceLine {
  readonly payout: string;
}

/** Payouts and the movements of the balance: a copy like the lists, made anew from the provider, or from the records, at any time. */
export interface PayoutCalls {
  putPayouts(payouts: readonly Payout[]): void;
  /** `payout`: they are all of its lines; null: some lines, of whichever payout they are or will be */
  putLines(payout: string | null, lines: readonly BalanceLine[]): void;
  /** What a statement says, all of it; a line that another statement has already stays there. */
  putStatement(about: { readonly payouts: readonly Payout[]; readonly lines: readonly PayoutLine[] }): void;
  dropStatements(ids: readonly string[]): void;
  /** the statements that are here, with the moments of their first and last movement */
  statements(): KeptStatement[];
  /** created since then, newest first */
  payouts(since: number): KeptPayout[];
  /** when the first of all was created, unix ms; null: there is none */
  firstPayoutAt(): number | null;
  linesOf(payouts: readonly string[]): KeptLine[];
  linesBetween(from: number, to: number): KeptLine[];
  line(id: string): KeptLine | null;
  /** of these payments at their provider, whichever payout they are in */
  linesOfPayments(paymentRefs: readonly string[]): KeptLine[];
  /** lines of Paysafe's statements that name one of these, as the payment, as the refund or as what was sent with it */
  linesNaming(refs: readonly string[]): KeptLine[];
  /** made before then, and not all their lines are settled; newest first */
  unsettledPayouts(before: number): KeptPayout[];
  /** arriving from then (inclusive) to then (exclusive), first to arrive first */
  payoutsArriving(from: number, to: number): KeptPayout[];
  /** these lines are explained by the records, and are not judged again */
  settleLines(ids: readonly string[], as: Exclude<LineSettled, 'open'>): void;
  /** the records are other ones now: every line is judged again */
  unsettleLines(): void;
}

interface PayoutDbRow extends Omit<KeptPayout, 'linesRead'> {
  readonly linesRead: number;
}

interface LineDbRow extends Omit<KeptLine, 'settled'> {
  readonly settled: number;
}
const settledWords = ['open', 'ours', 'before'] as const;
const payoutColumns =
  'id, provider, statement AS statementId, name, amount, currency, status, created_at AS createdAt, arrives_at AS arrivesAt, lines_read AS linesRead';
const lineColumns = `id, payout, provider, type, amount, fee, net, currency, created_at AS createdAt, available_at AS availableAt,
  payment_ref AS paymentRef, refund_ref AS refundRef, merchant_ref AS merchantRef, description, settled`;

export function makePayouts(database: Database.Database): PayoutCalls {
  const putPayout = database.prepare<[Payout]>(
    `INSERT INTO payout (id, provider, statement, name, amount, currency, status, created_at, arrives_at)
     VALUES (@id, @provider, @statementId, @name, @amount, @currency, @status, @createdAt, @arrivesAt)
     ON CONFLICT (id) DO UPDATE SET amount = excluded.amount, currency = excluded.currency, status = excluded.status,
       arrives_at = excluded.arrives_at`,
  );
  const putLine = database.prepare<[BalanceLine & { readonly payout: string | null }]>(
    `INSERT INTO balance_line (id, payout, provider, type, amount, fee, net, currency, created_at, available_at, payment_ref, refund_ref, merchant_ref, description)
     VALUES (@id, @payout, @provider, @type, @amount, @fee, @net, @currency, @createdAt, @availableAt, @paymentRef, @refundRef, @merchantRef, @description)
     ON CONFLICT (id) DO UPDATE SET payout = coalesce(excluded.payout, payout), amount = excluded.amount, fee = excluded.fee,
       net = excluded.net, available_at = excluded.available_at, payment_ref = excluded.payment_ref, refund_ref = excluded.refund_ref`,
  );
  const whole = database.prepare<[string]>('UPDATE payout SET lines_read = 1 WHERE id = ?');
  const since = database.prepare<[number], PayoutDbRow>(
    `SELECT ${payoutColumns} FROM payout WHERE created_at >= ? ORDER BY arrives_at DESC, id`,
  );
  const first = database.prepare<[], { readonly at: number | null }>('SELECT min(created_at) AS at FROM payout');
  // Written out as in the partial index.
  const unsettled = database.prepare<[number], PayoutDbRow>(
    `SELECT ${payoutColumns} FROM payout WHERE created_at < ?
     AND id IN (SELECT payout FROM balance_line WHERE settled = 0 AND payout IS NOT NULL) ORDER BY arrives_at DESC, id`,
  );
  const arriving = database.prepare<[number, number], PayoutDbRow>(
    `SELECT ${payoutColumns} FROM payout WHERE arrives_at >= ? AND arrives_at < ? ORDER BY arrives_at, id`,
  );
  const ofPayouts = database.prepare<[string], LineDbRow>(
    `SELECT ${lineColumns} FROM balance_line WHERE payout IN (SELECT value FROM json_each(?)) ORDER BY created_at`,
  );
  const between = database.prepare<[number, number], LineDbRow>(
    `SELECT ${lineColumns} FROM balance_line WHERE created_at >= ? AND created_at < ? ORDER BY created_at`,
  );
  const one = database.prepare<[string], LineDbRow>(`SELECT ${lineColumns} FROM balance_line WHERE id = ?`);
  const ofPayments = database.prepare<[string], LineDbRow>(
    `SELECT ${lineColumns} FROM balance_line WHERE payment_ref IN (SELECT value FROM json_each(?)) ORDER BY created_at`,
  );
  // Each part with its own index.
  const naming = database.prepare<{ readonly refs: string }, LineDbRow>(
    `SELECT ${lineColumns} FROM balance_line WHERE id IN (
       SELECT id FROM balance_line WHERE payment_ref IN (SELECT value FROM json_each(@refs))
       UNION SELECT id FROM balance_line WHERE refund_ref IN (SELECT value FROM json_each(@refs)) AND provider = 'paysafe'
       UNION SELECT id FROM balance_line WHERE merchant_ref IN (SELECT value FROM json_each(@refs))
     ) AND provider = 'paysafe' ORDER BY created_at`,
  );
  const settle = database.prepare<[number, string]>(
    'UPDATE balance_line SET settled = ? WHERE id IN (SELECT value FROM json_each(?))',
  );
  const unsettle = database.prepare('UPDATE balance_line SET settled = 0 WHERE settled <> 0');
  const write = database.transaction((payout: string | null, lines: readonly BalanceLine[]) => {
    for (const line of lines) putLine.run({ ...line, payout });
    if (payout !== null) whole.run(payout);
  });
  const statements = database.prepare<[], KeptStatement>(
    `SELECT p.statement AS id, count(*) AS lines, min(l.created_at) AS "from", max(l.created_at) AS "to"
       FROM payout p JOIN balance_line l ON l.payout = p.id WHERE p.statement IS NOT NULL GROUP BY p.statement`,
  );
  const dropLines = database.prepare<[string]>(
    'DELETE FROM balance_line WHERE payout IN (SELECT id FROM payout WHERE statement = ?)',
  );
  const dropPayouts = database.prepare<[string]>('DELETE FROM payout WHERE statement = ?');
  const drop = database.transaction((ids: readonly string[]) => {
    for (const id of ids) {
      dropLines.run(id);
      dropPayouts.run(id);
    }
  });
  const writeStatement: PayoutCalls['putStatement'] = database.transaction(({ payouts, lines }) => {
    for (const payout of payouts) {
      putPayout.run(payout);
      whole.run(payout.id);
    }
    for (const line of lines) if (!one.get(line.id)) putLine.run(line);
  });
  const writePayouts = database.transaction((payouts: readonly Payout[]) => {
    for (const payout of payouts) putPayout.run(payout);
  });
  return {
    putPayouts: (payouts) => writePayouts(payouts),
    putLines: (payout, lines) => write(payout, lines),
    putStatement: (about) => writeStatement(about),
    dropStatements: (ids) => drop(ids),
    statements: () => statements.all(),
    payouts: (at) => since.all(at).map(payoutOf),
    firstPayoutAt: () => first.get()?.at ?? null,
    linesOf: (payouts) => ofPayouts.all(JSON.stringify(payouts)).map(lineOf),
    linesBetween: (from, to) => between.all(from, to).map(lineOf),
    line(id) {
      const row = one.get(id);
      return row ? lineOf(row) : null;
    },
    linesOfPayments: (refs) => ofPayments.all(JSON.stringify(refs)).map(lineOf),
    unsettledPayouts: (before) => unsettled.all(before).map(payoutOf),
    payoutsArriving: (from, to) => arriving.all(from, to).map(payoutOf),
    linesNaming: (refs) => naming.all({ refs: JSON.stringify(refs) }).map(lineOf),
    settleLines: (ids, as) => void settle.run(settledWords.indexOf(as), JSON.stringify(ids)),
    unsettleLines: () => void unsettle.run(),
  };
}

const payoutOf = (row: PayoutDbRow): KeptPayout => ({ ...row, linesRead: row.linesRead === 1 });
const lineOf = (row: LineDbRow): KeptLine => ({ ...row, settled: settledWords[row.settled] ?? 'open' });
