import { describe, expect, it } from 'vitest';
import { makePaysafeLookUps } from '../../../src-main/gateways/paysafe/lists.ts';
import { makeSender } from '../../../src-main/gateways/sender.ts';
import { makeStripeLists } from '../../../src-main/gateways/stripe/lists.ts';
import type { ProviderRequest, SendResult } from '../../../src-main/payments/ports.ts';
import { countedIds, handClock } from '../../support/clock.ts';

const answer = (status: number, body: unknown): SendResult => ({
  got: 'answer',
  answer: { status, headers: {}, body: JSON.stringify(body), providerAt: null },
});
/** A house with a card account for Canadian dollars, and one for US dollars that was closed. */
function house() {
  const asked: string[] = [];
  const clock = handClock();
  const lookUps = makePaysafeLookUps({
    clock,
    accounts: () => [
      { number: '1002', kind: 'card', currency: 'USD' },
      { number: '1001', kind: 'card', currency: 'CAD' },
    ],
    sender: {
      async send(_provider, { path }: ProviderRequest) {
        asked.push(path);
        return path.includes('/accounts/1002/')
          ? answer(400, { error: { code: '5017', message: 'The account is disabled.' } })
          : answer(200, { auths: [] });
      },
    },
  });
  return { lookUps, asked, clock };
}

describe('before a bill of a file is charged at Paysafe', () => {
  it('only the account of its currency is asked: one of another currency that was closed stops nobody', async () => {
    const { lookUps, asked, clock } = house();
    const about = { kind: 'card', currency: 'CAD', customerRefs: ['profile-1'], since: null } as const;
    expect(await lookUps.takenUnder({ ...about, keys: ['cpt-1', 'cpt-2'] })).toEqual({ ok: true, value: [] });
    expect(asked.map((path) => path.split('?')[0])).toEqual(Array(2).fill('/cardpayments/v1/accounts/1001/auths'));
    // Nearly all that Paysafe keeps, and surely no more than that: a PC's clock may be some minutes behind.
    const starts = asked.map((path) => Date.parse(new URLSearchParams(path.split('?')[1]).get('startDate') ?? ''));
    const day = 86_400_000;
    for (const start of starts)
      expect((clock.now() - start) / day).toSatisfy((days: number) => days > 350 && days < 364);
  });
});

describe('a provider that is slow to say what stands under the key of a bill', () => {
  it.each(['stripe', 'paysafe'] as const)(
    '(%s) keeps nobody at the counter for a minute: nothing was sent yet',
    async (provider) => {
      const patience: number[] = [];
      const clock = handClock();
      const sender = makeSender({
        ...{ base: () => 'http://127.0.0.1:1', credential: async () => 'made up', clock, random: countedIds() },
        ...{ wait: async () => undefined, trace: () => undefined },
        async once({ timeoutMs }) {
          patience.push(timeoutMs);
          return { got: 'nothing', left: true, why: 'timeout' };
        },
      });
      const accounts = () => [{ number: '1001', kind: 'card', currency: 'CAD' }] as const;
      const reader =
        provider === 'stripe' ? makeStripeLists({ sender, clock }) : makePaysafeLookUps({ sender, clock, accounts });
      const about = { kind: 'card', currency: 'CAD', customerRefs: ['cus_1'], since: null } as const;
      expect(await reader.takenUnder({ ...about, keys: ['cpt-1'] })).toMatchObject({ ok: false, why: 'no_answer' });
      expect(patience).toEqual([15_000]);
      // What nobody stands and waits for has the time that a provider may need.
      await reader.readPayment('pay_1', null);
      expect(patience.slice(1)).toEqual([60_000]);
      sender.close();
    },
  );
});
