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
      return `${isOpen} AND h.deadline < @dayEnd + 86400000`;
    case 'lapsed':
      return hasLapsed;
    case 'checking':
      return isShown;
    default:
      return impossible(filter);
  }
}

/** Columns of the index that is read, in its order; nothing else is sorted. */
const orders = {
  deadline: ['deadline', 'id'],
  amount: ['amount', 'deadline', 'id'],
  customer: ['name', 'deadline', 'id'],
  provider: ['provider', 'deadline', 'id'],
  staff: ['staff', 'deadline', 'id'],
  placed: ['placed', 'id'],
} as const satisfies Record<HoldSort['by'], readonly string[]>;

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

  return {
    holds: (question) => {
      estimates.follow(question.holdDays);
      const order = inOrder(question.sort ?? { by: 'deadline', down: false });
      const { parts, values } = narrowed(question);
      const where = [condition(question.filter), ...parts].join(' AND ');
      const text = `SELECT ${columns} FROM (SELECT h.* FROM hold h WHERE ${where} ORDER BY ${order} LIMIT @limit OFFSET @offset) h
        CROSS JOIN payment p ON p.id = h.id LEFT JOIN nickname n ON n.card_id = p.card_id LEFT JOIN person ON person.key = h.person
        ORDER BY ${order}`;
      const { limit, offset } = question;
      const rows = statement(text).all({ ...values, limit, offset }) as HoldDbRow[];
      return rows.map((row) => toHold(row, question));
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
  return { parts, values: { ...times(question), provider, staffId, least, most, currency, ...lists } };
}
