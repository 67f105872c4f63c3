import { beforeAll, describe, expect, it } from 'vitest';
import { planted, sound } from './circumstances.ts';
import type { DiskEvent } from './events.ts';
import { ledgerFile, record, type Recording } from './record.ts';
import { whyNotRecorded } from './recorder.ts';
import { cutPower, lineOf, together } from './replay.ts';

const patience = 300_000;

describe('a desk whose power is cut', { timeout: patience }, () => {
  const reason = whyNotRecorded();
  const recordings: Recording[] = [];
  let normal: Recording;
  beforeAll(async () => {
    if (reason !== null) return;
    for (const circumstances of sound) recordings.push(await record(circumstances));
    normal = await record(planted.normal);
  }, patience);

  /** A test that is left out, with its reason, where nothing can be recorded. */
  const cut = (name: string, run: () => Promise<void>): void =>
    it(name, async ({ skip }) => {
      if (reason !== null) skip(reason);
      await run();
    });

  cut('2,000 times has the row of every request that left and every result that was shown, and no damage', async () => {
    const outcomes = [];
    for (const recording of recordings) outcomes.push(await cutPower(recording, { images: 1000, seed: 1 }));
    const outcome = together(outcomes);
    expect(outcome.red).toEqual([]);
    expect(lineOf(outcome)).toBe('images=2000 sent_without_row=0 shown_lost=0 corrupt=0');
    // Most images are of moments that can show something (a fifth of a record is the opening of its new house, of 2,800 to 3,050 events, a few more or
    // less each time), and the ledger itself opened every eighth.
    expect(outcome.afterFirstSend).toBeGreaterThan(1500);
    expect(outcome.thorough).toBe(250);
  });

  cut('was recorded at work: requests to both providers, new logs, and logs tidied into the file', async () => {
    const [shipped = [], tidied = []] = recordings.map(({ events }) => events);
    for (const provider of ['stripe', 'paysafe']) {
      const requests = shipped.filter(
        (event) => event.is === 'marked' && event.mark.mark === 'sent' && event.mark.provider === provider,
      );
      expect(requests.length, provider).toBeGreaterThan(20);
    }
    expect(shipped.filter((event) => event.is === 'removed' && event.path === `${ledgerFile}-wal`)).toHaveLength(2);
    expect(syncsOfFile(tidied)).toBeGreaterThan(syncsOfFile(shipped) + 5);
  });

  cut('loses rows of requests that left in most images when synchronous is lowered to NORMAL', async () => {
    const outcome = await cutPower(normal, { images: 200, seed: 1 });
    expect(outcome.sentWithoutRow / outcome.afterFirstSend).toBeGreaterThan(0.4);
    expect(outcome.shownLost / outcome.afterFirstSend).toBeGreaterThan(0.4);
  });

  cut('finds its records damaged when nothing is ever synced', async () => {
    const outcome = await cutPower(await record(planted.off), { images: 200, seed: 1 });
    expect(outcome.corrupt).toBeGreaterThan(10);
  });

  // Found by the first run: SQLite syncs the folder of its files, and nobody synced the folder above it.
  cut('keeps the folder that was made for a new house: left unsynced, the first orders went with it', async () => {
    const outcome = await cutPower(await record(planted.unnamed), { images: 200, seed: 1 });
    expect(outcome.sentWithoutRow).toBeGreaterThan(30);
    expect(outcome.corrupt).toBe(0);
  });

  cut('shows the same images for the same seed, others for another', async () => {
    const [once, again, other] = [
      await cutPower(normal, { images: 40, seed: 7 }),
      await cutPower(normal, { images: 40, seed: 7 }),
      await cutPower(normal, { images: 40, seed: 8 }),
    ];
    expect(again).toEqual(once);
    expect(other.red).not.toEqual(once.red);
  });
});

/** How often the records' main file was synced: once for each time the log was tidied into it. */
function syncsOfFile(events: readonly DiskEvent[]): number {
  const file = events.find((event) => event.is === 'made' && event.path === ledgerFile);
  return events.filter((event) => event.is === 'synced' && file?.is === 'made' && event.node === file.node).length;
}
