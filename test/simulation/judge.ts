import { shownSum } from '../../src-main/contract/moved-sum.ts';
import { isSettledByHand } from '../../src-main/contract/operation.ts';
import { isOpen, type Operation } from '../../src-main/payments/operation.ts';
import type { Bank } from './bank.ts';
import type { Books, Moved } from './books.ts';
import { holdLivesMs } from './stripe-objects.ts';
import type { Watch } from './watch.ts';

const failed: ReadonlySet<string> = new Set(['declined', 'rejected', 'not_done']);
const went: ReadonlySet<string> = new Set(['done', 'pending']);
/**
 * What somebody may have undone before anybody asked: a default that is another by now, a hold given back (Paysafe has one word for that and for
 * "refused after review"). Then "it is not so" is the truth.
 */
const overtaken: ReadonlySet<string> = new Set(['set_default', 'hold']);
/** What goes with a profile that is taken away, known or not. Only "the client is gone" is the truth then: of "not done, try again" no try could work. */
const goesAlong: ReadonlySet<string> = new Set(['save_card', 'save_bank_account']);
const saysGone = ({ kind, state }: Operation): boolean =>
  goesAlong.has(kind) && state.name === 'rejected' && state.code === 'customer_removed';

/** What the house believes an order moved: what a provider's reply or a manager stated, else what was asked. */
const believed = (row: Operation): number => shownSum(row)?.amount ?? 0;

const isReplacing = (plan: Operation['plan']): boolean =>
  (plan.kind === 'hold' && plan.replaces !== undefined) || (plan.kind === 'release' && plan.replacement !== undefined);

/** When everything has come to rest: what the houses know against what the provider has. */
export function judge(facts: {
  readonly bank: Bank;
  readonly books: Books;
  readonly watch: Watch;
  readonly houses: readonly (readonly Operation[])[];
}): void {
  const { bank, books, watch, houses } = facts;
  const rows = houses.flat();

  // A hold that replaces another is named by that one. Once it was given back or has lapsed, and Stripe has forgotten its name, another one may take the same place.
  const replacing = new Set(
    rows.flatMap(({ kind, targetId, plan }) => (kind === 'hold' && targetId ? [plan.key] : [])),
  );
  const overBefore = (earlier: Moved, at: number): boolean =>
    at - earlier.at > holdLivesMs ||
    books.movements.some(({ kind, target, at: then }) => kind === 'release' && target === earlier.made && then < at);
  const nameOf = ({ name, at }: Moved): string => {
    const earlier = books.movements.filter((one) => one.name === name && one.at < at);
    const free =
      bank.provider === 'stripe' &&
      replacing.has(name) &&
      earlier.length > 0 &&
      earlier.every((one) => overBefore(one, at));
    return free ? `${name} after ${earlier.length}` : name;
  };
  const left = (person: string): boolean =>
    books.movements.some(({ kind, target }) => kind === 'remove_customer' && target === person);
  const moreThanOnce = (what: string, of: (movement: Moved) => string | null): void => {
    const seen = new Map<string, number>();
    for (const movement of books.movements) {
      const name = of(movement);
      if (name !== null) seen.set(name, (seen.get(name) ?? 0) + 1);
    }
    for (const [name, times] of seen) if (times > 1) watch.broke('duplicates', `${times} movements of ${what} ${name}`);
  };
  // A default that is set again later, after another one, is an honest order without a key of its own at Paysafe.
  moreThanOnce('one name', (movement) => (movement.kind === 'set_default' ? null : nameOf(movement)));
  moreThanOnce('one operation', ({ kind, from }) => (kind === 'set_default' ? null : from));
  // A hold ends once at Stripe; at Paysafe its parts are counted by the provider itself.
  moreThanOnce('one target', ({ kind, target }) =>
    kind === 'remove_card' ||
    kind === 'remove_customer' ||
    (bank.provider === 'stripe' && (kind === 'capture' || kind === 'release'))
      ? target
      : null,
  );

  for (const row of rows) {
    const own = books.movements.filter(({ name }) => name === bank.nameOf(row.plan));
    const back = own.length > 0 && own.every(({ name }) => books.returned.has(name));
    const made = !back && books.movements.some(({ from }) => from === row.id);
    books.note(`in the end ${row.id} ${row.kind} ${row.state.name}`);
    if (isOpen(row.state) || row.state.name === 'needs_person')
      watch.broke('unresolved', `${row.id} is still ${row.state.name}`);
    const person = 'customerRef' in row.plan ? row.plan.customerRef : '';
    if (saysGone(row) && !left(person)) watch.broke('lost', `${row.id} says that ${person} is gone, and nobody left`);
    const honest = (overtaken.has(row.kind) && !bank.shows(row.plan)) || saysGone(row);
    if (failed.has(row.state.name) && made && !honest)
      watch.broke('falseFailed', `${row.id} is called ${row.state.name} and was done`);
    // What a manager had to say, because its provider does not answer about it, its provider says no more of later either.
    if (back && went.has(row.state.name) && !isSettledByHand(row.state))
      watch.broke('lost', `${row.id} is called ${row.state.name} and came back`);
    if (row.state.name === 'done' && row.kind !== 'set_default' && own.length === 0 && !bank.shows(row.plan))
      watch.broke('lost', `${row.id} is called done and never was`);
    // Paysafe keeps the rest of a hold until it is told; a person who settled the capture by hand saw the hold too.
    const { plan, state } = row;
    if (bank.provider === 'paysafe' && plan.kind === 'capture' && plan.capturable > plan.amount.amount)
      if (state.name === 'done' && !isSettledByHand(state) && !rows.some(({ follows }) => follows === row.id))
        watch.broke('lost', `the rest of the hold of ${row.id} is forgotten`);
    // Of a hold that is replaced the other half follows, whatever became of that; who settled the first by hand sees to it there.
    if (
      isReplacing(plan) &&
      state.name === 'done' &&
      !isSettledByHand(state) &&
      !rows.some(({ follows }) => follows === row.id)
    )
      watch.broke('lost', `the second step of ${row.id} is forgotten`);
    const sums =
      'moved' in row.state
        ? [row.state.moved.charged, row.state.moved.held, row.state.moved.captured, row.state.moved.refunded]
        : [];
    // A reply of another sum needs a person; that person states what stands there, and nothing else.
    const stated = isSettledByHand(state) ? own.map(({ amount }) => amount) : [row.amount?.amount];
    for (const sum of sums)
      if (sum !== undefined && !stated.includes(sum)) watch.broke('lost', `${row.id} says it moved ${sum}`);
  }
  // Whatever the provider moved, the house that asked for it knows, to the cent.
  for (const { name, kind, amount, target } of books.movements) {
    const known = rows.some(
      (row) =>
        bank.nameOf(row.plan) === name &&
        ((went.has(row.state.name) && believed(row) === amount) || (saysGone(row) && left(target))),
    );
    // One that came back is nobody's any more: whoever had called it done says so now, as judged above.
    if (!known && !overtaken.has(kind) && !books.returned.has(name))
      watch.broke('lost', `nobody knows of ${kind} ${amount} on ${target} (${name})`);
  }
  // What was on a screen as an end is what the records say for ever.
  for (const { house, id, state } of watch.ends) {
    const row = houses[house]?.find((one) => one.id === id);
    const cameBack = row?.state.name === 'rejected' && row.state.was !== undefined && books.returned.has(row.plan.key);
    if (row?.state.name !== state && !cameBack && !isCarriedOut(row, state))
      watch.broke('lost', `${id} was shown ${state} and is not any more`);
  }
}

/** Accepted first, and carried out since. */
const isCarriedOut = (row: Operation | undefined, shown: Operation['state']['name']): boolean =>
  shown === 'pending' && row?.state.name === 'done';
