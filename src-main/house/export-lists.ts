import type { AskedList } from '../contract/export.ts';
import type { HoldQuestion } from '../contract/hold-review.ts';
import type { Saying } from '../said/saying.ts';
import { listBills } from './bills.ts';
import { monthOf } from './calendar.ts';
import type { Slice, Source } from './export-sources.ts';
import { countHolds, listHolds } from './hold-review.ts';
import { readyVisits } from './ready.ts';
import { listAge } from './status.ts';
import type { World } from './world.ts';

type Asked<Name extends AskedList['list']> = Extract<AskedList, { readonly list: Name }>;

/** So many rows are read in one look at the copy of the providers' lists, in which nothing changes: all of them in most houses. */
const customersAtOnce = 5000;
const holdsAtOnce = 2000;

/** Everybody that a search of the customer list finds. */
export async function customersSource(
  world: World,
  { search, filter }: Asked<'customers'>,
  saying: Saying,
): Promise<Source> {
  const { sayCustomers } = await import('../said/lists.ts');
  const said = sayCustomers({ search, filter }, saying);
  const month = monthOf(saying.now, saying.timeZone);
  const page = async (offset: number, limit: number) =>
    (await world.mirror.customers({ search, filter, month, offset, limit })).rows;
  return {
    said,
    days: null,
    of: (await world.mirror.customers({ search, filter, month, offset: 0, limit: 1 })).total,
    asOf: await listAge(world),
    unsound: false,
    slices: () => inPages({ page, atOnce: customersAtOnce, cells: said.cells }),
    detail: {},
  };
}

/** Holds as the review queue shows them, in its order. */
export async function holdsSource(world: World, question: HoldQuestion, saying: Saying): Promise<Source> {
  const { sayHolds } = await import('../said/lists.ts');
  const people = new Map((await world.session.people.list()).map(({ id, name }) => [id, name]));
  const said = sayHolds({ question, people, currency: world.settings.now().currency }, saying);
  const counted = await countHolds(world, question);
  const page = async (offset: number, limit: number) => {
    const reply = await listHolds(world, { ...question, offset, limit });
    return reply.ok ? reply.value.rows : [];
  };
  return {
    said,
    days: null,
    of: counted.ok ? counted.value.matching : 0,
    asOf: await listAge(world),
    unsound: false,
    slices: () => inPages({ page, atOnce: holdsAtOnce, cells: said.cells }),
    detail: {},
  };
}

/** The visits of some days. */
export async function billsSource(world: World, { from, to }: Asked<'bills'>, saying: Saying): Promise<Source> {
  const { sayBills } = await import('../said/lists.ts');
  const said = sayBills({ from, to }, saying);
  const reply = await listBills(world, { from, to });
  const rows = reply.ok ? reply.value.rows : [];
  return {
    said,
    days: from === to ? from : `${from}_${to}`,
    of: rows.length,
    asOf: null,
    unsound: false,
    slices: () => inOne(rows.map((row) => said.cells(row))),
    detail: { from, to },
  };
}

/** The visits of the days to come that are not paid. */
export async function readySource(world: World, { days }: Asked<'ready'>, saying: Saying): Promise<Source> {
  const { sayReady } = await import('../said/lists.ts');
  const said = sayReady({ days }, saying);
  const reply = await readyVisits(world, { days });
  const list = reply.ok ? reply.value : { from: '', to: '', rows: [], asOf: null };
  return {
    said,
    days: list.from === list.to ? list.from : `${list.from}_${list.to}`,
    of: list.rows.length,
    asOf: list.asOf,
    unsound: false,
    slices: () => inOne(list.rows.map((row) => said.cells(row))),
    detail: { from: list.from, to: list.to },
  };
}

async function* inOne(cells: Slice['cells']): AsyncGenerator<Slice> {
  yield { cells, damaged: 0 };
}

/** Page after page of a list that others may change meanwhile: a row that comes twice says that it has, and is written once. */
async function* inPages<Row extends { readonly id: string }>({
  page,
  atOnce,
  cells,
}: {
  readonly page: (offset: number, limit: number) => Promise<readonly Row[]>;
  readonly atOnce: number;
  readonly cells: (row: Row) => Slice['cells'][number];
}): AsyncGenerator<Slice> {
  let before = new Set<string>();
  for (let offset = 0; ; offset += atOnce) {
    const rows = await page(offset, atOnce);
    const fresh = rows.filter(({ id }) => !before.has(id));
    yield { cells: fresh.map(cells), damaged: 0, changed: fresh.length < rows.length };
    if (rows.length < atOnce) return;
    before = new Set(rows.map(({ id }) => id));
  }
}
