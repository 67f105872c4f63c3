import type { BillRow } from '../contract/bill.ts';
import type { CustomerRow } from '../contract/customer.ts';
import type { HoldQuestion, ReviewedHold } from '../contract/hold-review.ts';
import type { Money } from '../contract/money.ts';
import type { ReadyRow, ReadySpan } from '../contract/ready.ts';
import type { TableCell } from '../contract/table-file.ts';
import { formatMoney } from '../../src-renderer/format/money.ts';
import { billStateWords } from '../../src-renderer/wording/bill-state.ts';
import { wordsOf } from '../../src-renderer/wording/languages.ts';
import { reasonWords } from '../../src-renderer/wording/ready.ts';
import { cardName, personName } from '../../src-renderer/wording/sentences.ts';
import { momentsIn, type SaidList, type Saying } from './saying.ts';

const said = (words: readonly (string | null | undefined | false)[]): string[] =>
  words.filter((one): one is string => typeof one === 'string' && one !== '');
const counted = (count: number): string | null => (count === 0 ? null : String(count));

/** Everybody that a search finds. Of a card there are its last four digits, and nothing else of its number. */
export function sayCustomers(
  { search, filter }: { readonly search: string; readonly filter: 'all' | 'holds' | 'cards' },
  { language }: Saying,
): SaidList<CustomerRow> {
  const { customers, lists, shell } = wordsOf(language);
  const c = lists.columns;
  return {
    list: 'customers',
    about: said([
      filter === 'holds' && customers.holds,
      filter === 'cards' && customers.cardsToFix,
      search.trim() !== '' && lists.about.search(search.trim()),
    ]),
    columns: [
      { title: c.name, share: 20 },
      { title: c.phone, share: 13 },
      { title: c.email, share: 22 },
      { title: c.at, share: 12 },
      { title: c.cards, share: 14 },
      { title: c.cardState, share: 11 },
      { title: c.openHolds, share: 8 },
    ],
    cells: (row): TableCell[] => [
      personName(row.name, language),
      row.phone,
      row.email,
      row.providers.map((one) => shell.providers[one]).join(', '),
      row.lastFours.map((four) => `•••• ${four}`).join(', '),
      lists.cardStates[row.cardState],
      counted(row.openHolds),
    ],
  };
}

/** Holds as somebody asked for them. @param people names by id, for the filter's own words */
export function sayHolds(
  {
    question,
    people,
    currency,
  }: { readonly question: HoldQuestion; readonly people: ReadonlyMap<string, string>; readonly currency: string },
  saying: Saying,
): SaidList<ReviewedHold> {
  const { language } = saying;
  const { holds, lists, shell } = wordsOf(language);
  const c = lists.columns;
  const moment = momentsIn(saying);
  const money = (amount: number): string => formatMoney({ amount, currency }, language);
  const { filter, provider, staffId, least, most, plan, sort } = question;
  const shown = { open: holds.all, today: holds.today, two_days: holds.twoDays, lapsed: holds.lapsedPill } as const;
  const when = (at: number): string => {
    const [day, time] = moment(at);
    return `${day} ${time.slice(0, 5)}`;
  };
  return {
    list: 'holds',
    about: said([
      filter === 'checking' ? holds.checkingPill : filter !== 'open' && shown[filter],
      provider && shell.providers[provider],
      staffId && lists.about.person(people.get(staffId) ?? staffId),
      (least != null || most != null) && lists.about.amountsIn(currency),
      least != null && lists.about.atLeast(money(least)),
      most != null && lists.about.atMost(money(most)),
      plan && lists.about.plan(plan === 'none' ? holds.noPlan : holds.plans[plan]),
      sort && lists.about.sorted(lists.sorts[sort.by]),
    ]),
    columns: [
      { title: c.customer, share: 15 },
      { title: c.card, share: 9 },
      { title: c.provider, share: 9 },
      { title: c.lapses, share: 12 },
      { title: c.held, share: 8 },
      { title: c.capturable, share: 9 },
      { title: c.currency, share: 0 },
      { title: c.placed, share: 12 },
      { title: c.by, share: 8 },
      { title: c.bill, share: 10 },
      { title: c.plan, share: 10 },
      { title: c.notes, share: 16 },
    ],
    cells(row): TableCell[] {
      const { deadline, state, unheard, plan: planned, bill } = row;
      // An estimate has no hour: the provider gives no date at all.
      const lapses =
        deadline && (deadline.estimated ? `${moment(deadline.at)[0]} (${holds.estimate})` : when(deadline.at));
      return [
        personName(row.customerName, language),
        row.card ? cardName(row.card, language) : null,
        shell.providers[row.provider],
        state === 'lapsed' ? (unheard ? holds.shouldHaveLapsed : holds.lapsed) : (lapses ?? holds.noDate),
        row.authorized,
        row.capturable,
        row.authorized.currency,
        when(row.placedAt),
        row.placedBy ?? holds.elsewhere,
        bill ? `${bill.code} ${bill.service}`.trim() : null,
        planned && said([holds.plans[planned.plan], planned.dueDay, planned.staffName]).join(', '),
        row.notes.map(({ text, staffName }) => `${text} (${staffName})`).join(' · '),
      ];
    },
  };
}

const visitWords = ({ visit }: Pick<BillRow, 'visit'>): TableCell[] => [visit.day, visit.time];

/** The visits of some days, each with what it costs and what is left to pay. */
export function sayBills(
  days: { readonly from: string; readonly to: string },
  { language }: Saying,
): SaidList<BillRow> {
  const { lists } = wordsOf(language);
  const c = lists.columns;
  return {
    list: 'bills',
    about: [lists.about.days(days.from, days.to)],
    columns: [
      { title: c.date, share: 8 },
      { title: c.time, share: 5 },
      { title: c.bill, share: 8 },
      { title: c.customer, share: 15 },
      { title: c.visit, share: 16 },
      { title: c.withWhom, share: 8 },
      { title: c.total, share: 8 },
      { title: c.tips, share: 7 },
      { title: c.paid, share: 8 },
      { title: c.held, share: 7 },
      { title: c.remaining, share: 8 },
      { title: c.currency, share: 0 },
      { title: c.state, share: 14 },
      { title: c.note, share: 0 },
    ],
    cells(row): TableCell[] {
      const money = (amount: number): Money => ({ amount, currency: row.currency });
      const some = (amount: number): Money | null => (amount === 0 ? null : money(amount));
      return [
        ...visitWords(row),
        row.code,
        row.customerName,
        row.visit.service,
        row.visit.withWhom,
        money(row.total),
        some(row.tips),
        money(row.paid),
        some(row.held),
        money(row.remaining),
        row.currency,
        billStateWords(row, language),
        row.note,
      ];
    },
  };
}

/** The visits to come that are not paid, each with all that stands in the way of its card. */
export function sayReady({ days }: { readonly days: ReadySpan }, saying: Saying): SaidList<ReadyRow> {
  const { language } = saying;
  const { lists, ready } = wordsOf(language);
  const c = lists.columns;
  return {
    list: 'ready',
    about: [ready.spans[days]],
    columns: [
      { title: c.date, share: 8 },
      { title: c.time, share: 5 },
      { title: c.bill, share: 8 },
      { title: c.customer, share: 15 },
      { title: c.visit, share: 16 },
      { title: c.email, share: 0 },
      { title: c.remaining, share: 8 },
      { title: c.currency, share: 0 },
      { title: c.card, share: 11 },
      { title: c.why, share: 22 },
      { title: c.next, share: 12 },
    ],
    cells: (row): TableCell[] => [
      ...visitWords(row),
      row.code,
      row.customerName,
      row.visit.service,
      row.email,
      { amount: row.remaining, currency: row.currency },
      row.currency,
      row.card ? cardName(row.card.label, language) : null,
      row.reasons.length === 0 ? ready.works : row.reasons.map((one) => reasonWords(one, row, saying)).join(', '),
      row.next === 'none' ? null : ready.next[row.next],
    ],
  };
}
