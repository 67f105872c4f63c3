import type Database from 'better-sqlite3';
import type { Money } from '../contract/money.ts';
import type { HoldEstimates } from './hold-estimates.ts';
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
/** Rows of Today; what is counted and added up is whole. */
const mostOnToday = 100;

export interface HoldDbRow extends PaymentDbRow {
  readonly customer_name: string | null;
  readonly customer_phone: string | null;
}

/** Of a row `h` of the list of holds. What is past our own estimate is open: only the provider's word or date lapses a hold. */
export const isOpen = 'h.lapsed = 0 AND (h.ends IS NULL OR h.ends > @now)';
export const hasLapsed = '((h.lapsed = 1 AND h.deadline >= @recently) OR (h.lapsed = 0 AND h.ends <= @now))';
const isNewlyLapsed = `${hasLapsed} AND h.deadline >= @newly`;
/** What stands for no date in the list, so that it is sorted last. */
const noDate = 9_000_000_000_000_000;
const source = 'hold h JOIN payment p ON p.id = h.id';
/** The rows of a list of holds, as `HoldDbRow`; `more`: further columns. */
export const holdSelect = (
  more = '',
): string => `SELECT ${paymentColumns}, coalesce(person.name, c.name) AS customer_name, coalesce(person.phone, c.phone) AS customer_phone${more}
  FROM ${source} LEFT JOIN nickname n ON n.card_id = p.card_id LEFT JOIN customer c ON c.id = p.customer_id
    LEFT JOIN person ON person.key = h.person`;
const inOrder = 'ORDER BY h.deadline, h.id LIMIT @limit OFFSET @offset';

/** Times that holds are judged by, unix ms. */
export function times(question: HoldTimes): Record<string, number> {
  return {
    now: question.now,
    dayEnd: question.dayEnd,
    recently: question.now - lapsedShownMs,
  };
}

export const lapsesByThen = `${isOpen} AND h.deadline < @dayEnd`;

/** What holds that lapse by the end of a day add up to: text for a statement, with `@except` a JSON list of ids that do not count, `@providers` one of those that do. Amounts in minor units. */
export const lapsingSumsText = `SELECT p.currency, sum(p.capturable) AS amount, count(*) AS count, sum(h.ends IS NULL) AS estimated
  FROM ${source}
  WHERE ${lapsesByThen} AND h.id NOT IN (SELECT value FROM json_each(@except))
    AND h.provider IN (SELECT value FROM json_each(@providers))
  GROUP BY p.currency ORDER BY amount DESC, p.currency`;

/** What Today can say from the lists alone. */
export function makeToday(
  database: Database.Database,
  estimates: HoldEstimates,
): (question: TodayQuestion) => TodayAnswer {
  interface Sum {
    readonly currency: string;
    readonly amount: number;
    readonly count: number;
  }
  const held = database.prepare<[Values], Sum>(
    `SELECT p.currency, sum(p.capturable) AS amount, count(*) AS count FROM ${source} WHERE ${isOpen}
     GROUP BY p.currency ORDER BY amount DESC`,
  );
  const collected = database.prepare<[Values], Sum>(
    `SELECT currency, sum(taken) AS amount, count(*) AS count FROM payment
     WHERE at >= @dayStart AND at < @dayEnd AND taken > 0 AND state <> 'pending'
     GROUP BY currency ORDER BY amount DESC`,
  );
  const lapsingSums = database.prepare<[Values], Sum>(lapsingSumsText);
  const lapsing = database.prepare<[Values], HoldDbRow>(`${holdSelect()} WHERE ${lapsesByThen} ${inOrder}`);
  const gone = database.prepare<[Values], HoldDbRow>(`${holdSelect()} WHERE ${isNewlyLapsed} ${inOrder}`);
  const goneCount = database.prepare<[Values], number>(`SELECT count(*) FROM hold h WHERE ${isNewlyLapsed}`).pluck();
  // Compared with null, no date has come.
  const unheardCount = database
    .prepare<[Values], number>(
      `SELECT count(*) FROM hold h WHERE ${isNewlyLapsed} AND h.lapsed = 0
       AND (h.ends <= CASE h.provider WHEN 'stripe' THEN @stripeUntil ELSE @paysafeUntil END) IS NOT 1`,
    )
    .pluck();
  const total = (sums: readonly Sum[]): number => sums.reduce((sum, { count }) => sum + count, 0);
  const monies = (sums: readonly Sum[]): Money[] => sums.map(({ amount, currency }) => ({ amount, currency }));
  return (question) => {
    estimates.follow(question.holdDays);
    const values = {
      ...times(question),
      dayStart: question.dayStart,
      newly: question.now - lapsedTodayMs,
      limit: mostOnToday,
      offset: 0,
      except: '[]',
      providers: '["stripe","paysafe"]',
      stripeUntil: question.readUntil.stripe,
      paysafeUntil: question.readUntil.paysafe,
    };
    const heldSums = held.all(values);
    const collectedSums = collected.all(values);
    const lapsingSum = lapsingSums.all(values);
    return {
      held: monies(heldSums),
      heldCount: total(heldSums),
      lapsing: lapsing.all(values).map((row) => toHold(row, question)),
      lapsingSums: monies(lapsingSum),
      lapsingCount: total(lapsingSum),
      lapsed: gone.all(values).map((row) => toHold(row, question)),
      lapsedCount: goneCount.get(values) ?? 0,
      lapsedUnheard: unheardCount.get(values) ?? 0,
      collected: monies(collectedSums),
      collectedCount: total(collectedSums),
    };
  };
}

/** What open holds add up to by the quarter of an hour in which they lapse: no time zone splits one. */
export function makeHeldByTime(
  database: Database.Database,
  estimates: HoldEstimates,
): (question: HoldTimes) => HeldSum[] {
  const sums = database.prepare<[Values], HeldSum>(
    `SELECT h.provider, p.currency, CASE WHEN h.deadline < ${noDate} THEN h.deadline / ${quarterMs} * ${quarterMs} END AS at,
       sum(p.capturable) AS amount, count(*) AS count
     FROM ${source} WHERE ${isOpen} GROUP BY h.provider, p.currency, 3 ORDER BY 3`,
  );
  return (question) => {
    estimates.follow(question.holdDays);
    return sums.all(times(question));
  };
}

/** Staff and open operations are the ledger's to know: whoever asked adds them, by key and id. */
export function toHold(row: HoldDbRow, when: Pick<HoldTimes, 'now' | 'holdDays'>): HoldRow {
  const payment = toPayment(row);
  const customer = { name: row.customer_name ?? '', phone: row.customer_phone };
  return {
    ...holdView(payment, { now: when.now, holdDays: when.holdDays, customer, placedBy: null, busy: null }),
    key: payment.key,
  };
}
