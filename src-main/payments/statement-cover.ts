/** A payment, or money that went back, that a statement names. `day`: days since 1970, as the file has it. */
export interface StatementDay {
  readonly statement: string;
  /** unix ms that stand for that day */
  readonly at: number;
  readonly day: number;
  readonly currency: string;
  /** by what it may be one of our orders; none where it went back */
  readonly names: readonly string[];
}

/** Which money an account of the provider's is about: Paysafe keeps cards and bank debits, and each currency, in accounts of their own. */
export interface MoneyKind {
  readonly currency: string;
  readonly instrument: 'card' | 'bank';
}

/** An order of ours that took money. `day`: days since 1970, in the house's time zone. */
export interface TakenOrder extends MoneyKind {
  readonly id: string;
  readonly at: number;
  readonly day: number;
  readonly names: readonly string[];
}

/** Days (first and last) of which our orders of that money were compared with the statements. */
export interface ComparedMoney extends MoneyKind {
  readonly spans: readonly { readonly from: number; readonly to: number }[];
}

export interface StatementCover {
  /** ids of orders that the statements of their days do not name */
  readonly missing: readonly string[];
  /** of each money that we took */
  readonly compared: readonly ComparedMoney[];
}

/** A statement may name the day on which a movement was ordered, booked or paid out, and a bank takes its time: nothing is said of the last days that it covers. */
const unsureDays: Readonly<Record<MoneyKind['instrument'], number>> = { card: 7, bank: 14 };
/** A long weekend. A file that nobody brought in would be about more days than that, or have lines. */
const mostClosedDays = 4;

/**
 * Which of our orders the statements of their days leave out, and of which days that can be said at all. Each money by itself: a file tells of a currency
 * where it has lines in it, and of cards or bank debits where it names an order of ours that was one; a file that names none of ours is taken for one of
 * cards, as most are. Nothing is said of money of which no file of those days ever named an order of ours.
 *
 * Files meet over days that need no line: days on which we took none of that money, up to a long weekend, and days of which an order of ours is named by
 * a line of another day. A day of ours that no line names parts them: its file may not have been brought in.
 * @param lines of clients' payments
 * @param orders of which nothing was called off
 */
export function compareWithStatements(lines: readonly StatementDay[], orders: readonly TakenOrder[]): StatementCover {
  const named = new Set(lines.flatMap(({ names }) => names));
  const isNamed = (order: TakenOrder): boolean => order.names.some((name) => named.has(name));
  const money = Map.groupBy(orders, ({ currency, instrument }) => `${currency} ${instrument}`);
  const instruments = instrumentsOf(lines, orders);
  const missing: string[] = [];
  const compared: ComparedMoney[] = [];
  for (const own of money.values()) {
    const [first] = own;
    if (!first) continue;
    const { currency, instrument } = first;
    const unsure = unsureDays[instrument];
    const files = filesOf(lines, currency).filter(({ statement }) => {
      const named = instruments.get(`${currency} ${statement}`);
      return named ? named.has(instrument) : instrument === 'card';
    });
    const ownDays = Map.groupBy(own, ({ day }) => day);
    const needsLine = (day: number): boolean => ownDays.get(day)?.every((order) => !isNamed(order)) ?? false;
    const isFree = (day: number): boolean => !ownDays.has(day);
    const spans = joined(files, { needsLine, isFree })
      .filter(({ ids }) => ids.some((id) => instruments.get(`${currency} ${id}`)?.has(instrument)))
      .filter(({ from, to }) => from.day <= to - unsure);
    for (const order of own)
      if (!isNamed(order) && spans.some(({ from, to }) => order.at >= from.at && order.day <= to - unsure))
        missing.push(order.id);
    compared.push({ currency, instrument, spans: spans.map(({ from, to }) => ({ from: from.day, to: to - unsure })) });
  }
  return { missing, compared };
}

/** By currency and statement, whether the orders of ours that it names were of cards or of bank accounts. */
function instrumentsOf(
  lines: readonly StatementDay[],
  orders: readonly TakenOrder[],
): Map<string, Set<MoneyKind['instrument']>> {
  const byName = new Map(orders.flatMap((order) => order.names.map((name) => [name, order.instrument] as const)));
  const found = new Map<string, Set<MoneyKind['instrument']>>();
  for (const { statement, currency, names } of lines)
    for (const name of names) {
      const instrument = byName.get(name);
      if (instrument === undefined) continue;
      const place = `${currency} ${statement}`;
      found.set(place, (found.get(place) ?? new Set()).add(instrument));
    }
  return found;
}

interface FileDays {
  readonly statement: string;
  readonly from: { readonly at: number; readonly day: number };
  readonly to: number;
}

/** The first and the last day of each statement's lines in that currency, in the order in which they begin. */
function filesOf(lines: readonly StatementDay[], currency: string): FileDays[] {
  const files = Map.groupBy(
    lines.filter((line) => line.currency === currency),
    ({ statement }) => statement,
  );
  return [...files]
    .map(([statement, own]) => {
      const first = own.reduce((least, line) => (line.at < least.at ? line : least));
      return { statement, from: { at: first.at, day: first.day }, to: Math.max(...own.map(({ day }) => day)) };
    })
    .toSorted((a, b) => a.from.day - b.from.day);
}

interface Span {
  readonly from: FileDays['from'];
  readonly to: number;
  readonly ids: readonly string[];
}

function joined(
  files: readonly FileDays[],
  { needsLine, isFree }: { readonly needsLine: (day: number) => boolean; readonly isFree: (day: number) => boolean },
): Span[] {
  const meets = (last: number, next: number): boolean => {
    let free = 0;
    for (let day = last + 1; day < next; day += 1) {
      free = isFree(day) ? free + 1 : 0;
      if (needsLine(day) || free > mostClosedDays) return false;
    }
    return true;
  };
  const spans: Span[] = [];
  for (const { statement, from, to } of files) {
    const last = spans.at(-1);
    if (last && meets(last.to, from.day))
      spans[spans.length - 1] = { from: last.from, to: Math.max(last.to, to), ids: [...last.ids, statement] };
    else spans.push({ from, to, ids: [statement] });
  }
  return spans;
}
