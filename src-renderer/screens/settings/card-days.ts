import {
  estimatedBrands,
  estimatedFundings,
  mostHoldDays,
  type CardDays,
  type EstimatedCard,
} from '../../../src-main/contract/hold-days.ts';

/** What stands in the table as it was typed, by brand and kind of card. */
export type CardDaysDraft = Readonly<Record<string, string>>;

export const cellOf = ({ brand, funding }: EstimatedCard): string => `${brand}.${funding}`;
export const cells: readonly EstimatedCard[] = estimatedBrands.flatMap((brand) =>
  estimatedFundings.map((funding) => ({ brand, funding })),
);

export function draftOfCardDays(list: readonly CardDays[]): CardDaysDraft {
  const known = new Map(list.map((one) => [cellOf(one), String(one.days)]));
  return Object.fromEntries(cells.map((cell) => [cellOf(cell), known.get(cellOf(cell)) ?? '']));
}

/** A whole number of days as it was typed; null where it is not one, or no bank keeps a hold that long. */
export function readDays(text: string): number | null {
  const number = /^\d{1,2}$/.test(text.trim()) ? Number(text) : 0;
  return number >= 1 && number <= mostHoldDays ? number : null;
}

/** The numbers that stand in the table, and the places where something else does. An empty place has none of its own. */
export function readCardDays(draft: CardDaysDraft): {
  readonly cards: readonly CardDays[];
  readonly wrong: readonly EstimatedCard[];
} {
  const filled = cells.filter((cell) => (draft[cellOf(cell)] ?? '').trim() !== '');
  const read = filled.map((cell) => ({ cell, days: readDays(draft[cellOf(cell)] ?? '') }));
  return {
    cards: read.flatMap(({ cell, days }) => (days === null ? [] : [{ ...cell, days }])),
    wrong: read.flatMap(({ cell, days }) => (days === null ? [cell] : [])),
  };
}
