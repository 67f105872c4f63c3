import type { ClosedFees, DayEntry, DayFigures, DayShift, DayTotals } from '../contract/day-end.ts';
import type { Money } from '../contract/money.ts';
import type { TableCell } from '../contract/table-file.ts';
import { cardBrandWords } from '../../src-renderer/wording/card-brand.ts';
import { wordsOf } from '../../src-renderer/wording/languages.ts';
import { staffWord } from '../../src-renderer/wording/sentences.ts';
import { momentsIn, type SaidList, type Saying } from './saying.ts';

type Group = 'whole' | 'providers' | 'kinds' | 'staff' | 'brands' | 'credits' | 'closing';

/** One sum of a day. `figures`: what it is made of, where it is made of several kinds. Minor units of `currency`. */
export interface DaySum {
  readonly group: Group;
  readonly what: string;
  readonly count: number;
  readonly amount: number;
  readonly figures: DayFigures | null;
  readonly currency: string;
}

interface SaidDay extends SaidList<DaySum> {
  rowsOf(totals: DayTotals): DaySum[];
  /** what was written of fees when the day was closed */
  feesOf(written: ClosedFees): DaySum[];
}

const kinds = ['charged', 'captured', 'links', 'refunded'] as const;
const countOf = (figures: DayFigures): number => kinds.reduce((sum, kind) => sum + figures[kind].count, 0);

/** What a day adds up to. Each group adds up to the whole of its currency; what was noted on bills, and fees as they were written, stand beside it. */
export function sayDay({ day }: { readonly day: string }, { language }: Saying): SaidDay {
  const { dayEnd, lists, shell } = wordsOf(language);
  const c = lists.columns;
  const sum = (
    group: Group,
    what: string,
    { figures, currency }: { figures: DayFigures; currency: string },
  ): DaySum => ({
    ...{ group, what, count: countOf(figures), amount: figures.collected, figures, currency },
  });
  return {
    list: 'day',
    about: [day],
    columns: [
      { title: c.group, share: 12 },
      { title: c.what, share: 15 },
      { title: c.payments, share: 7 },
      { title: c.amount, share: 10 },
      { title: c.charges, share: 10 },
      { title: c.captured, share: 10 },
      { title: c.links, share: 10 },
      { title: c.refunds, share: 10 },
      { title: c.tips, share: 8 },
      { title: c.coming, share: 8 },
      { title: c.currency, share: 0 },
    ],
    rowsOf: ({ currency, whole, providers, staff, brands, credits }) => [
      sum('whole', dayEnd.rows.collected, { figures: whole, currency }),
      ...providers.map(({ provider, figures }) => sum('providers', shell.providers[provider], { figures, currency })),
      ...kinds.map((kind) => ({
        ...{ group: 'kinds' as const, what: dayEnd.rows[kind], count: whole[kind].count, figures: null, currency },
        amount: kind === 'refunded' ? -whole[kind].amount || 0 : whole[kind].amount,
      })),
      ...staff.map(({ name, figures }) => sum('staff', staffWord(name, language), { figures, currency })),
      ...brands.map(({ brand, figures }) => sum('brands', cardBrandWords(brand, language), { figures, currency })),
      ...credits.map(({ kind, count, amount }) => ({
        ...{ group: 'credits' as const, what: dayEnd.credits[kind], count, amount, figures: null, currency },
      })),
    ],
    feesOf({ currency, fees, net, known, of }) {
      const sums = [
        [dayEnd.feesOf(dayEnd.feesKnown(known, of)), -fees || 0],
        [c.net, net],
      ] as const;
      return sums.map(([what, amount]) => ({
        ...{ group: 'closing' as const, what, count: known, amount, figures: null, currency },
      }));
    },
    cells({ group, what, count, amount, figures, currency }): TableCell[] {
      const some = (units: number): TableCell => (units === 0 ? null : { amount: units, currency });
      return [
        lists.groups[group],
        what,
        String(count),
        { amount, currency },
        figures && some(figures.charged.amount),
        figures && some(figures.captured.amount),
        figures && some(figures.links.amount),
        figures && some(-figures.refunded.amount),
        figures && some(figures.tips),
        figures && some(figures.coming),
        currency,
      ];
    },
  };
}

/** An entry with the day it is of. */
export type WrittenEntry = DayEntry & { readonly day: string };
/** One currency of what was written: an entry of a day without money has one row and no sum. */
interface EntryRow {
  readonly entry: WrittenEntry;
  readonly totals: DayTotals | null;
  /** as they were known when the day was closed */
  readonly fees: ClosedFees | null;
  /** what was collected in the shift that it ended; null: it ended none */
  readonly shift: Money | null;
}

/** Closings, reopenings and hand-overs, each with what had come in by then. */
export function sayDayEnds(
  { from, to }: { readonly from: string; readonly to: string },
  saying: Saying,
): SaidList<EntryRow> & { rowsOf(entry: WrittenEntry, shift: DayShift | null): EntryRow[] } {
  const { language } = saying;
  const { dayEnd, lists } = wordsOf(language);
  const c = lists.columns;
  const moment = momentsIn(saying);
  return {
    list: 'day_ends',
    about: [lists.about.days(from, to)],
    columns: [
      { title: c.day, share: 9 },
      { title: c.date, share: 9 },
      { title: c.time, share: 6 },
      { title: c.what, share: 14 },
      { title: c.to, share: 8 },
      { title: c.desk, share: 8 },
      { title: c.collected, share: 9 },
      { title: c.ofShift, share: 9 },
      { title: c.fee, share: 6 },
      { title: c.net, share: 8 },
      { title: c.feesKnown, share: 7 },
      { title: c.currency, share: 0 },
      { title: c.payments, share: 9 },
      { title: c.open, share: 6 },
      { title: c.note, share: 14 },
    ],
    rowsOf(entry, shift) {
      // A provider may keep its fee in another currency than anything was taken in.
      const currencies = [...entry.totals, ...(entry.fees ?? [])].map(({ currency }) => currency);
      if (currencies.length === 0) return [{ entry, totals: null, fees: null, shift: null }];
      return [...new Set(currencies)].map((currency) => {
        const own = <T extends { readonly currency: string }>(rows: readonly T[]): T | null =>
          rows.find((one) => one.currency === currency) ?? null;
        const totals = own(entry.totals);
        const ofShift = totals && shift && { amount: own(shift.totals)?.whole.collected ?? 0, currency };
        return { entry, totals, fees: own(entry.fees ?? []), shift: ofShift };
      });
    },
    cells({ entry, totals, fees, shift }): TableCell[] {
      const [date, time] = moment(entry.at);
      // A fee that nobody knew is no fee of nothing.
      const known = fees && fees.known > 0 ? fees : null;
      return [
        entry.day,
        date,
        time.slice(0, 5),
        dayEnd.entry[entry.kind](staffWord(entry.by, language)),
        entry.to === null ? null : staffWord(entry.to, language),
        entry.desk,
        totals && { amount: totals.whole.collected, currency: totals.currency },
        shift,
        known && { amount: known.fees, currency: known.currency },
        known && { amount: known.net, currency: known.currency },
        fees && dayEnd.knownOf(fees.known, fees.of),
        totals?.currency ?? fees?.currency ?? null,
        totals && String(countOf(totals.whole)),
        entry.openCount === 0 ? null : String(entry.openCount),
        entry.note,
      ];
    },
  };
}
