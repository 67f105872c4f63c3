import type { HoldRecords } from './records.ts';
import { limit } from './run-hands.ts';
import type { RunWatch } from './run-watch.ts';
import type { Books } from './books.ts';
import type { Watch } from './watch.ts';

/**
 * What was captured and needed a second person, by what the house asks: each such order opened by a yes of its own that somebody else than whoever
 * prepared it gave, while reading exactly this hold and this amount. Judged by what people did, not by what the records say of approvals.
 */
export async function judgeRuns(facts: {
  readonly records: HoldRecords;
  readonly books: Books;
  readonly watch: Watch;
  readonly runWatch: RunWatch;
}): Promise<void> {
  const { records, books, watch, runWatch } = facts;
  const { holdRuns, approvals } = records.books;
  const all = await records.all();
  const runs = await Promise.all((await holdRuns.newest(1000)).map(({ id }) => holdRuns.byId(id)));
  /** what the run of an order adds up to, by the order's ticket */
  const together = new Map<string, number>();
  const wholes = new Map<string, readonly { readonly ticket: string }[]>();
  for (const whole of runs) {
    const captured = whole?.lines.filter(({ kind }) => kind === 'capture') ?? [];
    const sum = captured.reduce((total, { amount }) => total + amount, 0);
    for (const { ticket } of captured) together.set(ticket, sum);
    if (whole) wholes.set(whole.run.id, whole.lines);
    books.note(
      `in the end run ${whole?.run.id} ${whole?.run.state}: ${whole?.lines.map(({ state }) => state).join(' ')}`,
    );
  }
  for (const lines of wholes.values())
    for (const { ticket } of lines)
      if (all.filter((row) => row.ticket === ticket).length > 1) watch.broke('duplicates', `two orders of ${ticket}`);

  for (const [ticket, how] of runWatch.slept)
    if (all.some((row) => row.ticket === ticket)) watch.broke('duplicates', how);

  // Each yes opens each of its lines once: they are used up as the orders that needed one are looked at.
  const left = new Map<string, number>();
  const nameOf = (targetId: string | null, amount: number | undefined): string => `${targetId} ${amount}`;
  const given = new Set<string>();
  for (const { approvalId, by, preparedBy, lines } of runWatch.yeses) {
    if (by === preparedBy || given.has(approvalId)) continue;
    given.add(approvalId);
    for (const { targetId, amount } of lines)
      left.set(nameOf(targetId, amount), (left.get(nameOf(targetId, amount)) ?? 0) + 1);
  }
  for (const { id, kind, ticket, targetId, amount } of all) {
    if (kind !== 'capture' || ticket === null) continue;
    const sum = Math.max(amount?.amount ?? 0, together.get(ticket) ?? 0);
    if (sum < limit) continue;
    const name = nameOf(targetId, amount?.amount);
    const yes = left.get(name) ?? 0;
    if (yes === 0) watch.broke('duplicates', `${id} captures ${name}, of ${sum} together, without a yes of its own`);
    left.set(name, yes - 1);
  }
  for (const approval of (await approvals.standing()).concat(await approvals.returned('st-maude', 0)))
    books.note(`in the end approval ${approval.approval.id} ${approval.approval.state}`);
  for (const [id, told] of runWatch.withdrawn) {
    const used = new Set((await approvals.byId(id))?.lines.flatMap(({ operationId }) => operationId ?? []));
    for (const line of books.story.slice(told)) {
      const opened = / writes (op-\S+) capture open$/.exec(line)?.[1];
      if (opened && used.has(opened))
        watch.broke('duplicates', `${opened} was opened by ${id}, which had been taken back`);
    }
  }
}
