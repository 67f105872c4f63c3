import type { ComparedMoney, MissingPayment } from '../contract/payouts.ts';
import type { ProviderName } from '../contract/provider.ts';
import type { TableCell } from '../contract/table-file.ts';
import { namesTime } from '../../src-renderer/format/payout-lines.ts';
import { wordsOf } from '../../src-renderer/wording/languages.ts';
import { personName, staffWord } from '../../src-renderer/wording/sentences.ts';
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

/** Money of ours that is in no payout; `answer`: what somebody said of it. Minor units; times unix ms. */
interface InNoPayout extends MissingPayment {
  /** of our order, as it is read aloud */
  readonly code: string;
  readonly answer: { readonly reason: string; readonly by: string; readonly at: number } | null;
}

/** How far back our own money is looked for in payouts: what `missingPayments` and `missingAtPaysafe` do. */
const lookedBackDays = 60;

/**
 * What is in no payout although it should be. Above it stands of what nothing is said: days that no statement of Paysafe's covers, and Stripe where its
 * payouts were never read.
 */
export function sayInNoPayout(
  known: { readonly compared: readonly ComparedMoney[]; readonly stripeRead: boolean },
  saying: Saying,
): SaidList<InNoPayout> {
  const { language } = saying;
  const { lists, payouts, shell, statement } = wordsOf(language);
  const c = lists.columns;
  const moment = momentsIn(saying);
  const compared = known.compared.map(({ currency, instrument, spans }) => {
    const days = spans.map(({ from, to }) => statement.comparedSpan(from, to)).join('; ');
    const money = `${statement.instruments[instrument]}, ${currency}`;
    return `${shell.providers.paysafe}, ${statement.comparedDays(money, days === '' ? statement.comparedNone : days)}`;
  });
  return {
    list: 'in_no_payout',
    about: [
      lists.about.lastDays(lookedBackDays),
      ...(known.stripeRead ? [] : [`${shell.providers.stripe}, ${payouts.neverRead}`]),
      ...(compared.length > 0 ? compared : [`${shell.providers.paysafe}, ${payouts.noneCompared}`]),
    ],
    columns: [
      { title: c.date, share: 9 },
      { title: c.time, share: 7 },
      { title: c.reference, share: 10 },
      { title: c.provider, share: 7 },
      { title: c.customer, share: 14 },
      { title: c.amount, share: 9 },
      { title: c.currency, share: 0 },
      { title: c.state, share: 12 },
      { title: c.why, share: 16 },
      { title: c.reason, share: 14 },
      { title: c.by, share: 8 },
      { title: c.answeredOn, share: 9 },
      { title: c.operation, share: 0 },
    ],
    cells(row): TableCell[] {
      const [day, time] = moment(row.at);
      return [
        ...[day, time, row.code, shell.providers[row.provider], personName(row.customerName, language)],
        ...[{ amount: row.amount, currency: row.currency }, row.currency],
        row.answer ? payouts.missingStates.answered : payouts.missingStates.open,
        payouts.why[row.why],
        row.answer?.reason ?? null,
        row.answer ? staffWord(row.answer.by, language) : null,
        row.answer ? moment(row.answer.at)[0] : null,
        row.operationId,
      ];
    },
  };
}
