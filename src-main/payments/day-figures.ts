import { creditKinds, type DayCounts, type DayFigures, type DayTotals } from '../contract/day-end.ts';
import type { ProviderName } from '../contract/provider.ts';
import { isOpen, type Operation } from './operation.ts';

/** What of an order says whether and how money moved; plan and request are not needed for it. */
export type DayOrder = Omit<Operation, 'plan' | 'request' | 'memo' | 'guard'>;

/** With the key of its plan: what Paysafe was sent as `merchantRefNum`. */
export interface KeyedOrder extends DayOrder {
  readonly key: string;
}

/** A page that a client paid on. */
export interface PaidPage {
  readonly provider: ProviderName;
  /** of its plan: what Paysafe was sent as `merchantRefNum` */
  readonly key: string;
  readonly amount: number;
  readonly currency: string;
  /** our id of the payment at the provider, or null */
  readonly paymentId: string | null;
  readonly brand: string;
  readonly staffId: string;
  readonly staffName: string;
  readonly at: number;
}

/** Money noted on a bill, with the bill's currency. */
export interface DayCredit {
  readonly kind: (typeof creditKinds)[number];
  readonly amount: number;
  readonly currency: string;
  readonly paymentId: string | null;
  readonly at: number;
}

export interface MovedMoney {
  readonly as: 'charged' | 'captured' | 'refunded';
  readonly amount: number;
  readonly currency: string;
  readonly tip: number;
  /** accepted by a bank, not collected yet */
  readonly coming: boolean;
}

/**
 * What an order moved by the provider's own word, or null: declined, not known yet, moves nothing. What another order of these records had done
 * before is that one's; counting it twice would be money nobody has.
 */
export function movedOf({
  kind,
  state,
  amount,
  tip,
}: Pick<DayOrder, 'kind' | 'state' | 'amount' | 'tip'>): MovedMoney | null {
  if ((state.name !== 'done' && state.name !== 'pending') || !amount) return null;
  if (state.name === 'done' && state.elsewhereBy?.from === 'records') return null;
  const { currency } = amount;
  const coming = state.name === 'pending';
  switch (kind) {
    case 'charge': {
      const charged = state.moved.charged ?? amount.amount;
      return { as: 'charged', amount: charged, currency, tip: Math.min(tip ?? 0, charged), coming };
    }
    case 'capture':
      return { as: 'captured', amount: state.moved.captured ?? amount.amount, currency, tip: 0, coming: false };
    case 'refund':
      return { as: 'refunded', amount: state.moved.refunded ?? amount.amount, currency, tip: 0, coming: false };
    default:
      return null;
  }
}

/** What a refund had moved before it failed, or null. It counts nowhere; the provider's balance names it going and coming. */
export function movedBefore({ kind, state, amount }: Pick<DayOrder, 'kind' | 'state' | 'amount'>): MovedMoney | null {
  if (kind !== 'refund' || state.name !== 'rejected' || !state.was || !amount) return null;
  const refunded = state.was.moved.refunded ?? amount.amount;
  return { as: 'refunded', amount: refunded, currency: amount.currency, tip: 0, coming: false };
}

/** Adds a day up, slice by slice: nothing of what was added is kept but the sums. */
export interface DayFold {
  orders(rows: readonly DayOrder[], damaged: number): void;
  pages(rows: readonly PaidPage[]): void;
  /** `after` the pages: a page's own credit on its bill is not counted once more */
  credits(rows: readonly DayCredit[]): void;
  totals(): DayTotals[];
  counts(): DayCounts;
  /** another whenever anything was added, ended or changed */
  mark(): string;
}

interface Sheet {
  readonly whole: DayFigures;
  readonly providers: Map<ProviderName, DayFigures>;
  readonly staff: Map<string, { name: string; figures: DayFigures }>;
  readonly brands: Map<string, DayFigures>;
  readonly credits: Map<string, { amount: number; count: number }>;
}

export function foldDay(): DayFold {
  const sheets = new Map<string, Sheet>();
  const counts = { orders: 0, moved: 0, open: 0, damaged: 0 };
  const paidOnPages = new Set<string>();
  const seen = { versions: 0, pages: 0, paid: 0, credits: 0, credited: 0 };
  const sheetOf = (currency: string): Sheet => entry(sheets, currency, newSheet);

  return {
    orders(rows, damaged) {
      counts.damaged += damaged;
      counts.orders += damaged;
      for (const row of rows) {
        counts.orders += 1;
        seen.versions += row.version;
        if (isOpen(row.state) || row.state.name === 'needs_person') counts.open += 1;
        const moved = movedOf(row);
        if (!moved) continue;
        counts.moved += 1;
        const sheet = sheetOf(moved.currency);
        for (const figures of [
          sheet.whole,
          entry(sheet.providers, row.provider, noFigures),
          entry(sheet.staff, row.staffId, () => ({ name: row.staffName, figures: noFigures() })).figures,
          entry(
            sheet.brands,
            row.card?.brand ?? (row.card && row.card.kind !== 'card' ? row.card.kind : ''),
            noFigures,
          ),
        ])
          addMoved(figures, moved);
      }
    },
    pages(rows) {
      for (const { provider, amount, currency, paymentId, brand, staffId, staffName } of rows) {
        seen.pages += 1;
        seen.paid += amount;
        if (paymentId !== null) paidOnPages.add(paymentId);
        const sheet = sheetOf(currency);
        for (const figures of [
          sheet.whole,
          entry(sheet.providers, provider, noFigures),
          entry(sheet.staff, staffId, () => ({ name: staffName, figures: noFigures() })).figures,
          entry(sheet.brands, brand, noFigures),
        ]) {
          add(figures.links, amount);
          figures.collected += amount;
        }
      }
    },
    credits(rows) {
      for (const { kind, amount, currency, paymentId } of rows) {
        seen.credits += 1;
        seen.credited += amount;
        if (paymentId !== null && paidOnPages.has(paymentId)) continue;
        add(
          entry(sheetOf(currency).credits, kind, () => ({ amount: 0, count: 0 })),
          amount,
        );
      }
    },
    totals: () =>
      [...sheets].toSorted(([a], [b]) => a.localeCompare(b)).map(([currency, sheet]) => totalsOf(currency, sheet)),
    counts: () => ({ ...counts }),
    mark: () =>
      [counts.orders, seen.versions, seen.pages, seen.paid, seen.credits, seen.credited, counts.damaged].join('-'),
  };
}

function addMoved(figures: DayFigures, { as, amount, tip, coming }: MovedMoney): void {
  add(figures[as], amount);
  figures.collected += as === 'refunded' ? -amount : amount;
  figures.tips += tip;
  if (coming) figures.coming += amount;
}

function add(sum: { amount: number; count: number }, amount: number): void {
  sum.amount += amount;
  sum.count += 1;
}

function noFigures(): DayFigures {
  const none = () => ({ amount: 0, count: 0 });
  return { charged: none(), captured: none(), refunded: none(), links: none(), collected: 0, tips: 0, coming: 0 };
}

function newSheet(): Sheet {
  return { whole: noFigures(), providers: new Map(), staff: new Map(), brands: new Map(), credits: new Map() };
}

function entry<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  const known = map.get(key);
  if (known !== undefined) return known;
  const made = make();
  map.set(key, made);
  return made;
}

function totalsOf(currency: string, { whole, providers, staff, brands, credits }: Sheet): DayTotals {
  const most = (a: { figures: DayFigures }, b: { figures: DayFigures }) => b.figures.collected - a.figures.collected;
  return {
    currency,
    whole,
    providers: (['stripe', 'paysafe'] as const).flatMap((provider) => {
      const figures = providers.get(provider);
      return figures ? [{ provider, figures }] : [];
    }),
    staff: [...staff].map(([staffId, { name, figures }]) => ({ staffId, name, figures })).toSorted(most),
    brands: [...brands].map(([brand, figures]) => ({ brand, figures })).toSorted(most),
    credits: creditKinds.flatMap((kind) => {
      const sum = credits.get(kind);
      return sum ? [{ kind, ...sum }] : [];
    }),
  };
}
