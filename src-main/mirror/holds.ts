import type Database from 'better-sqlite3';
import type { Money } from '../contract/money.ts';
import { paymentColumns, toPayment, type PaymentDbRow } from './rows.ts';
import type { HeldSum, HoldRow, HoldTimes, TodayAnswer, TodayQuestion } from './shapes.ts';
import { holdView } from './views.ts';

type Values = Readonly<Record<string, string | number | null>>;

const dayMs = 86_400_000;
const quarterMs = 15 * 60_000;
/** How long a lapsed hold stays on the list. */
const lapsedShownMs = 14 * dayMs;
/** How long Today speaks of it. */
const lapsedTodayMs = 3 * dayMs;
const mostOnToday = 100;

export interface HoldDbRow extends PaymentDbRow {
  readonly customer_name: string | null;
  readonly customer_phone: string | null;
}

// Paysafe gives no date, so the house's estimate stands in; a Stripe hold without a date keeps none.
const deadline = `coalesce(p.capture_before, CASE p.provider WHEN 'paysafe' THEN p.at + @estimate END)`;
const open = `p.capturable > 0 AND p.state IN ('held', 'paid')`;
const stillOpen = `(${open} AND (p.capture_before IS NULL OR p.capture_before > @now))`;
// Once it has lapsed, Stripe names no deadline any more: seven days is the longest it keeps a hold.
const lapsedAt = `coalesce(${deadline}, p.at + ${7 * dayMs})`;
const lapsed = `((p.state = 'lapsed' AND p.at >= @longAgo AND ${lapsedAt} >= @recently) OR (${open} AND p.capture_before <= @now))`;
const select = `SELECT ${paymentColumns}, coalesce(person.name, c.name) AS customer_name,
    coalesce(person.phone, c.phone) AS customer_phone, ${deadline} AS deadline
  FROM payment p LEFT JOIN nickname n ON n.card_id = p.card_id
    LEFT JOIN customer c ON c.id = p.customer_id
    LEFT JOIN link l ON l.customer_id = p.customer_id
    LEFT JOIN person ON person.key = coalesce(l.key, p.customer_id)`;
const inOrder = 'ORDER BY deadline IS NULL, deadline, p.id LIMIT @limit OFFSET @offset';

/** Times that holds are judged by, unix ms. */
export function times(question: HoldTimes): Record<string, number> {
  return {
    now: question.now,
    dayEnd: question.dayEnd,
    estimate: question.estimateDays * dayMs,
    recently: question.now - lapsedShownMs,
    // No hold lasts longer than 31 days at either provider: older rows need not be looked at.
    longAgo: question.now - lapsedShownMs - 62 * dayMs,
  };
}

/** What Today can say from the lists alone. */
export function makeToday(database: Database.Database): (question: TodayQuestion) => TodayAnswer {
  interface Sum {
    readonly currency: string;
    readonly amount: number;
    readonly count: number;
  }
  const held = database.prepare<[Values], Sum>(
    `SELECT p.currency, sum(p.capturable) AS amount, count(*) AS count FROM payment p WHERE ${stillOpen}
     GROUP BY p.currency ORDER BY amount DESC`,
  );
  const collected = database.prepare<[Values], Sum>(
    `SELECT currency, sum(taken) AS amount, count(*) AS count FROM payment
     WHERE at >= @dayStart AND at < @dayEnd AND taken > 0 AND state <> 'pending'
     GROUP BY currency ORDER BY amount DESC`,
  );
  const lapsing = database.prepare<[Values], HoldDbRow>(
    `${select} WHERE ${stillOpen} AND ${deadline} < @dayEnd ${inOrder}`,
  );
  const gone = database.prepare<[Values], HoldDbRow>(`${select} WHERE ${lapsed} AND ${lapsedAt} >= @newly ${inOrder}`);
  const total = (sums: readonly Sum[]): number => sums.reduce((sum, { count }) => sum + count, 0);
  const monies = (sums: readonly Sum[]): Money[] => sums.map(({ amount, currency }) => ({ amount, currency }));
  return (question) => {
    const values = {
      ...times(question),
      dayStart: question.dayStart,
      newly: question.now - lapsedTodayMs,
      limit: mostOnToday,
      offset: 0,
    };
    const heldSums = held.all(values);
    const collectedSums = collected.all(values);
    return {
      held: monies(heldSums),
      heldCount: total(heldSums),
      lapsing: lapsing.all(values).map((row) => toHold(row, question)),
      lapsed: gone.all(values).map((row) => toHold(row, question)),
      collected: monies(collectedSums),
      collectedCount: total(collectedSums),
    };
  };
}

/** What open holds add up to by the quarter of an hour in which they lapse: no time zone splits one. */
export function makeHeldByTime(database: Database.Database): (question: HoldTimes) => HeldSum[] {
  const sums = database.prepare<[Values], HeldSum>(
    `SELECT p.provider, p.currency, (${deadline}) / ${quarterMs} * ${quarterMs} AS at, sum(p.capturable) AS amount,
       count(*) AS count
     FROM payment p WHERE ${stillOpen} GROUP BY p.provider, p.currency, 3 ORDER BY 3`,
  );
  return (question) => sums.all(times(question));
}

/** Staff and open operations are the ledger's to know: whoever asked adds them, by key and id. */
export function toHold(row: HoldDbRow, when: Pick<HoldTimes, 'now' | 'estimateDays'>): HoldRow {
  const payment = toPayment(row);
  const customer = { name: row.customer_name ?? '', phone: row.customer_phone };
  return {
    ...holdView(payment, { now: when.now, estimateDays: when.estimateDays, customer, placedBy: null, busy: null }),
    key: payment.key,
  };
}
