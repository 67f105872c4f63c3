import { describe, expect, it } from 'vitest';
import { question as askPaysafe } from '../../../src-main/gateways/paysafe/orders.ts';
import { question as askStripe } from '../../../src-main/gateways/stripe/orders.ts';
import { charge, lost, now } from './orders-on-paper.ts';

const day = 86_400_000;
const createdSince = async (operation: ReturnType<typeof lost>): Promise<number | null> => {
  const { path } = await askStripe(operation);
  const since = /created(?:\[|%5B)gte(?:\]|%5D)=(\d+)/.exec(path)?.[1];
  return since === undefined ? null : Number(since) * 1000;
};
const startDate = (operation: ReturnType<typeof lost>, at = now): number =>
  Date.parse(new URL(askPaysafe(operation, at).path, 'https://api.paysafe.com').searchParams.get('startDate') ?? '');

// Seeds 6490 and 11926 of the simulation: a desk whose clock was a month ahead asked for charges since the day after, and called its own not done.
describe('a look-up for a charge', () => {
  const known = { ...lost(charge), providerClockAt: now };

  it('begins before the send by the provider’s own clock, however wrong the desk’s is', async () => {
    const ahead = { ...known, createdAt: now + 30 * day };
    expect(await createdSince(ahead)).toBe(now - 7 * day);
    expect(startDate(ahead, now + 30 * day)).toBe(now - 91 * day);
  });

  it('leaves nothing out when the provider had not told its time before the send', async () => {
    expect(await createdSince({ ...lost(charge), createdAt: now + 30 * day })).toBeNull();
  });

  it('reaches back a year at Paysafe, which must be told a day, when it had not told its time', () => {
    const ahead = { ...lost(charge), createdAt: now + 30 * day };
    expect(startDate(ahead, now + 60 * day)).toBeLessThan(now - 300 * day);
  });
});
