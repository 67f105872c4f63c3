import type Database from 'better-sqlite3';
import type { HoldEstimates } from './hold-estimates.ts';
import { holdSelect, lapsesByThen, lapsingSumsText, times, toHold, type HoldDbRow } from './holds.ts';
import type { HoldTimes, LapsedPage, LapsedQuestion, LapsingQuestion, LapsingSum } from './shapes.ts';

type Values = Readonly<Record<string, string | number | null>>;

/** Holds that are about to lapse, whole and without their rows, and those that have, page after page. */
export function makeLapsing(
  database: Database.Database,
  estimates: HoldEstimates,
): {
  readonly lapsingIds: (question: HoldTimes) => string[];
  readonly lapsingSums: (question: LapsingQuestion) => LapsingSum[];
  readonly lapsedSince: (question: LapsedQuestion) => LapsedPage;
} {
  const ids = database
    .prepare<[Values], string>(`SELECT h.id FROM hold h WHERE ${lapsesByThen} ORDER BY h.deadline, h.id`)
    .pluck();
  const sums = database.prepare<[Values], LapsingSum>(lapsingSumsText);
  const lapsed = database.prepare<[Values], HoldDbRow & { readonly hold_deadline: number }>(
    `${holdSelect(', h.deadline AS hold_deadline')}
     WHERE (h.lapsed = 1 OR h.ends <= CASE h.provider WHEN 'stripe' THEN @stripeUntil ELSE @paysafeUntil END) AND h.deadline >= @since AND (h.deadline, h.id) > (@afterAt, @afterId)
     ORDER BY h.deadline, h.id LIMIT @limit`,
  );
  return {
    lapsingIds: (question) => {
      estimates.follow(question.holdDays);
      return ids.all(times(question));
    },
    lapsingSums: (question) => {
      estimates.follow(question.holdDays);
      const [except, providers] = [JSON.stringify(question.except), JSON.stringify(question.providers)];
      return sums.all({ ...times(question), except, providers });
    },
    lapsedSince: (question) => {
      estimates.follow(question.holdDays);
      const { now, since, after, limit, readUntil } = question;
      // A clock that was put back does not make a list newer than now; compared with null, no date has come.
      const until = (at: number | null): number | null => (at === null ? null : Math.min(at, now));
      const read = { stripeUntil: until(readUntil.stripe), paysafeUntil: until(readUntil.paysafe) };
      const rows = lapsed.all({ ...read, since, limit, afterAt: after?.at ?? since, afterId: after?.id ?? '' });
      const last = rows.at(-1);
      return {
        rows: rows.map((row) => toHold(row, question)),
        next: last && rows.length === limit ? { at: last.hold_deadline, id: last.id } : null,
      };
    },
  };
}
