import type { World } from './house/world.ts';
import type { DayTurns } from './house/days/day-turns.ts';
import { lapseEveryMs, type LapseWatch } from './house/holds/lapse-watch.ts';
import type { Line } from './house/line.ts';
import { linksEveryMs } from './house/links/link-desk.ts';
import { loop, rests } from './house/loop.ts';
import { followingEveryMs } from './house/orders/following.ts';
import { newsEveryMs, type NewsRoom } from './news-room.ts';
import { complete } from './payments/complete.ts';
import { followLinks } from './payments/links.ts';
import { tendRecords } from './records-room.ts';
import type { OpenRecords } from './records.ts';
import type { RoomsOptions } from './rooms-options.ts';

interface Rounds {
  readonly options: Pick<RoomsOptions, 'wait'>;
  readonly signal: AbortSignal;
  readonly world: World;
  readonly records: OpenRecords;
  readonly line: Line;
  readonly news: NewsRoom;
  readonly lapse: LapseWatch;
  readonly dayTurns: DayTurns;
  readonly tellStatus: () => void;
  readonly trouble: (what: string, error: unknown) => void;
}

/**
 * What a desk does by itself, again and again until the signal: drives open orders to their end, follows pages, debits and refunds, keeps its lists and its
 * records. @returns the rounds, to be waited for when the desk closes
 */
export function startRounds(parts: Rounds): readonly Promise<void>[] {
  const { options, signal, world, records, line, news, lapse, dayTurns, tellStatus, trouble } = parts;
  const { ledger, engine, links, session, clock, sync } = world;
  const loops: Promise<void>[] = [];
  const every = (ms: number, what: string, work: () => Promise<unknown>, firstAfter = 0): void =>
    void loops.push(
      loop({ ms, firstAfter, wait: options.wait, signal, work, trouble: (error) => trouble(what, error) }),
    );
  // What is only held of damaged records is nobody's to end; a desk beside another running one reads what that one keeps.
  const mayAct = (): boolean => records.acting() && !ledger.held;
  // When that one ends, this one takes over.
  let following = false;
  const follow = (): void => {
    if (following || !records.acting()) return;
    following = true;
    sync.stripe.start();
    sync.paysafe.start();
  };
  // Before anything else: what was open when this desk last stopped is asked about.
  every(rests.complete, 'completion', async () => mayAct() && complete(engine, 'due'));
  every(linksEveryMs, 'pages', async () => mayAct() && followLinks(links, 'due'));
  every(followingEveryMs, 'what was accepted', async () => mayAct() && world.following.tend(), 20_000);
  every(newsEveryMs, 'news', () => news.tend());
  every(lapseEveryMs, 'lapsing holds', () => lapse.tend(), 5_000);
  every(lapseEveryMs, 'capture rule', () => world.captureRule.tend(), 10_000);
  every(rests.idleCheck, 'idle lock', async () => session.tick(clock.now()));
  loops.push(dayTurns.run(signal));
  every(rests.status, 'status', async () => tellStatus());
  every(rests.trouble, 'trouble', async () => {
    // One small commit tells whether there is room again, and opens the money buttons; a keychain may be open now, the other desk closed.
    const before = records.shut();
    await records.tend();
    follow();
    if (before && !records.shut()) tellStatus();
    void line.tryAgain().catch((error: unknown) => trouble('line', error));
  });
  tendRecords(records, world.records, every);
  // Records that another program holds are read like any others: that they cannot be written is known at once.
  void ledger.probe().then(tellStatus, (error: unknown) => trouble('records', error));
  follow();
  return loops;
}
