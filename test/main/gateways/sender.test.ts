import { connect } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { makeSender, type SenderParts, type TraceEntry } from '../../../src-main/gateways/sender.ts';
import type { ProviderRequest, RepeatRule } from '../../../src-main/payments/ports.ts';
import { countedIds } from '../../support/clock.ts';
import { json, oddServer, type OddServer } from './odd-server.ts';

const closing: (() => void | Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close();
});

const secret = 'Bearer rk_test_made_up_for_this_test';
const charge: ProviderRequest = {
  method: 'POST',
  path: '/v1/payment_intents?who=nadia',
  headers: { 'content-type': 'application/x-www-form-urlencoded', 'idempotency-key': 'cpt-1' },
  body: 'amount=8450&name=%C3%89lodie',
};

function desk(base: string | null, more: Partial<SenderParts> = {}) {
  const trace: TraceEntry[] = [];
  const waits: number[] = [];
  const sender = makeSender({
    base: () => base,
    credential: async () => secret,
    clock: { now: () => Date.UTC(2026, 10, 20, 12), steady: () => performance.now() },
    random: countedIds(),
    wait: async (ms) => void waits.push(ms),
    trace: (entry) => trace.push(entry),
    ...more,
  });
  closing.push(() => sender.close());
  return { sender, trace, waits };
}

async function server(answer: Parameters<typeof oddServer>[0]): Promise<OddServer> {
  const made = await oddServer(answer);
  closing.push(() => made.close());
  return made;
}

describe('one request', () => {
  it('goes out with the stored bytes, path and headers, and the credential only on the wire', async () => {
    const provider = await server((response) => json(response, 200, { ok: true }));
    const { sender, trace } = desk(provider.url);
    const before = structuredClone(charge);
    const result = await sender.send('stripe', charge, 'same_key');
    expect(result).toMatchObject({ got: 'answer', answer: { status: 200, body: '{"ok":true}' } });
    expect(provider.seen).toMatchObject([
      {
        method: 'POST',
        url: charge.path,
        body: charge.body,
        headers: {
          authorization: secret,
          'idempotency-key': 'cpt-1',
          'content-length': '28',
          'user-agent': 'Comptoir',
        },
      },
    ]);
    expect(charge).toEqual(before);
    expect(JSON.stringify([trace, result])).not.toContain('rk_test');
  });

  it('leaves one line of trace without query, body or credential', async () => {
    const provider = await server((response) => json(response, 200, {}, { 'request-id': 'req_1' }));
    const { sender, trace } = desk(provider.url);
    await sender.send('stripe', charge, 'same_key');
    expect(trace).toEqual([
      {
        provider: 'stripe',
        method: 'POST',
        path: '/v1/payment_intents',
        status: 200,
        ms: expect.any(Number),
        attempt: 1,
        requestId: 'req_1',
      },
    ]);
  });

  it.each(['/../x', '//another.example/v1', '/v1/a%2Fb/./c'])(
    'to %s goes to the provider, path unchanged',
    async (path) => {
      const provider = await server((response) => json(response, 200, {}));
      await desk(provider.url).sender.send('stripe', { ...charge, path }, 'never');
      expect(provider.seen.map(({ url }) => url)).toEqual([path]);
    },
  );

  it('tells how far the provider’s clock is ahead', async () => {
    const provider = await server((response) =>
      json(response, 200, {}, { date: new Date(Date.UTC(2026, 10, 20, 12, 3)).toUTCString() }),
    );
    const { sender } = desk(provider.url);
    expect(sender.clockOffset('stripe')).toBeNull();
    await sender.send('stripe', charge, 'never');
    expect(sender.clockOffset('stripe')).toBe(180_000);
    expect(sender.clockOffset('paysafe')).toBeNull();
  });

  it('tells the provider’s own time, and none once one of our clocks was set or stood still since', async () => {
    const answeredAt = Date.UTC(2026, 10, 20, 12, 3);
    let [wall, steady] = [0, 0];
    const { sender } = desk('http://127.0.0.1:1', {
      clock: { now: () => wall, steady: () => steady },
      once: async () => ({ got: 'answer', answer: { status: 200, headers: {}, body: '{}', providerAt: answeredAt } }),
    });
    expect(sender.providerNow('stripe')).toBeNull();
    await sender.send('stripe', charge, 'never');
    [wall, steady] = [300_000, 300_000];
    expect(sender.providerNow('stripe')).toBe(answeredAt + 300_000);
    wall -= 3 * 3_600_000;
    expect(sender.providerNow('stripe')).toBeNull();
    [wall, steady] = [8 * 3_600_000, 300_000];
    expect(sender.providerNow('stripe')).toBeNull();
    await sender.send('stripe', charge, 'never');
    expect(sender.providerNow('stripe')).toBe(answeredAt);
  });

  it('does not take the time at which an answer was given for the time at which a PC that slept meanwhile hears it', async () => {
    const answeredAt = Date.UTC(2026, 10, 20, 12, 3);
    let wall = 0;
    let slept = 25 * 3_600_000;
    const { sender } = desk('http://127.0.0.1:1', {
      clock: { now: () => wall, steady: () => 0 },
      once: async () => {
        wall += slept;
        return { got: 'answer', answer: { status: 200, headers: {}, body: '{}', providerAt: answeredAt } };
      },
    });
    await sender.send('stripe', charge, 'never');
    expect([sender.providerNow('stripe'), sender.clockOffset('stripe')]).toEqual([null, null]);
    slept = 0;
    await sender.send('stripe', charge, 'never');
    expect(sender.providerNow('stripe')).toBe(answeredAt);
  });

  it('without a body is sent without one', async () => {
    const provider = await server((response) => json(response, 200, {}));
    await desk(provider.url).sender.send('stripe', { ...charge, method: 'POST', body: null }, 'never');
    expect(provider.seen[0]).toMatchObject({ body: '', headers: { 'content-length': '0' } });
  });
});

describe('nothing left, for certain', () => {
  it.each([
    ['no address', null, {}, 'no_address'],
    ['no key', 'http://127.0.0.1:9', { credential: async () => null }, 'key_missing'],
    ['plain http to another machine', 'http://provider.example', {}, 'insecure_address'],
    ['an address that only begins like ours', 'http://127.0.0.1.example', {}, 'insecure_address'],
    ['an address that hides behind a name', 'http://127.0.0.1@provider.example', {}, 'insecure_address'],
    ['another protocol', 'ftp://127.0.0.1', {}, 'insecure_address'],
  ] as const)('with %s', async (_what, base, more, why) => {
    const { sender, trace } = desk(base, more);
    expect(await sender.send('stripe', charge, 'same_key')).toEqual({ got: 'nothing', left: false, why });
    expect(trace).toEqual([]);
  });

  it('when nobody listens at the address, and it is not tried three times', async () => {
    const provider = await oddServer(() => undefined);
    await provider.close();
    for (const rule of ['read', 'same_key', 'limited', 'never'] as const) {
      const { sender, trace } = desk(provider.url);
      expect(await sender.send('stripe', charge, rule)).toEqual({ got: 'nothing', left: false, why: 'ECONNREFUSED' });
      expect(trace).toHaveLength(1);
    }
  });

  it.each([
    ['a line break in the key', { credential: async () => 'Bearer a\r\nx: y' }, charge],
    ['a path with a space', {}, { ...charge, path: '/v1/a b' }],
    ['a path that is none', {}, { ...charge, path: 'v1/charges' }],
  ])('with %s', async (_what, more, request) => {
    const provider = await server((response) => json(response, 200, {}));
    const result = await desk(provider.url, more).sender.send('stripe', request, 'same_key');
    expect(result).toMatchObject({ got: 'nothing', left: false });
    expect(provider.seen).toEqual([]);
  });
});

describe('perhaps left', () => {
  it.each([
    ['the connection ends before an answer', (response: Response) => response.socket?.destroy()],
    [
      'the body is cut',
      (response: Response) => {
        response.writeHead(200, { 'content-length': '100' });
        response.write('{"half":', () => response.destroy());
      },
    ],
    ['the answer is no HTTP', (response: Response) => response.socket?.end('hello\r\n\r\n')],
    [
      'the body never ends',
      (response: Response) => {
        response.writeHead(200);
        const piece = Buffer.alloc(1024 * 1024, 120);
        const more = (): void => void (response.writable && response.write(piece, () => more()));
        more();
      },
    ],
  ])('when %s', async (_what, answer) => {
    const provider = await server(answer);
    const { sender } = desk(provider.url);
    expect(await sender.send('stripe', charge, 'never')).toMatchObject({ got: 'nothing', left: true });
  });

  it('when no answer comes in time; it is not repeated', async () => {
    const provider = await server(() => undefined);
    const { sender, trace } = desk(provider.url, { timeoutMs: 60 });
    expect(await sender.send('stripe', charge, 'same_key')).toEqual({ got: 'nothing', left: true, why: 'timeout' });
    expect(trace).toHaveLength(1);
  });

  it('when a connection kept from before breaks under the request', async () => {
    const provider = await server((response, nth) =>
      nth === 1 ? json(response, 200, {}) : response.socket?.destroy(),
    );
    const { sender } = desk(provider.url);
    await sender.send('paysafe', charge, 'limited');
    expect(await sender.send('paysafe', charge, 'limited')).toMatchObject({ got: 'nothing', left: true });
    expect(provider.connections()).toBe(1);
  });
});

type Response = Parameters<Parameters<typeof oddServer>[0]>[0];
type Said = number | 'drop';

describe('repeats of the very same bytes', () => {
  const cases: readonly (readonly [RepeatRule, readonly Said[], number, object])[] = [
    ['same_key', [409, 200], 2, { got: 'answer', earlierLeft: true }],
    ['same_key', [429, 200], 2, { got: 'answer' }],
    ['same_key', ['drop', 200], 2, { got: 'answer', earlierLeft: true }],
    ['same_key', ['drop', 429, 429], 3, { got: 'answer', earlierLeft: true, answer: { status: 429 } }],
    ['same_key', [429, 429, 429, 200], 3, { got: 'answer', answer: { status: 429 } }],
    ['same_key', ['drop', 'drop', 'drop', 200], 3, { got: 'nothing', left: true }],
    ['same_key', [500, 200], 2, { got: 'answer', earlierLeft: true, answer: { status: 200 } }],
    ['same_key', [503, 502, 504, 200], 3, { got: 'answer', earlierLeft: true, answer: { status: 504 } }],
    ['same_key', [402, 200], 1, { got: 'answer', answer: { status: 402 } }],
    ['limited', [429, 200], 2, { got: 'answer', answer: { status: 200 } }],
    ['limited', ['drop', 200], 1, { got: 'nothing', left: true }],
    ['limited', [409, 200], 1, { got: 'answer', answer: { status: 409 } }],
    ['limited', [500, 200], 1, { got: 'answer', answer: { status: 500 } }],
    ['read', [500, 429, 200], 3, { got: 'answer', earlierLeft: true, answer: { status: 200 } }],
    ['read', ['drop', 200], 2, { got: 'answer', earlierLeft: true, answer: { status: 200 } }],
    ['read', [409, 200], 1, { got: 'answer', answer: { status: 409 } }],
    ['never', [429, 200], 1, { got: 'answer', answer: { status: 429 } }],
  ];
  it.each(cases)('%s: %j takes %i tries', async (rule, script, tries, expected) => {
    const provider = await server((response, nth) => {
      const said = script[nth - 1] ?? 500;
      if (said === 'drop') response.socket?.destroy();
      else json(response, said, {});
    });
    const { sender, waits } = desk(provider.url);
    const result = await sender.send('stripe', charge, rule);
    expect(result).toMatchObject(expected);
    if (!('earlierLeft' in expected)) expect(result).not.toHaveProperty('earlierLeft');
    expect(provider.seen).toHaveLength(tries);
    expect(new Set(provider.seen.map(({ body, headers }) => `${headers['idempotency-key']} ${body}`)).size).toBe(1);
    expect(waits).toHaveLength(tries - 1);
    for (const [n, ms] of waits.entries()) {
      expect(ms).toBeGreaterThanOrEqual(300 * 2 ** n);
      expect(ms).toBeLessThanOrEqual(400 * 2 ** n);
    }
  });

  it('of a money request end after twenty seconds: staff see "checking" instead', async () => {
    const provider = await server((response) => json(response, 429, {}));
    let steady = 0;
    const { sender } = desk(provider.url, {
      clock: { now: () => 0, steady: () => (steady += 7_000) },
    });
    await sender.send('stripe', charge, 'same_key');
    expect(provider.seen.length).toBeLessThan(3);
  });

  it('are not made by a PC that slept in between: hours later the key may be forgotten, and the money would move again', async () => {
    for (const counted of [
      'by both clocks',
      'by the wall clock alone: the steady one of Linux and macOS stands still in sleep',
    ]) {
      let [wall, steady] = [Date.UTC(2026, 10, 20, 12), 0];
      let tries = 0;
      const { sender } = desk('http://127.0.0.1:1', {
        clock: { now: () => wall, steady: () => steady },
        async once() {
          tries += 1;
          wall += 25 * 3_600_000;
          if (counted === 'by both clocks') steady += 25 * 3_600_000;
          return { got: 'nothing', left: true, why: 'ECONNRESET' };
        },
      });
      expect(await sender.send('stripe', charge, 'same_key'), counted).toMatchObject({ got: 'nothing', left: true });
      expect(tries, counted).toBe(1);
    }
  });

  it('and the first try too are not made when the PC slept before it: nobody stands at the counter any more', async () => {
    let wall = Date.UTC(2026, 10, 20, 12);
    const { sender } = desk('http://127.0.0.1:1', {
      clock: { now: () => wall, steady: () => 0 },
      credential: async () => {
        wall += 8 * 3_600_000;
        return secret;
      },
      once: () => Promise.reject(new Error('It must not leave')),
    });
    expect(await sender.send('paysafe', charge, 'limited')).toEqual({ got: 'nothing', left: false, why: 'too_late' });
  });

  it('stop where Stripe says they would not help, and go on where it says they would', async () => {
    const no = await server((response) => json(response, 409, {}, { 'stripe-should-retry': 'false' }));
    await desk(no.url).sender.send('stripe', charge, 'same_key');
    expect(no.seen).toHaveLength(1);
    const yes = await server((response, nth) =>
      json(response, nth === 1 ? 500 : 200, {}, nth === 1 ? { 'stripe-should-retry': 'true' } : {}),
    );
    const result = await desk(yes.url).sender.send('stripe', charge, 'same_key');
    expect(result).toMatchObject({ got: 'answer', answer: { status: 200 }, earlierLeft: true });
  });
});

it('a closed sender lets go of its connections', async () => {
  const provider = await server((response) => json(response, 200, {}));
  const { sender } = desk(provider.url);
  await sender.send('stripe', charge, 'never');
  sender.close();
  const { port } = new URL(provider.url);
  const probe = connect(Number(port), '127.0.0.1');
  await new Promise((resolve) => probe.once('connect', resolve));
  probe.destroy();
  await sender.send('stripe', charge, 'never');
  expect(provider.connections()).toBe(3);
});
