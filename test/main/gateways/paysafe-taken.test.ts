import { describe, expect, it } from 'vitest';
import { makePaysafeLookUps } from '../../../src-main/gateways/paysafe/lists.ts';
import type { ProviderRequest, SendResult } from '../../../src-main/payments/ports.ts';
import { handClock } from '../../support/clock.ts';

const answer = (status: number, body: unknown): SendResult => ({
  got: 'answer',
  answer: { status, headers: {}, body: JSON.stringify(body), providerAt: null },
});
/** A house with a card account for Canadian dollars, and one for US dollars that was closed. */
function house() {
  const asked: string[] = [];
  const lookUps = makePaysafeLookUps({
    clock: handClock(),
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
  return { lookUps, asked };
}

describe('before a bill of a file is charged at Paysafe', () => {
  it('only the account of its currency is asked: one of another currency that was closed stops nobody', async () => {
    const { lookUps, asked } = house();
    const about = { kind: 'card', currency: 'CAD', customerRefs: ['profile-1'], since: null } as const;
    expect(await lookUps.takenUnder({ ...about, keys: ['cpt-1', 'cpt-2'] })).toEqual({ ok: true, value: [] });
    expect(asked.map((path) => path.split('?')[0])).toEqual(Array(2).fill('/cardpayments/v1/accounts/1001/auths'));
  });
});
