import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { standardSettings } from '../../../src-main/house/settings/house-settings.ts';
import { lapseEveryMs, makeLapseWatch } from '../../../src-main/house/holds/lapse-watch.ts';
import { openMirror, type Mirror } from '../../../src-main/mirror/mirror.ts';
import type { ProviderName } from '../../../src-main/contract/provider.ts';
import { day, holdOf, hour, noon, paymentOf } from '../mirror/rows-of-a-house.ts';

// The lists as they are kept, and of the records only what the watch asks of them.
let mirror: Mirror;
let now: number;
let began: number | null;
let orders: { targetId: string; plan: { kind: string }; state: { name: string } }[];
let noted: Map<string, number>;
let notices: { title: string; body: string }[];
let audited: { what: string; detail: unknown }[];
/** when each list was last read; undefined: just now */
let read: Partial<Record<ProviderName, number | null>>;

beforeEach(async () => {
  mirror = await openMirror({ file: ':memory:', workerUrl: null });
  [now, began, orders] = [noon, noon - 60 * day, []];
  [noted, notices, audited, read] = [new Map(), [], [], {}];
});
afterEach(() => mirror.close());

function watch() {
  const settings = standardSettings({ mode: 'test', language: 'en', desk: 'Front 1' });
  return makeLapseWatch(
    {
      clock: { now: () => now, steady: () => now },
      sync: { stripe: listOf('stripe'), paysafe: listOf('paysafe') },
      settings: { now: () => ({ ...settings, language: 'en', timeZone: 'America/Toronto', lapseTimes: ['09:00'] }) },
      session: { who: () => ({ id: 'st-1', name: 'Sylvie', verbs: ['capture'] }) },
      emit: () => undefined,
      outside: {
        notify: async (notice: { title: string; body: string }) => {
          notices.push(notice);
          return true;
        },
      },
      mirror,
      ledger: {
        audit: {
          first: async () => began,
          write: async (line: { what: string; detail: unknown }) => void audited.push(line),
        },
        operations: {
          onTargets: async (ids: readonly string[]) => orders.filter(({ targetId }) => ids.includes(targetId)),
        },
        lapsedHolds: {
          noted: async (ids: readonly string[]) => new Set(ids.filter((id) => noted.has(id))),
          note: async (hold: { holdId: string; lapsedAt: number }) => {
            const first = !noted.has(hold.holdId);
            noted.set(hold.holdId, hold.lapsedAt);
            return first;
          },
        },
      },
    } as never,
    () => true,
  );
}
const listOf = (provider: ProviderName) => ({
  status: () => ({ health: 'ok', syncedAt: read[provider] === undefined ? now : read[provider] }),
});
const lapsedOf = (id: string, at: number) =>
  paymentOf(id, null, { state: 'lapsed', taken: 0, at: at - 5 * day, captureBefore: at });

describe('holds that have lapsed', () => {
  it('are noted every one, however many lapsed before them', async () => {
    const many = Array.from({ length: 600 }, (_, nth) => lapsedOf(`stripe:old${nth}`, noon - 10 * day));
    await mirror.put({ payments: [...many, holdOf('stripe:fresh', null, { captureBefore: noon - hour })] });
    await watch().tend();
    expect(noted.get('stripe:fresh')).toBe(noon - hour);
    expect(noted.size).toBe(601);
  });

  it('while the house was shut for weeks are noted when it opens again', async () => {
    await mirror.put({ payments: [lapsedOf('stripe:holidays', noon - 20 * day)] });
    await watch().tend();
    expect([...noted]).toEqual([['stripe:holidays', noon - 20 * day]]);
  });

  it('before these records began are not noted: they are the news of nobody here', async () => {
    await mirror.put({
      payments: [lapsedOf('stripe:before', noon - 9 * day), lapsedOf('stripe:since', noon - 2 * day)],
    });
    began = null;
    const own = watch();
    await own.tend();
    expect(noted.size).toBe(0);
    began = noon - 3 * day;
    now += 6 * 60_000;
    await own.tend();
    expect([...noted.keys()]).toEqual(['stripe:since']);
  });

  it('and were replaced are noted no more than before, the others around them are', async () => {
    await mirror.put({ payments: [lapsedOf('stripe:a', noon - day), lapsedOf('stripe:b', noon - day)] });
    orders = [{ targetId: 'stripe:a', plan: { kind: 'hold' }, state: { name: 'done' } }];
    await watch().tend();
    expect([...noted.keys()]).toEqual(['stripe:b']);
  });
});

describe('a hold whose date has come on lists that were not read since', () => {
  const minute = 60_000;

  it('is not noted as lapsed before they are: what was captured elsewhere did not lapse', async () => {
    await mirror.put({ payments: [holdOf('stripe:taken', null, { captureBefore: noon - day })] });
    read = { stripe: noon - 8 * day, paysafe: noon };
    const own = watch();
    await own.tend();
    expect(noted.size).toBe(0);
    // The line is back: it was captured on another site.
    await mirror.put({ payments: [paymentOf('stripe:taken', null)] });
    [read, now] = [{}, now + 6 * minute];
    await own.tend();
    expect(noted.size).toBe(0);
  });

  it('is noted once they are, however late that is', async () => {
    await mirror.put({ payments: [holdOf('stripe:gone', null, { captureBefore: noon - day })] });
    read = { stripe: noon - 8 * day };
    const own = watch();
    await own.tend();
    [read, now] = [{ stripe: null }, now + 9 * day];
    await own.tend();
    expect(noted.size).toBe(0);
    [read, now] = [{ stripe: noon - day + 2 * minute }, now + 6 * minute];
    await own.tend();
    expect([...noted]).toEqual([['stripe:gone', noon - day]]);
  });

  it('is noted at the next look after they are: a PC that woke looks at its lists before they are read', async () => {
    await mirror.put({ payments: [holdOf('stripe:gone', null, { captureBefore: noon - day })] });
    read = { stripe: noon - 2 * day };
    const own = watch();
    await own.tend();
    expect(noted.size).toBe(0);
    [read, now] = [{}, now + lapseEveryMs];
    await own.tend();
    expect([...noted.keys()]).toEqual(['stripe:gone']);
  });

  it('asks the lists no more often than every five minutes while none was read that was waited for', async () => {
    let asked = 0;
    const { lapsedSince } = mirror;
    mirror = { ...mirror, lapsedSince: (question) => ((asked += 1), lapsedSince(question)) };
    const own = watch();
    for (const known of [{}, { stripe: null }, { stripe: noon - day }])
      for (const first of [true, false]) {
        read = known;
        now += first ? 6 * minute : lapseEveryMs;
        await own.tend();
      }
    expect(asked).toBe(3);
  });

  it('is not noted within the minutes in which a provider’s word of a capture may still come', async () => {
    await mirror.put({ payments: [holdOf('stripe:late', null, { captureBefore: noon - minute })] });
    const own = watch();
    await own.tend();
    expect(noted.size).toBe(0);
    now += 6 * minute;
    await own.tend();
    expect(noted.size).toBe(1);
  });

  it('waits for its own provider alone, and not where the provider itself says that it lapsed', async () => {
    await mirror.put({
      payments: [lapsedOf('stripe:said', noon - day), holdOf('stripe:date', null, { captureBefore: noon - day })],
    });
    read = { paysafe: null };
    await watch().tend();
    expect([...noted.keys()].toSorted()).toEqual(['stripe:date', 'stripe:said']);
    noted.clear();
    read = { stripe: null };
    await watch().tend();
    expect([...noted.keys()]).toEqual(['stripe:said']);
  });
});

describe('the notification', () => {
  it('counts and adds up every hold that lapses today and tomorrow, without those whose place is taken', async () => {
    await mirror.put({
      payments: [
        ...Array.from({ length: 700 }, (_, nth) => holdOf(`stripe:t${nth}`, null, { captureBefore: noon + hour })),
        ...Array.from({ length: 30 }, (_, nth) => holdOf(`stripe:m${nth}`, null, { captureBefore: noon + day })),
        holdOf('stripe:later', null, { captureBefore: noon + 3 * day }),
      ],
    });
    orders = [{ targetId: 'stripe:t650', plan: { kind: 'hold' }, state: { name: 'done' } }];
    await watch().tend();
    expect(notices).toMatchObject([
      { title: '699 holds lapse today, 30 tomorrow', body: '$58,320.00 to capture or release.' },
    ]);
    expect(audited).toMatchObject([
      { what: 'lapse_told', detail: { count: 729, amount: 5_832_000, currency: 'CAD', shown: true } },
    ]);
  });

  it('of one time is given once by a desk, also when it is started again', async () => {
    await mirror.put({ payments: [holdOf('stripe:t', null, { captureBefore: noon + hour })] });
    await watch().tend();
    await watch().tend();
    expect(notices).toHaveLength(1);
    now += day;
    await mirror.put({ payments: [holdOf('stripe:u', null, { captureBefore: now + hour })] });
    await watch().tend();
    expect(notices).toHaveLength(2);
  });

  describe('where the lists were not read lately', () => {
    const minute = 60_000;
    beforeEach(() =>
      mirror.put({
        payments: [
          holdOf('stripe:t', null, { captureBefore: noon + hour }),
          holdOf('paysafe:t', null, { at: noon - 4.5 * day, capturable: 500 }),
        ],
      }),
    );

    it('waits for them some minutes, and counts what they say then', async () => {
      read = { stripe: noon - 3 * hour };
      const own = watch();
      await own.tend();
      expect(notices).toEqual([]);
      await mirror.put({ payments: [paymentOf('stripe:t', null)] });
      [read, now] = [{}, now + minute];
      await own.tend();
      expect(notices).toMatchObject([{ title: '1 hold lapses tomorrow' }]);
    });

    it('is given after those minutes all the same, and says how old they are', async () => {
      read = { stripe: noon - 3 * hour };
      const own = watch();
      await own.tend();
      now += 10 * minute;
      await own.tend();
      await own.tend();
      expect(notices).toEqual([
        {
          title: '1 hold lapses today, 1 tomorrow',
          body: '$85.00 to capture or release. At Paysafe the date is an estimate. Stripe was last read 3\u00a0h ago.',
        },
      ]);
    });

    it('counts nothing by a list from before yesterday, and says of which', async () => {
      read = { stripe: noon - 8 * day };
      const own = watch();
      await own.tend();
      now += 10 * minute;
      await own.tend();
      expect(notices).toMatchObject([
        {
          title: '1 hold lapses tomorrow',
          body: '$5.00 to capture or release. At Paysafe the date is an estimate. Stripe was last read 8\u00a0days ago.',
        },
      ]);
    });

    it('says once that holds may lapse where no list is new enough, and how many they are as soon as one is', async () => {
      read = { stripe: noon - 8 * day, paysafe: null };
      const own = watch();
      await own.tend();
      now += 10 * minute;
      await own.tend();
      await own.tend();
      await watch().tend();
      expect(notices).toEqual([
        {
          title: 'Holds may lapse today or tomorrow',
          body: 'Stripe was last read 8\u00a0days ago. Paysafe is not read to the end yet. Check on the provider’s site.',
        },
      ]);
      [read, now] = [{}, now + minute];
      await own.tend();
      await own.tend();
      expect(notices.slice(1)).toMatchObject([{ title: '1 hold lapses today, 1 tomorrow' }]);
      expect(audited).toMatchObject([
        { what: 'lapse_unread', detail: { shown: true } },
        { what: 'lapse_told', detail: { count: 2, shown: true } },
      ]);
    });

    it('stays open where nothing lapses by lists that lack what is new', async () => {
      await mirror.put({ payments: [paymentOf('stripe:t', null), paymentOf('paysafe:t', null)] });
      read = { stripe: noon - 2 * day };
      const own = watch();
      await own.tend();
      now += 20 * minute;
      await own.tend();
      expect(notices).toEqual([]);
      await mirror.put({ payments: [holdOf('stripe:new', null, { captureBefore: noon + 3 * hour })] });
      read = {};
      await own.tend();
      expect(notices).toMatchObject([{ title: '1 hold lapses today' }]);
    });
  });
});
