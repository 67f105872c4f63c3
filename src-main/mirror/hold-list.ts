import type Database from 'better-sqlite3';
import { impossible } from '../contract/impossible.ts';
import type { HoldFilter, HoldSort } from '../contract/hold-review.ts';
import type { HoldEstimates } from './hold-estimates.ts';
import { hasLapsed, isOpen, times, toHold, type HoldDbRow } from './holds.ts';
import { paymentColumns } from './rows.ts';
import type { HoldRow, HoldsPage, HoldsQuestion, ListedCounts, Placer } from './shapes.ts';

type Values = Readonly<Record<string, string | number | null>>;

const isShown = `((${isOpen}) OR ${hasLapsed})`;

function condition(filter: HoldFilter): string {
  switch (filter) {
    case 'open':
      return isOpen;
    case 'today':
      return `${isOpen} AND h.deadline < @dayEnd`;
    case 'two_days':
      return `${isOpen} AND h.deadline < @nextDayEnd`;
    case 'lapsed':
      return hasLapsed;
    case 'checking':
      return isShown;
    default:
      return impossible(filter);
  }
}

/** Columns of the index that is read, in its order; nothing else is sorted. In the order of their state holds come group by group, each by deadline. */
const orders = {
  deadline: ['deadline', 'id'],
  amount: ['amount', 'deadline', 'id'],
  customer: ['name', 'deadline', 'id'],
  provider: ['provider', 'deadline', 'id'],
  staff: ['staff', 'deadline', 'id'],
  placed: ['placed', 'id'],
  state: ['deadline', 'id'],
} as const satisfies Record<HoldSort['by'], readonly string[]>;

/** Where holds are read from: all of them, or those that are named in `@busy`, looked up one by one. */
const everywhere = 'hold h';
const amongBusy =
  '(SELECT DISTINCT value AS busy_id FROM json_each(@busy)) busy CROSS JOIN hold h ON h.id = busy.busy_id';

interface Group {
  readonly from: string;
  readonly where: string;
}

/** The states in the order in which a list shows them, as far as the filter finds any of them. */
function groupsOf({ filter, busy = [] }: HoldsPage): Group[] {
  const rest = busy.length === 0 ? '' : ' AND h.id NOT IN (SELECT value FROM json_each(@busy))';
  const checking = { from: amongBusy, where: condition(filter) };
  const open = { from: everywhere, where: `${filter === 'checking' ? isOpen : condition(filter)}${rest}` };
  const lapsed = { from: everywhere, where: `${hasLapsed}${rest}` };
  return [
    ...(busy.length === 0 ? [] : [checking]),
    ...(filter === 'lapsed' ? [] : [open]),
    ...(filter === 'lapsed' || filter === 'checking' ? [lapsed] : []),
  ];
}

/** Nearly everybody has a line in the list of people: only for others their record is looked up. */
const columns = `${paymentColumns},
  coalesce(person.name, (SELECT c.name FROM customer c WHERE c.id = p.customer_id)) AS customer_name,
  coalesce(person.phone, (SELECT c.phone FROM customer c WHERE c.id = p.customer_id)) AS customer_phone`;

const inOrder = ({ by, down }: HoldSort): string =>
  orders[by].map((column) => `h.${column}${down ? ' DESC' : ''}`).join(', ');

/** The list of holds and what is counted of it. The first page is read from the end of an index: of ten thousand as of a hundred. */
export function makeHoldList(
  database: Database.Database,
  estimates: HoldEstimates,
): {
  readonly holds: (question: HoldsPage) => HoldRow[];
  readonly holdCounts: (question: HoldsQuestion) => ListedCounts;
  readonly setPlacers: (placers: readonly Placer[]) => void;
} {
  const prepared = new Map<string, Database.Statement<[Values]>>();
  const statement = (text: string): Database.Statement<[Values]> => {
    const known = prepared.get(text) ?? database.prepare<[Values]>(text);
    prepared.set(text, known);
    return known;
  };
  const addPlacer = database.prepare<[Placer]>(
    'INSERT INTO placer (key, staff_id, staff_name) VALUES (@key, @staffId, @staffName) ON CONFLICT DO NOTHING',
  );

  function pageOf(question: HoldsPage, group: Group): HoldRow[] {
    const order = inOrder(question.sort ?? { by: 'deadline', down: false });
    const { parts, values } = narrowed(question);
    const where = [group.where, ...parts].join(' AND ');
    const text = `SELECT ${columns} FROM (SELECT h.* FROM ${group.from} WHERE ${where} ORDER BY ${order} LIMIT @limit OFFSET @offset) h
      CROSS JOIN payment p ON p.id = h.id LEFT JOIN nickname n ON n.card_id = p.card_id LEFT JOIN person ON person.key = h.person
      ORDER BY ${order}`;
    const { limit, offset, busy = [] } = question;
    const rows = statement(text).all({ ...values, limit, offset, busy: JSON.stringify(busy) }) as HoldDbRow[];
    return rows.map((row) => toHold(row, question));
  }
  function sizeOf(question: HoldsPage, group: Group): number {
    const { parts, values } = narrowed(question);
    const text = `SELECT count(*) FROM ${group.from} WHERE ${[group.where, ...parts].join(' AND ')}`;
    return Number(
      statement(text)
        .pluck()
        .get({ ...values, busy: JSON.stringify(question.busy ?? []) }),
    );
  }

  return {
    holds: (question) => {
      estimates.follow(question.holdDays);
      const { sort = { by: 'deadline', down: false }, limit, offset } = question;
      if (sort.by !== 'state') return pageOf(question, { from: everywhere, where: condition(question.filter) });
      const groups = sort.down ? groupsOf(question).toReversed() : groupsOf(question);
      const rows: HoldRow[] = [];
      let skip = offset;
      for (const group of groups) {
        if (rows.length === limit) break;
        const found = pageOf({ ...question, limit: limit - rows.length, offset: skip }, group);
        skip = found.length > 0 ? 0 : Math.max(0, skip - sizeOf(question, group));
        rows.push(...found);
      }
      return rows;
    },

    holdCounts: (question) => {
      estimates.follow(question.holdDays);
      const { parts, values } = narrowed(question);
      const count = (...where: readonly string[]): number =>
        Number(
          statement(`SELECT count(*) FROM hold h WHERE ${where.join(' AND ')}`)
            .pluck()
            .get(values),
        );
      const of = (filter: HoldFilter): number => count(condition(filter), ...parts);
      return {
        matching: of(question.filter),
        all: count(isShown),
        open: of('open'),
        today: of('today'),
        twoDays: of('two_days'),
        lapsed: of('lapsed'),
      };
    },

    setPlacers: database.transaction((placers: readonly Placer[]) => {
      for (const placer of placers) addPlacer.run(placer);
    }),
  };
}

/** What is asked beside the filter: conditions that are named only where something is asked, so that each has its own best way. */
function narrowed(question: HoldsQuestion): { readonly parts: readonly string[]; readonly values: Values } {
  const { provider, staffId = null, least = null, most = null, currency = null, only = null, except = null } = question;
  const parts: string[] = [];
  if (provider !== null) parts.push('h.provider = @provider');
  if (staffId !== null) parts.push('h.staff_id = @staffId');
  if (least !== null) parts.push('h.amount >= @least');
  if (most !== null) parts.push('h.amount <= @most');
  if (currency !== null && (least !== null || most !== null))
    parts.push('EXISTS (SELECT 1 FROM payment money WHERE money.id = h.id AND money.currency = @currency)');
  if (only !== null) parts.push('h.id IN (SELECT value FROM json_each(@only))');
  if (except !== null) parts.push('h.id NOT IN (SELECT value FROM json_each(@except))');
  const lists = { only: only && JSON.stringify(only), except: except && JSON.stringify(except) };
  const { nextDayEnd } = question;
  return { parts, values: { ...times(question), nextDayEnd, provider, staffId, least, most, currency, ...lists } };
}
