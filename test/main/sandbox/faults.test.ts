import { request } from 'node:http';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { faultNames, type FaultName } from '../../../src-main/sandbox/core/fault-shapes.ts';
import { makeFaults, type SandboxFaults } from '../../../src-main/sandbox/core/faults.ts';
import { listen, type SandboxServer } from '../../../src-main/sandbox/core/http.ts';
import { jsonReply } from '../../../src-main/sandbox/core/message.ts';

const now = Date.UTC(2026, 10, 20, 16, 42);
const day = 86_400_000;
const own = {
  id: 'pi_0123',
  object: 'payment_intent',
  status: 'succeeded',
  amount: 8450,
  currency: 'cad',
  customer: 'cus_0123',
  metadata: { order: 'op-1' },
};

let server: SandboxServer;
let faults: SandboxFaults;
let processed: string[];
beforeEach(async () => {
  faults = makeFaults(() => now);
  faults.dripMs = 1;
  processed = [];
  server = await listen({
    port: 0,
    faults,
    now: () => now,
    handle({ path, body }) {
      processed.push(body);
      return jsonReply(200, path === '/list' ? { object: 'list', data: [own], has_more: false } : own);
    },
  });
});
afterEach(() => server.close());

interface Heard {
  readonly status: number;
  readonly text: string;
  readonly headers: NodeJS.Dict<string | string[]>;
}

/** What a client hears: an answer, 'broken' when the connection ends before it is whole, 'silence' when nothing more will come. */
function ask(path = '/thing', body = 'amount=8450&off_session=true'): Promise<Heard | 'broken' | 'silence'> {
  return new Promise((resolve) => {
    const outgoing = request(`${server.url}${path}`, { method: 'POST' }, (incoming) => {
      let text = '';
      incoming.on('data', (part: Buffer) => (text += part.toString('utf8')));
      incoming.on('error', () => resolve('broken'));
      incoming.on('end', () => resolve({ status: incoming.statusCode ?? 0, text, headers: incoming.headers }));
    });
    outgoing.on('error', () => resolve('broken'));
    faults.whenSilent = () => {
      resolve('silence');
      outgoing.destroy();
    };
    outgoing.end(body);
  });
}
async function under(fault: FaultName, path?: string): Promise<Heard | 'broken' | 'silence'> {
  faults.add({ path: '.', nth: 1, fault });
  return ask(path);
}
async function answerUnder(fault: FaultName, path?: string): Promise<Heard> {
  const heard = await under(fault, path);
  if (typeof heard === 'string') throw new Error(`No answer, but ${heard}.`);
  return heard;
}

describe('what a fault lets happen, and what the client hears of it', () => {
  const silent = ['hang', 'hang-after', 'silent-headers', 'endless-drip'];
  const broken = ['drop', 'reset', 'cut-body'];

  test.each(faultNames)('%s', async (fault) => {
    const heard = await under(fault);
    const notDone = fault.includes('before') || ['409', '429', '429-retry-after', 'hang'].includes(fault);
    expect(processed).toHaveLength(notDone ? 0 : fault === 'twice' ? 2 : 1);
    if (silent.includes(fault)) expect(heard).toBe('silence');
    else if (broken.some((name) => fault.startsWith(name))) expect(heard).toBe('broken');
    else expect(heard).toMatchObject({ status: /^[45]\d\d/.test(fault) ? Number(fault.slice(0, 3)) : 200 });
    if (fault !== 'rows-moved' && fault !== 'rows-late')
      expect(faults.struck).toEqual([{ fault, method: 'POST', path: '/thing' }]);
    faults.clear();
    expect(await ask()).toMatchObject({ status: 200, text: JSON.stringify(own) });
  });
});

describe('an answer that is wrong', () => {
  const json = async (fault: FaultName, path?: string): Promise<unknown> =>
    JSON.parse((await answerUnder(fault, path)).text);

  test('differs from the true one in what it says it does, and in nothing else', async () => {
    expect(await json('wrong-amount')).toEqual({ ...own, amount: 8451 });
    expect(await json('wrong-currency')).toEqual({ ...own, currency: 'xts' });
    expect(await json('unknown-word')).toEqual({ ...own, status: 'bewildered' });
    expect(await json('still-pending')).toEqual({ ...own, status: 'processing' });
    const another = (await json('wrong-object')) as typeof own;
    expect(another).toMatchObject({ status: 'succeeded', amount: 8450, currency: 'cad' });
    for (const name of ['id', 'customer'] as const) {
      expect(another[name]).not.toBe(own[name]);
      expect(another[name]).toHaveLength(own[name].length);
    }
    expect(another.metadata.order).not.toBe('op-1');
  });

  test('as a list has moved on: our row is on the next page', async () => {
    expect(await json('rows-moved', '/list')).toMatchObject({ has_more: true, data: [{ amount: 8450 }] });
    expect(JSON.stringify(await json('rows-moved', '/list'))).not.toContain('pi_0123');
  });

  test('as a list lags: it ends before our row', async () => {
    expect(await json('rows-late', '/list')).toEqual({ object: 'list', data: [], has_more: false });
  });

  test('is half a text, or a page that is no answer at all', async () => {
    const { text } = await answerUnder('cut-json');
    expect(JSON.stringify(own).startsWith(text)).toBe(true);
    expect(() => JSON.parse(text) as unknown).toThrow();
    for (const fault of ['page-before', 'page-after', '502-before'] as const)
      expect(await answerUnder(fault)).toMatchObject({
        text: expect.stringMatching(/^<!doctype html>/),
        headers: { 'content-type': expect.stringContaining('html') },
      });
  });

  test('has a clock that is a day off', async () => {
    expect((await answerUnder('date-ahead')).headers['date']).toBe(new Date(now + day).toUTCString());
    expect((await answerUnder('date-behind')).headers['date']).toBe(new Date(now - day).toUTCString());
  });

  test('says when to come back, where it does', async () => {
    expect((await answerUnder('429-retry-after')).headers).toHaveProperty('retry-after', '2');
    expect((await answerUnder('429')).headers).not.toHaveProperty('retry-after');
  });

  test('of nothing to alter is no fault that struck', async () => {
    await answerUnder('rows-moved');
    expect(faults.struck).toEqual([]);
  });
});

test('byte by byte, the answer is whole in the end', async () => {
  expect((await answerUnder('slow-drip')).text).toBe(JSON.stringify(own));
});

test('a request that is carried out as if the client were there says nothing of their absence', async () => {
  await answerUnder('on-session');
  expect(processed).toEqual(['amount=8450']);
});

test('a fault with a time of its own strikes until the provider’s clock is past it', () => {
  let clock = now;
  const timed = makeFaults(() => clock);
  timed.add({ path: '/v1', nth: 2, fault: '500-before', forMs: 60_000 });
  const call = { method: 'GET', path: '/v1/x', query: '', headers: {}, body: '' };
  const taken = (): FaultName | undefined => timed.take(call)?.fault;
  expect([taken(), taken(), taken()]).toEqual([undefined, '500-before', '500-before']);
  clock += 59_999;
  expect(taken()).toBe('500-before');
  clock += 1;
  expect(taken()).toBeUndefined();
});
