import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Plan } from '../../src-main/payments/order.ts';
import { faultNames, type FaultName } from '../../src-main/sandbox/core/faults.ts';
import { paysafeTill } from './paysafe-till.ts';
import { capture, onCard, refund, release, take } from './plans.ts';
import { stripeTill } from './stripe-till.ts';
import { ask, carry, openTown, operationOf, type Till, type Town } from './town.ts';

// Every order × everything that can go wrong on the way: nothing is ever called done or failed that is not, and the look-up finds the truth.
let town: Town;
let tills: { stripe: Till; paysafe: ReturnType<typeof paysafeTill> };
beforeAll(async () => {
  town = await openTown('faults');
  tills = { stripe: stripeTill(town.sandbox), paysafe: paysafeTill(town.sandbox) };
});
afterEach(() => town.sandbox.faults.clear());
afterAll(() => town.close());

/** Processed at the provider although no good answer came. */
const ranAll: readonly FaultName[] = ['drop-after', 'cut-body', '500-after'];
/** Longer than any answer of the sandbox takes, far shorter than anybody waits. */
const shortPatienceMs = 250;

interface Case {
  readonly name: string;
  readonly providers: readonly ('stripe' | 'paysafe')[];
  make(provider: 'stripe' | 'paysafe'): Promise<Plan>;
  /** of the request itself; look-ups go to other methods */
  readonly path: string;
}

const both = ['stripe', 'paysafe'] as const;
const cases: readonly Case[] = [
  {
    name: 'charge',
    providers: both,
    path: 'payment_intents|auths',
    make: async (p) => take('charge', await tills[p].save()),
  },
  {
    name: 'hold',
    providers: both,
    path: 'payment_intents|auths',
    make: async (p) => take('hold', await tills[p].save()),
  },
  {
    name: 'capture of a part',
    providers: both,
    path: 'capture|settlements',
    make: async (p) => capture(await tills[p].hold(await tills[p].save(), 8450), 5000),
  },
  {
    name: 'release',
    providers: both,
    path: 'cancel|voidauths',
    make: async (p) => release(await tills[p].hold(await tills[p].save(), 8450)),
  },
  {
    name: 'whole refund',
    providers: both,
    path: 'refunds',
    make: async (p) => refund(await tills[p].charge(await tills[p].save(), 8450), 8450),
  },
  {
    name: 'part of a refund',
    providers: both,
    path: 'refunds',
    make: async (p) => refund(await tills[p].charge(await tills[p].save(), 8450), 3000),
  },
  {
    name: 'cancellation before the batch',
    providers: ['paysafe'],
    path: 'settlements/',
    make: async () =>
      refund(await tills.paysafe.charge(await tills.paysafe.save(), 8450, false), 8450, { means: 'cancel' }),
  },
  {
    name: 'bank debit',
    providers: ['paysafe'],
    path: 'purchases',
    make: async () => take('charge', await tills.paysafe.saveBank('eft')),
  },
  {
    name: 'removal of a card',
    providers: both,
    path: 'detach|cards/',
    make: async (p) => onCard('remove_card', await tills[p].save()),
  },
  {
    name: 'new default card',
    providers: both,
    path: 'customers/|cards/',
    make: async (p) => onCard('set_default', await tills[p].saveSecond(await tills[p].save())),
  },
];
const methodOf = (name: string, provider: string): string =>
  provider === 'stripe'
    ? 'POST'
    : name === 'removal of a card'
      ? 'DELETE'
      : name === 'new default card' || name.startsWith('cancellation')
        ? 'PUT'
        : 'POST';

describe.each(both)('at %s', (provider) => {
  const own = cases.filter(({ providers }) => providers.includes(provider));

  describe.each(own)('a $name', ({ name, make, path }) => {
    const strike = (fault: FaultName, times: number): void =>
      town.sandbox.faults.add({ method: methodOf(name, provider), path, nth: 1, fault, times });

    // A DELETE at Paysafe answers with an empty body: there is nothing to cut.
    const faults = faultNames.filter((fault) => methodOf(name, provider) !== 'DELETE' || fault !== 'cut-body');

    it.each(faults)('that meets %s every time is never called done or failed, and is found out', async (fault) => {
      const plan = await make(provider);
      const till = tills[provider];
      const providers = town.patient(fault === 'hang' ? shortPatienceMs : 20_000);
      strike(fault, 9);
      const { prepared, result, reading } = await carry(providers, provider, plan);
      town.sandbox.faults.clear();

      if (result.got === 'nothing') {
        expect(['drop-before', 'drop-after', 'cut-body', 'hang']).toContain(fault);
        expect(result.left).toBe(true);
      } else {
        const expected =
          fault === '429' ? { is: 'not_run' } : { is: 'unclear', why: expect.not.stringContaining('unreadable') };
        expect(reading?.outcome).toMatchObject(expected);
      }

      const ran = ranAll.includes(fault);
      expect(await till.ran(plan)).toBe(ran ? 1 : 0);
      const why = reading && 'why' in reading.outcome ? reading.outcome.why : 'no_answer';
      const finding = await ask(providers, operationOf(plan, { provider, prepared, why }));
      if (ran) {
        const is = name === 'bank debit' ? 'pending' : 'done';
        expect(finding).toMatchObject({ found: 'outcome', reading: { outcome: { is } } });
      } else if (why === 'duplicate' && !['PUT', 'DELETE'].includes(methodOf(name, provider))) {
        // Called a duplicate and yet nowhere: that is not "it never happened".
        expect(finding).toEqual({ found: 'nothing_yet', why: 'duplicate_not_found' });
      } else {
        expect(finding).toEqual({ found: 'absent' });
      }
    });

    it.each(faults.filter((fault) => fault !== 'hang'))('that meets %s once moves at most once', async (fault) => {
      const plan = await make(provider);
      const till = tills[provider];
      strike(fault, 1);
      const { result, reading } = await carry(town.providers, provider, plan);
      const is = reading?.outcome.is;
      const repeats = provider === 'stripe' ? ['drop-before', 'drop-after', 'cut-body', '409', '429'] : ['429'];
      if (repeats.includes(fault)) {
        // The very same bytes again within one send: the provider merges them, staff see one answer.
        expect(is).toBe(name === 'bank debit' ? 'pending' : 'done');
        expect(await till.ran(plan)).toBe(1);
      } else {
        expect(is === undefined || is === 'unclear').toBe(true);
        expect(result.got === 'nothing' ? result.left : true).toBe(true);
        expect(await till.ran(plan)).toBe(ranAll.includes(fault) ? 1 : 0);
      }
    });
  });

  it('an order that could not even leave is known not to have happened', async () => {
    const plan = take('charge', await tills[provider].save());
    const gateway = town.providers.gateways[provider];
    const { request } = await gateway.prepare(plan);
    const gone = await openTown('gone');
    await gone.close();
    const result = await gone.providers.sender.send(provider, request, gateway.repeat);
    expect(result).toEqual({ got: 'nothing', left: false, why: 'ECONNREFUSED' });
  });
});
