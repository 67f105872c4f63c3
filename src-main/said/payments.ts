import type { OperationView, OrderFilter } from '../contract/operation.ts';
import type { TableCell } from '../contract/table-file.ts';
import { orderFilterWords } from '../../src-renderer/wording/order-filters.ts';
import { operationStateWords } from '../../src-renderer/wording/operation-state.ts';
import { wordsOf } from '../../src-renderer/wording/languages.ts';
import { momentsIn, type SaidList, type Saying } from './saying.ts';

export interface PaymentLine {
  readonly order: OperationView;
  /** what the provider says it moved, below zero for a refund; null: nothing */
  readonly moved: { readonly amount: number; readonly currency: string; readonly tip: number } | null;
}

interface AskedPayments {
  readonly days: { readonly from: string; readonly to: string };
  /** the filters of the screen; absent: every order */
  readonly only?: OrderFilter | undefined;
  /** names by id */
  readonly people: ReadonlyMap<string, string>;
}

/** Orders of some days, each with what it moved. */
export function sayPayments({ days, only, people }: AskedPayments, saying: Saying): SaidList<PaymentLine> {
  const { language } = saying;
  const { lists, outcomes, shell } = wordsOf(language);
  const c = lists.columns;
  const moment = momentsIn(saying);
  return {
    list: 'payments',
    about: [lists.about.days(days.from, days.to), ...(only ? orderFilterWords(only, people, language) : [])],
    columns: [
      { title: c.date, share: 7 },
      { title: c.time, share: 5.5 },
      { title: c.reference, share: 10.5 },
      { title: c.what, share: 8 },
      { title: c.state, share: 11 },
      { title: c.provider, share: 8.5 },
      { title: c.customer, share: 12.5 },
      { title: c.card, share: 9 },
      { title: c.asked, share: 7.5 },
      { title: c.moved, share: 7.5 },
      { title: c.tip, share: 6 },
      { title: c.currency, share: 0 },
      { title: c.by, share: 7 },
      { title: c.desk, share: 0 },
      { title: c.note, share: 0 },
      { title: c.atProvider, share: 0 },
      { title: c.operation, share: 0 },
    ],
    cells({ order, moved }): TableCell[] {
      const { state, card, amount } = order;
      const [date, time] = moment(order.createdAt);
      return [
        date,
        time.slice(0, 5),
        order.code,
        outcomes.kind[order.kind],
        operationStateWords(order, language),
        shell.providers[order.provider],
        order.customerName,
        card ? `${card.brand ?? card.kind} ${card.lastFour}` : null,
        amount,
        moved && { amount: moved.amount, currency: moved.currency },
        moved && moved.tip > 0 ? { amount: moved.tip, currency: moved.currency } : null,
        amount?.currency ?? null,
        order.staffName,
        order.desk,
        order.note,
        'reference' in state ? state.reference : null,
        order.id,
      ];
    },
  };
}
