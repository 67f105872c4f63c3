import type { ProviderName } from '../contract/provider.ts';
import type { TableCell } from '../contract/table-file.ts';
import { namesTime } from '../../src-renderer/format/payout-lines.ts';
import { wordsOf } from '../../src-renderer/wording/languages.ts';
import { momentsIn, type SaidList, type Saying } from './saying.ts';

/**
 * A line of a payout with what explains it. Minor units; times unix ms. `at`: of a line of Paysafe's the noon of its day, said without a time. `fee` and
 * `net` null: its statement says none. `state` null: the lines of this payout were not read yet.
 */
export interface PayoutLine {
  readonly provider: ProviderName;
  /** the provider's id of the payout, or what a statement calls it */
  readonly payout: string;
  readonly arrivesAt: number;
  readonly id: string | null;
  readonly at: number | null;
  readonly type: string | null;
  readonly description: string | null;
  readonly amount: number;
  readonly fee: number | null;
  readonly net: number | null;
  readonly currency: string;
  readonly state: 'ours' | 'matched' | 'explained' | 'before' | 'odd' | 'other' | null;
  readonly bill: string | null;
  readonly reason: string | null;
  readonly by: string | null;
}

/** Every line of the payouts of some days, of both providers, with its fee and what explains it. */
export function sayPayouts(days: { readonly from: string; readonly to: string }, saying: Saying): SaidList<PayoutLine> {
  const { lists, payouts, shell } = wordsOf(saying.language);
  const c = lists.columns;
  const moment = momentsIn(saying);
  return {
    list: 'payouts',
    about: [lists.about.days(days.from, days.to)],
    columns: [
      { title: c.arrives, share: 9 },
      { title: c.provider, share: 6 },
      { title: c.payout, share: 0 },
      { title: c.date, share: 9 },
      { title: c.time, share: 7 },
      { title: c.what, share: 8 },
      { title: c.details, share: 13 },
      { title: c.amount, share: 9 },
      { title: c.fee, share: 7 },
      { title: c.net, share: 9 },
      { title: c.currency, share: 0 },
      { title: c.match, share: 10 },
      { title: c.bill, share: 8 },
      { title: c.reason, share: 11 },
      { title: c.by, share: 7 },
      { title: c.lineOf, share: 0 },
    ],
    cells(row): TableCell[] {
      const money = (amount: number | null) => (amount === null ? null : { amount, currency: row.currency });
      const [day, time] = row.at === null ? [null, null] : moment(row.at);
      return [
        moment(row.arrivesAt)[0],
        shell.providers[row.provider],
        row.payout,
        ...[day, namesTime(row.provider) ? time : null],
        row.type,
        row.description,
        money(row.amount),
        money(row.fee),
        money(row.net),
        row.currency,
        row.state === null ? payouts.unread : payouts.states[row.state],
        row.bill,
        row.reason,
        row.by,
        row.id,
      ];
    },
  };
}
