import { join } from 'node:path';
import type { ProviderName } from '../../src-main/contract/provider.ts';
import type { Operation } from '../../src-main/payments/operation.ts';
import { judgeShown, type Breach } from './judge.ts';
import type { Lane } from './lane.ts';
import type { DeskProcess } from './processes.ts';
import { readsOf, total } from './scenes.ts';
import type { Place } from './steps.ts';
import type { Movement, Watched } from './truth.ts';
import type { Answers, Ask, ListWish, Reads, Report } from './words.ts';

/** One round: three holds captured as a list that a second person approves, and where the power goes off. */
export interface ListRound {
  readonly name: string;
  readonly provider: ProviderName;
  readonly act: 'prepare' | 'approve' | 'capture';
  readonly place: Place;
  readonly offMs: number;
}

const [soon, later] = [2_000, 20 * 60_000];
type Phase = Extract<Place, { kind: 'write' }>['phase'];
type WireMoment = Extract<Place, { kind: 'wire' }>['moment'];
const write = (phase: Phase, moment: 'before it' | 'before the commit' | 'committed'): Place => ({
  ...{ kind: 'write', phase, moment },
});
const sent = (nth: number, moment: WireMoment): Place => ({ kind: 'wire', request: { of: 'money', nth }, moment });
const of = (
  provider: ProviderName,
  act: ListRound['act'],
  name: string,
  [place, offMs]: readonly [Place, number],
): ListRound => ({ name, provider, act, place, offMs });

/** At Paysafe the first hold is captured in part: its rest is a request of its own, between those of the lines. */
export const listRounds: readonly ListRound[] = [
  of('stripe', 'prepare', 'a list, before it is written', [write('list', 'before the commit'), soon]),
  of('paysafe', 'prepare', 'a list that is written', [write('list', 'committed'), soon]),
  of('stripe', 'approve', 'a yes, before it is written', [write('yes', 'before the commit'), soon]),
  of('paysafe', 'approve', 'a yes that is written', [write('yes', 'committed'), later]),
  of('stripe', 'capture', 'a run, before it is written', [write('run', 'before the commit'), soon]),
  of('paysafe', 'capture', 'a run that is written, and nothing begun', [write('run', 'committed'), soon]),
  of('stripe', 'capture', 'a line that is begun, without its order', [write('line', 'committed'), later]),
  of('paysafe', 'capture', 'an order that would use the yes up', [write('row', 'before the commit'), soon]),
  of('stripe', 'capture', 'an order that used the yes up, not sent', [write('row', 'committed'), later]),
  of('paysafe', 'capture', 'an order that used the yes up, not sent', [write('row', 'committed'), soon]),
  of('stripe', 'capture', 'the first capture, carried out', [sent(1, 'run, not answered'), soon]),
  of('paysafe', 'capture', 'the first capture, carried out', [sent(1, 'run, not answered'), later]),
  of('stripe', 'capture', 'the second capture, carried out', [sent(2, 'run, not answered'), later]),
  of('stripe', 'capture', 'the second capture, lost', [sent(2, 'last byte, lost on the way'), soon]),
  of('paysafe', 'capture', 'the second capture, or a rest, carried out', [sent(2, 'run, not answered'), soon]),
  of('paysafe', 'capture', 'a capture in the middle, lost', [sent(3, 'last byte, lost on the way'), later]),
  of('stripe', 'capture', 'the last capture, half of its answer', [sent(3, 'half of the answer'), soon]),
  of('stripe', 'capture', 'a result that is written', [write('result', 'committed'), soon]),
];

const betweenPassesMs = 130_000;
const mostPasses = 10;
const amounts = [5000, total, total] as const;

/** Prepares, approves and captures on a desk whose power goes off, starts it again, and compares list, run and provider. */
export async function playListRound(lane: Lane, nth: number): Promise<Breach[]> {
  const round = listRounds[nth];
  if (!round) throw new Error(`There is no round ${nth} with a list`);
  const { provider, act, place, offMs, name } = round;
  const { wish, reads, watched } = await placeHolds(lane, provider, nth);
  const mark = lane.truth.mark(watched);
  const since = lane.clock.now();
  const file = join(lane.newFolder(`lists-${nth}`), 'ledger.db');
  const process = await lane.pool.take();
  lane.seats.a = { process, file };
  lane.giveRecords(file, 'plain');
  const tell = <A extends Omit<Ask, 'desk' | 'now'>>(to: DeskProcess, ask: A): Promise<unknown> =>
    to.ask({ desk: 'a', now: lane.clock.now(), ...ask } as unknown as Ask);
  const open = async (to: DeskProcess, run: string): Promise<void> => {
    await tell(to, { do: 'open', parts: lane.parts('a', `l${nth}${run}`) });
    for (const one of reads) await tell(to, { do: 'look', reads: one });
  };
  const asks = {
    prepare: { do: 'prepare a list', list: wish },
    approve: { do: 'approve the list' },
    capture: { do: 'capture the list' },
  } as const;
  await open(process, 'p');
  if (act !== 'prepare') await tell(process, asks.prepare);
  if (act === 'capture') await tell(process, asks.approve);
  await tell(process, { do: 'arm', kill: { step: { name, during: 'order', place }, afterMicroseconds: 0 } });
  lane.wires.a.arm(place.kind === 'wire' ? place : null);
  const answer = await tell(process, asks[act]);
  process.kill();
  await process.gone;
  lane.seats.a.process = null;
  lane.wires.a.arm(null);
  const breaches: Breach[] = lane.noticed.splice(0);
  if (answer !== 'died') breaches.push({ what: 'harness', say: `it never came there: ${JSON.stringify(answer)}` });

  lane.clock.pass(offMs);
  await lane.wires.a.deliverLate();
  const drainer = await lane.drainer();
  const from = drainer.lines.length;
  await open(drainer, 'd');
  const report = async (): Promise<Report> => (await tell(drainer, { do: 'report' })) as Report;
  const lists = async (): Promise<Answers['lists']> => (await tell(drainer, { do: 'lists' })) as Answers['lists'];
  const untilKnown = async (): Promise<void> => {
    for (let pass = 0; pass < mostPasses; pass += 1) {
      const { left } = (await tell(drainer, { do: 'complete' })) as Answers['complete'];
      await lane.wires.a.deliverLate();
      if (left === 0) return;
      lane.clock.pass(betweenPassesMs);
    }
    breaches.push({ what: 'open', say: 'something is still being checked' });
  };
  const [atStart, listsAtStart] = [await report(), await lists()];
  breaches.push(...judgeShown(atStart, process.lines));
  await untilKnown();
  // Nobody has confirmed anything since: what was under way is known, and not one line more has begun.
  const captures = ({ operations }: Report): Operation[] =>
    operations.filter(({ kind, createdAt }) => kind === 'capture' && createdAt >= since);
  const untouched = await lists();
  if (captures(await report()).length > captures(atStart).length)
    breaches.push({ what: 'duplicate', say: 'a capture began by itself after the restart' });
  if (JSON.stringify(untouched.lines) !== JSON.stringify(listsAtStart.lines))
    breaches.push({ what: 'duplicate', say: `lines went on by themselves: ${untouched.lines.join(' ')}` });

  // People do again what the power kept them from, and confirm the rest.
  for (const again of [asks.prepare, asks.approve, asks.capture].slice(
    act === 'prepare' ? 0 : act === 'approve' ? 1 : 2,
  )) {
    const { refused } = (await tell(drainer, again)) as Answers['capture the list'];
    const known = again === asks.approve && refused === 'approval_changed';
    if (refused !== null && !known) breaches.push({ what: 'harness', say: `${again.do}: ${refused}` });
  }
  await untilKnown();
  // Pressed once more, it is the same run: nothing leaves.
  await tell(drainer, asks.capture);
  const [inTheEnd, settled] = [await report(), await lists()];
  await tell(drainer, { do: 'close' });
  breaches.push(...lane.noticed.splice(0), ...judgeShown(inTheEnd, [...process.lines, ...drainer.lines.slice(from)]));
  breaches.push(...judgeList({ wish, movements: lane.truth.movementsSince(mark), report: inTheEnd, since, settled }));
  for (const line of [...process.lines, ...drainer.lines.slice(from)])
    if (line.is === 'trouble') breaches.push({ what: 'harness', say: line.what });
  lane.clearFolder(`lists-${nth}`);
  return breaches;
}

async function placeHolds(lane: Lane, provider: ProviderName, nth: number) {
  const [reads, watched]: [Reads[], Watched[]] = [[], []];
  const holds: ListWish['holds'][number][] = [];
  for (const amount of amounts) {
    const saved = await lane.tills[provider].save();
    const ref = await lane.tills[provider].hold(saved, total);
    reads.push(readsOf(provider, saved, ref));
    if (provider === 'stripe') watched.push({ kind: 'stripe.payment_intent', id: ref });
    holds.push({ holdId: `${provider}:${ref}`, held: total, amount });
  }
  return { reads, watched, wish: { ticket: `ticket-list-${String(nth).padStart(10, '0')}`, holds } };
}

/** Each hold captured once, with exactly what was approved of it, by the one order that used its line of the yes. */
function judgeList(end: {
  readonly wish: ListWish;
  readonly movements: readonly Movement[];
  readonly report: Report;
  readonly since: number;
  readonly settled: Answers['lists'];
}): Breach[] {
  const { wish, movements, report, since, settled } = end;
  const breaches: Breach[] = [];
  if (!report.auditSound) breaches.push({ what: 'lost', say: 'the chain of the audit is broken' });
  const own = report.operations.filter(({ createdAt, kind }) => createdAt >= since && kind === 'capture');
  for (const { holdId, amount } of wish.holds) {
    const taken = movements.filter(({ kind, target }) => kind === 'capture' && holdId.endsWith(`:${target}`));
    if (taken.length > 1) breaches.push({ what: 'duplicate', say: `${holdId} was captured ${taken.length} times` });
    for (const movement of taken)
      if (movement.amount !== amount)
        breaches.push({ what: 'duplicate', say: `${movement.amount} was captured of ${holdId}, ${amount} approved` });
    const orders = own.filter(({ targetId }) => targetId === holdId);
    const [order] = orders;
    if (orders.length !== 1 || !order) {
      breaches.push({ what: 'lost', say: `${orders.length} orders for ${holdId}` });
      continue;
    }
    if (!settled.used.includes(order.id)) breaches.push({ what: 'duplicate', say: `${order.id} used no yes` });
    if ((order.state.name === 'done') !== (taken.length === 1))
      breaches.push({ what: 'false', say: `${holdId} is ${order.state.name}, captured there ${taken.length} times` });
  }
  if (own.length > wish.holds.length) breaches.push({ what: 'duplicate', say: `${own.length} captures` });
  if (settled.approval !== 'used' || settled.standing.length > 0)
    breaches.push({ what: 'open', say: `the yes is ${settled.approval}, ${settled.standing.length} wait` });
  // Killed in its last line it still stands as interrupted, with nothing left of it: somebody ends it.
  if (settled.run !== 'over' && settled.lines.some((state) => state !== 'begun'))
    breaches.push({ what: 'open', say: `the run is ${settled.run}` });
  return breaches;
}
