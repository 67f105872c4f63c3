import type { AskedList } from '../../contract/export.ts';
import type { Failure } from '../../contract/failure.ts';
import type { HoldQuestion } from '../../contract/hold-review.ts';
import type { Saying } from '../../said/saying.ts';
import { listBills } from '../bills/bills.ts';
import { monthOf } from '../days/calendar.ts';
import { inOne, isDamaged, namedDays, type Source } from './export-sources.ts';
import { countHolds } from '../holds/hold-choice.ts';
import { allHolds } from '../holds/hold-review.ts';
import { readyVisits } from '../bills/ready.ts';
import { listAge } from '../status.ts';
import type { World } from '../world.ts';

type Asked<Name extends AskedList['list']> = Extract<AskedList, { readonly list: Name }>;

/** Everybody that a search of the customer list finds at the moment the file is begun. */
export async function customersSource(
  world: World,
  { search, filter }: Asked<'customers'>,
  saying: Saying,
): Promise<Source> {
  const { sayCustomers } = await import('../../said/lists.ts');
  const said = sayCustomers({ search, filter }, saying);
  const month = monthOf(saying.now, saying.timeZone);
  return {
    said,
    days: null,
    of: (await world.mirror.customers({ search, filter, month, offset: 0, limit: 1 })).total,
    asOf: await listAge(world),
    unsound: () => false,
    async *slices() {
      for (const rows of await world.mirror.allCustomers({ search, filter, month })) {
        yield { cells: rows.map(said.cells), damaged: 0 };
        // Slices are at hand at once: whoever uses the desk meanwhile has a turn between two of them.
        await new Promise(setImmediate);
      }
    },
    detail: {},
  };
}

/** Holds as the review queue shows them, in its order, at the moment the file is begun. */
export async function holdsSource(world: World, question: HoldQuestion, saying: Saying): Promise<Source> {
  const { sayHolds } = await import('../../said/lists.ts');
  const people = new Map((await world.session.people.list()).map(({ id, name }) => [id, name]));
  const said = sayHolds({ question, people, currency: world.settings.now().currency }, saying);
  const counted = await countHolds(world, question);
  return {
    said,
    days: null,
    of: counted.ok ? counted.value.matching : 0,
    asOf: await listAge(world),
    unsound: () => isDamaged(world),
    async *slices() {
      for await (const rows of allHolds(world, question)) yield { cells: rows.map(said.cells), damaged: 0 };
    },
    detail: {},
  };
}

/** The visits of some days. */
export async function billsSource(
  world: World,
  { from, to }: Asked<'bills'>,
  saying: Saying,
): Promise<Source | Failure> {
  const { sayBills } = await import('../../said/lists.ts');
  const said = sayBills({ from, to }, saying);
  const reply = await listBills(world, { from, to });
  if (!reply.ok) return reply.failure;
  const { rows } = reply.value;
  return {
    said,
    days: namedDays(from, to),
    of: rows.length,
    asOf: null,
    unsound: () => isDamaged(world),
    slices: () => inOne(rows.map((row) => said.cells(row))),
    detail: { from, to },
  };
}

/** The visits of the days to come that are not paid. */
export async function readySource(world: World, { days }: Asked<'ready'>, saying: Saying): Promise<Source | Failure> {
  const { sayReady } = await import('../../said/lists.ts');
  const said = sayReady({ days }, saying);
  const reply = await readyVisits(world, { days });
  if (!reply.ok) return reply.failure;
  const list = reply.value;
  return {
    said,
    days: namedDays(list.from, list.to),
    of: list.rows.length,
    asOf: list.asOf,
    unsound: () => isDamaged(world),
    slices: () => inOne(list.rows.map((row) => said.cells(row))),
    detail: { from: list.from, to: list.to },
  };
}
