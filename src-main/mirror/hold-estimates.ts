import type Database from 'better-sqlite3';
import type { CardFunding } from '../contract/card.ts';
import { estimateFor, standardHoldDays, type HoldDays, type HoldEstimate } from '../contract/hold-days.ts';

const dayMs = 86_400_000;
const keptAs = 'hold.days';

/** A hold for which nobody gives a date, by the house's numbers: when it is expected to lapse (unix ms), and by which of them. */
export function estimated(
  hold: { readonly at: number; readonly brand: string | null; readonly funding: CardFunding | null },
  days: HoldDays,
): HoldEstimate & { readonly at: number } {
  const estimate = estimateFor(days, hold);
  return { at: hold.at + estimate.days * dayMs, ...estimate };
}

/** What the lists are sorted by where a provider gives no date. */
export interface HoldEstimates {
  /** The house's numbers as they are now: where they differ from those before, every estimate in the list is made anew. */
  follow(days: HoldDays): void;
}

/**
 * Teaches a connection `hold_estimate(at, brand, funding)`, which its triggers need: no payment can be written before. The numbers are those it was last
 * told, also before a restart; until it is told any, those of a new house.
 */
export function teachEstimates(database: Database.Database): {
  /** once the file has its tables */
  readonly begin: () => HoldEstimates;
} {
  let days: HoldDays = { others: standardHoldDays, cards: [] };
  let text: string | null = null;
  database.function('hold_estimate', (at, brand, funding) => {
    // Rows of this file are written by this folder only: what stands there is a moment, a brand and a kind.
    const hold = { at: at as number, brand: brand as string | null, funding: funding as CardFunding | null };
    return estimated(hold, days).at;
  });
  return {
    begin: () => {
      const kept = database.prepare<[string], string>('SELECT value FROM kept WHERE name = ?').pluck();
      const keep = database.prepare('INSERT OR REPLACE INTO kept (name, value) VALUES (?, ?)');
      const estimateAnew = database.prepare(
        `UPDATE hold SET deadline = (SELECT hold_estimate(p.at, json_extract(p.card, '$.brand'), p.funding)
           FROM payment p WHERE p.id = hold.id)
         WHERE provider = 'paysafe' AND ends IS NULL`,
      );
      text = kept.get(keptAs) ?? null;
      if (text !== null) days = JSON.parse(text) as HoldDays;
      return {
        follow: (wanted) => {
          const { others, cards } = wanted;
          const now = JSON.stringify({ others, cards });
          if (now === text) return;
          const before = days;
          days = wanted;
          try {
            database.transaction(() => {
              keep.run(keptAs, now);
              estimateAnew.run();
            })();
            text = now;
          } catch (error) {
            // The list is as it was: so are the numbers that new holds are listed by.
            days = before;
            throw error;
          }
        },
      };
    },
  };
}
