import type { AskedList } from '../../contract/export.ts';
import { refused, type Failure } from '../../contract/failure.ts';
import { holdDaysOf } from '../../contract/hold-days.ts';
import { holdView, isHold, paymentView } from '../../mirror/views.ts';
import type { PaymentRecord } from '../../payments/records.ts';
import type { Saying } from '../../said/saying.ts';
import { everyBillOfCustomer } from '../bills/bills.ts';
import { inOne, isDamaged, type Source } from './export-sources.ts';
import { reviewed } from '../holds/hold-review.ts';
import { listAge } from '../status.ts';
import type { World } from '../world.ts';

type Asked = Extract<AskedList, { readonly customerId: string }>;

/** What hangs on one person, all of it: their screen shows the newest of many. */
export async function personSource(
  world: World,
  { list, customerId }: Asked,
  saying: Saying,
): Promise<Source | Failure> {
  const name = await nameOf(world, customerId);
  if (name === null) return refused('unknown_id').failure;
  const { sayPersonBills, sayPersonHolds, sayPersonPayments } = await import('../../said/person.ts');
  if (list === 'person_bills') {
    const said = sayPersonBills({ name }, saying);
    const rows = await everyBillOfCustomer(world, customerId);
    return {
      ...whole(said, rows.map(said.cells)),
      asOf: null,
      unsound: () => isDamaged(world),
    };
  }
  const { payments } = await world.mirror.recentPayments(customerId, 0);
  const newest = payments.toSorted((a, b) => b.at - a.at);
  const asOf = await listAge(world);
  if (list === 'person_payments') {
    const said = sayPersonPayments({ name }, saying);
    const views = newest.map((payment) => paymentView(payment, { customerName: name, busy: null }));
    return { ...whole(said, views.map(said.cells)), asOf, unsound: () => false };
  }
  const said = sayPersonHolds({ name, currency: world.settings.now().currency }, saying);
  const holds = await reviewed(
    world,
    newest.filter(isHold).map((payment) => holdRow(world, payment, name)),
  );
  return { ...whole(said, holds.map(said.cells)), asOf, unsound: () => isDamaged(world) };
}

function whole(said: Source['said'], cells: Parameters<typeof inOne>[0]): Omit<Source, 'asOf' | 'unsound'> {
  return { said, days: null, of: cells.length, slices: () => inOne(cells), detail: {} };
}

function holdRow(world: World, payment: PaymentRecord, name: string) {
  const view = holdView(payment, {
    now: world.clock.now(),
    holdDays: holdDaysOf(world.settings.now()),
    customer: { name, phone: null },
    placedBy: null,
    busy: null,
  });
  return { ...view, key: payment.key };
}

/** Of somebody whose records were removed everywhere the page is there to read, and so is the file. */
async function nameOf({ mirror }: Pick<World, 'mirror'>, customerId: string): Promise<string | null> {
  const person = await mirror.person(customerId);
  const main = person?.customers.find(({ deleted }) => !deleted) ?? person?.customers[0];
  return main?.name ?? null;
}
