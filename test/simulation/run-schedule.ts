import { isOpen } from '../../src-main/payments/operation.ts';
import { needsSecond } from '../../src-main/house/approvals/approval-rules.ts';
import { lineResult } from '../../src-main/house/runs/runs.ts';
import type { WholeApproval } from '../../src-main/ledger/approvals.ts';
import { housePeople } from '../support/hold-house.ts';
import { daysMs, hoursMs, type Bank } from './bank.ts';
import { makeBooks } from './books.ts';
import { chanceOf, type Chance } from './chance.ts';
import { makeDesk, type Desk } from './desk.ts';
import { judge } from './judge.ts';
import type { Around } from './line.ts';
import { managerLooks } from './manager-looks.ts';
import { makePaysafeBank } from './paysafe-bank.ts';
import { recordsInSqlite, type HoldRecords } from './records.ts';
import { askedFrom, runHands, type RunHands, type Ticked } from './run-hands.ts';
import { judgeRuns } from './run-judge.ts';
import { makeRunWatch, type RunWatch } from './run-watch.ts';
import { digest, stripePackage, type Verdict } from './schedule.ts';
import { makeStage } from './stage.ts';
import { makeStripeBank } from './stripe-bank.ts';
import { makeWatch } from './watch.ts';
import { makeWeather } from './weather.ts';
import { makeWorld } from './world.ts';

const mutable = { stripe: ['pi_held_a', 'pm_a1'], paysafe: ['/settlements?', '/voidauths?'] } as const;
const sleeps = [40_000, 600_000, hoursMs(8), hoursMs(13), daysMs(2)] as const;
/** of each person, beside the one there always is */
const moreHolds = 3;

interface Town extends Around {
  readonly runWatch: RunWatch;
  readonly desks: readonly { readonly desk: Desk; readonly hands: RunHands }[];
  readonly records: HoldRecords;
}

/**
 * One afternoon on which people of one house capture and release holds together, prepare captures for a second person, approve them or not, send what was
 * approved, stop runs and go on with them, with all that may go wrong beside it: kills in the middle of a run among it. The use cases are the real ones of
 * the house, on the real ledger; then the line is good again, nobody confirms anything any more, and each hold was captured as people confirmed it.
 */
export async function runRunSchedule(seed: number, desks: number): Promise<Verdict> {
  await stripePackage;
  const town = await openTown(chanceOf(seed), desks);
  const { books, watch, bank, records, runWatch } = town;
  await afternoon(town);
  await untilAllIsKnown(town);
  judge({ bank, books, watch, houses: [await records.all()] });
  await judgeRuns({ records, books, watch, runWatch });
  records.close();
  return { movements: books.movements.length, ...watch.counts, trace: digest(books.story), story: books.story };
}

async function openTown(chance: Chance, count: number): Promise<Town> {
  const world = makeWorld();
  const books = makeBooks(world);
  const stage = makeStage(chance, world);
  const bank = chance.happens(0.5)
    ? makeStripeBank(world, books, false, moreHolds)
    : makePaysafeBank(world, books, false, false, moreHolds);
  const weather = makeWeather(chance, mutable[bank.provider]);
  const watch = makeWatch(books, world.now);
  const around: Around = { chance, world, stage, weather, books, bank, watch, missed: new Set() };
  const runWatch = makeRunWatch({ books, watch, now: world.now });
  // A yes is in one house's records only: desks that give and use it share the records.
  const records = await recordsInSqlite();
  const desks = Array.from({ length: count }, (_, nth) => {
    const more = {
      secondPerson: ({
        of,
        amount,
      }: {
        of: 'capture' | 'refund' | 'outside';
        amount: { amount: number; currency: string };
      }) => needsSecond({ approvalRules: askedFrom, currency: 'CAD' }, of, [amount]),
    };
    const desk = makeDesk(around, { desk: nth, house: 0, shared: count > 1, records, more });
    return { desk, hands: runHands({ books, watch, runWatch }, { desk, records }) };
  });
  return { ...around, runWatch, desks, records };
}

async function afternoon(town: Town): Promise<void> {
  const { chance, world, stage, desks, bank, books } = town;
  const clicks = 4 + chance.below(6);
  for (let made = 0; made < clicks; made += 1) {
    const one = chance.pick(desks);
    const click = await clickOf(town, made);
    click(one.hands, one.desk);
    // A double click, or the same at another desk at the same moment.
    if (chance.happens(0.2)) click(one.hands, one.desk);
    if (chance.happens(0.1)) {
      const other = chance.pick(desks);
      click(other.hands, other.desk);
    }
    for (let step = chance.below(90); step > 0; step -= 1) {
      await stage.step();
      if (chance.happens(0.008)) chance.pick(desks).desk.kill();
      if (chance.happens(0.003)) chance.pick(desks).desk.setsClock();
      if (chance.happens(0.003)) chance.pick(desks).desk.sleeps(chance.pick(sleeps));
    }
    if (chance.happens(0.1)) one.desk.kill();
    if (chance.happens(0.3)) world.passTo(world.now() + chance.below(200_000));
    if (chance.happens(0.03)) world.passTo(world.now() + chance.pick(sleeps));
    if (chance.happens(0.4)) void chance.pick(desks).desk.completes(chance.happens(0.7) ? 'due' : 'all');
    if (chance.happens(0.1)) void managerLooks(one.desk, { bank, books });
  }
  for (let step = chance.below(40); step > 0; step -= 1) await stage.step();
}

type Click = (hands: RunHands, desk: Desk) => void;

/** What somebody asks for next, of what is there; nothing where there is nothing to ask it of. */
async function clickOf(town: Town, nth: number): Promise<Click> {
  const { chance, records, bank } = town;
  const ticket = `ticket-${String(nth).padStart(12, '0')}`;
  const [maude, sylvie, noe] = housePeople;
  const anybody = chance.pick(housePeople);
  const manager = chance.pick([sylvie, sylvie, noe]);
  const ticked = tickedOf(chance, bank);
  const [first] = ticked;
  const reads = (work: (hands: RunHands) => void): Click => {
    const fresh = chance.happens(0.8);
    return (hands, desk) => {
      if (fresh) for (const { holdId } of ticked) desk.reads({ kind: 'release', ticket, holdId, note: null });
      work(hands);
    };
  };
  const standing = await records.books.approvals.standing();
  const [prepared, approved] = [whichAre(standing, 'prepared'), whichAre(standing, 'approved')];
  const what = chance.pick([
    ...(['together', 'together', 'prepare', 'prepare', 'one', 'prepare one', 'release'] as const),
    ...(prepared.length > 0 ? (['approve', 'approve', 'approve', 'approve', 'approve', 'approve'] as const) : []),
    ...(approved.length > 0 ? (['send', 'send', 'send', 'send', 'send', 'send'] as const) : []),
    ...(standing.length > 0 ? (['early', 'again', 'forge', 'back'] as const) : []),
    ...(['stop', 'end', 'on', 'on', 'look'] as const),
  ]);
  const seen = standing.length > 0 ? chance.pick(standing) : null;
  switch (what) {
    case 'look':
      return (hands) => hands.looks(anybody);
    case 'together':
      return reads((hands) => hands.captures(manager, ticket, ticked));
    case 'release':
      return reads((hands) => hands.releases(manager, ticket, ticked));
    case 'prepare':
      return reads((hands) => hands.prepares(anybody, ticket, ticked));
    case 'one':
      return reads((hands) => first && hands.capturesOne(manager, ticket, first));
    case 'prepare one':
      return reads((hands) => first && hands.preparesOne(anybody, ticket, first));
    case 'approve': {
      const pin = chance.happens(0.9) ? manager.pin : maude.pin;
      const [one, beside] = [chance.pick(prepared), chance.pick(housePeople)];
      return (hands) => hands.approves(beside, manager, { seen: one, pin });
    }
    case 'send': {
      const one = chance.pick(approved);
      return (hands) => hands.sends(anybody, one);
    }
    case 'early':
      return (hands) => seen && hands.sends(anybody, seen);
    case 'again': {
      // The same dialog, prepared anew with other amounts.
      const other = seen?.lines.map(({ targetId, held }) => ({
        ...{ holdId: targetId, held: held ?? 0, amount: chance.pick([2500, 5500, held ?? 0]) },
      }));
      return (hands) => other && seen && hands.prepares(anybody, seen.approval.ticket, other);
    }
    case 'forge':
      return reads((hands) => seen && hands.captures(manager, seen.approval.id, ticked));
    case 'back':
      return (hands) =>
        seen && hands.takesBack(housePeople.find(({ id }) => id === seen.approval.staffId) ?? maude, seen);
    case 'stop':
    case 'end':
    case 'on': {
      const runs = (await records.books.holdRuns.standing()).map(({ id }) => id);
      const run = runs.length > 0 ? await records.books.holdRuns.byId(chance.pick(runs)) : null;
      if (!run) return () => undefined;
      if (what === 'stop') return (hands) => hands.stops(anybody, run);
      if (what === 'end') return (hands) => hands.ends(manager, run);
      const operations = await records.all();
      const waits = run.lines.filter(
        (line) =>
          lineResult(
            { state: 'stopped', here: false },
            line,
            operations.find(({ ticket }) => ticket === line.ticket) ?? null,
          ).state === 'waiting',
      );
      const rest = waits.filter(() => chance.happens(0.9)).map(({ id }) => id);
      return (hands) => hands.goesOn(manager, run, rest);
    }
  }
}

const whichAre = (standing: readonly WholeApproval[], state: WholeApproval['approval']['state']): WholeApproval[] =>
  standing.filter(({ approval }) => approval.state === state);

/** Some open holds, as the provider has them: all of each, or a part. */
function tickedOf(chance: Chance, bank: Bank): Ticked[] {
  const open = bank.payments().filter(({ held }) => held > 0);
  const small = chance.happens(0.3);
  const ticked: Ticked[] = [];
  for (const { ref, held } of open)
    if (chance.happens(0.5))
      ticked.push({
        ...{ holdId: `${bank.provider}:${ref}`, held },
        amount: Math.min(held, small ? 1500 : chance.pick([2500, 5500, held, held])),
      });
  return ticked.slice(0, small ? 4 : 6);
}

/** The line is good again; every desk starts anew and asks until it knows. Nobody confirms anything: no run may go on. */
async function untilAllIsKnown(town: Town): Promise<void> {
  const { world, stage, weather, bank, books, desks, records } = town;
  weather.clear();
  books.note('the line is good again');
  for (const { desk } of desks) desk.kill();
  const isUnknown = async (): Promise<boolean> =>
    (await records.all()).some(({ state }) => isOpen(state) || state.name === 'needs_person');
  for (let round = 0; round < 40 && (await isUnknown()); round += 1) {
    world.passTo(world.now() + (round < 4 ? 60_000 : 300_000));
    const driven = Promise.all(desks.map(({ desk }) => desk.completes('due')));
    await stage.drain();
    await driven;
    for (const { desk } of desks) {
      const looks = managerLooks(desk, { bank, books });
      await stage.drain();
      await looks;
    }
  }
  while (world.nextAt() < Infinity) world.passTo(world.nextAt());
}
