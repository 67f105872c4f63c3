import { describe, expect, it } from 'vitest';
import { refused } from '../../../src-main/contract/failure.ts';
import type { Mode } from '../../../src-main/contract/provider.ts';
import { makeProviderKeys, type KeyCheck, type KeyedMode } from '../../../src-main/house/keys/provider-keys.ts';
import type { Operation } from '../../../src-main/payments/operation.ts';
import { handClock } from '../../support/clock.ts';
import { newCharge } from '../ledger/ground.ts';

class Locked extends Error {}
const sylvie = { id: 'st-2', name: 'Sylvie', verbs: [] };

const toldCheck: KeyCheck = {
  ...{ ok: true, mode: 'test', kind: 'restricted', business: 'Atelier Fleury', account: 'acct_made_up' },
  permissions: [],
};

function keys(
  mode: Mode,
  more: { liveAllowed?: boolean; check?: KeyCheck; locked?: boolean; open?: readonly Operation[] } = {},
) {
  const kept = new Map<string, string>();
  const written: string[] = [];
  const tried: string[] = [];
  const clock = handClock();
  const world: { locked: boolean; check: KeyCheck; meanwhile: () => Promise<unknown> } = {
    locked: more.locked ?? false,
    check: more.check ?? toldCheck,
    meanwhile: async () => undefined,
  };
  const safe = <T>(work: () => T): Promise<T> =>
    world.locked ? Promise.reject(new Locked()) : Promise.resolve(work());
  const made = makeProviderKeys({
    mode,
    clock,
    safe: {
      get: (keyMode: KeyedMode, provider) => safe(() => kept.get(`${keyMode}/${provider}`) ?? null),
      set: (keyMode, provider, value) => safe(() => void kept.set(`${keyMode}/${provider}`, value)),
      forget: (keyMode, provider) => safe(() => void kept.delete(`${keyMode}/${provider}`)),
    },
    liveAllowed: more.liveAllowed ?? false,
    embedded:
      mode === 'demo'
        ? { stripe: 'rk_test_embedded', paysafe: { username: 'demo', password: 'demo' }, accounts: [] }
        : null,
    async checkStripe(key) {
      tried.push(key);
      const { check } = world;
      await world.meanwhile();
      return check;
    },
    checkPaysafe: async ({ username }) => (tried.push(username), world.check),
    knowsAtStripe: async () => null,
    notEnded: async () => more.open ?? [],
    named: async () => ({ orders: [], lastFour: async () => null }),
    sinceBackup: { believes: () => false, meant: () => null, mean: async () => undefined },
    health: () => 'ok',
    safeTrouble: (error) => (error instanceof Locked ? refused('keychain_locked').failure : null),
    audit: async (who, what, detail) =>
      void written.push(`${who?.name} ${what} ${detail['provider']} ${detail['lastFour'] ?? ''}`.trim()),
    changed: () => undefined,
    unlocked: async () => void written.push('unlocked'),
  });
  return { made, kept, written, tried, world, clock };
}

describe('a provider key', () => {
  it('is kept in the keychain and shown afterwards only as mode and last four', async () => {
    const { made, written } = keys('test');
    const reply = await made.setStripe('rk_test_madeUpByTheTestk3Qv', sylvie);
    expect(JSON.stringify(reply)).not.toContain('madeUpByTheTest');
    expect(reply).toMatchObject({
      ok: true,
      value: { configured: true, mode: 'test', lastFour: 'k3Qv', addedBy: 'Sylvie' },
    });
    expect(await made.credential('stripe')).toBe('Bearer rk_test_madeUpByTheTestk3Qv');
    expect(written).toEqual(['Sylvie key_added stripe k3Qv']);
    await made.setStripe('rk_test_anotherMadeUp9x9x', sylvie);
    await made.forget('stripe', 'test', sylvie);
    expect(written.slice(1)).toEqual(['Sylvie key_replaced stripe 9x9x', 'Sylvie key_forgotten stripe']);
    expect(await made.credential('stripe')).toBeNull();
  });

  it('that is looked at again while Stripe does not say whose it is stays the key of the account it was', async () => {
    const { made, world } = keys('test');
    await made.setStripe('rk_test_madeUpByTheTestk3Qv', sylvie);
    world.check = { ...toldCheck, account: null };
    expect(await made.check('stripe')).toMatchObject({ ok: true });
    expect(made.stripeAccount()).toBe('acct_made_up');
  });

  it('that was replaced while the one before it was looked at is not put away again', async () => {
    const { made, world } = keys('test');
    await made.setStripe('rk_test_madeUpByTheTestk3Qv', sylvie);
    world.meanwhile = async () => {
      world.meanwhile = async () => undefined;
      await made.setStripe('rk_test_anotherMadeUp9x9x', sylvie);
    };
    expect(await made.check('stripe')).toMatchObject({ ok: true, value: { lastFour: '9x9x' } });
    expect(await made.credential('stripe')).toBe('Bearer rk_test_anotherMadeUp9x9x');
    await made.load();
    expect(await made.credential('stripe')).toBe('Bearer rk_test_anotherMadeUp9x9x');
  });

  it('of live money is refused in the test window before it is sent anywhere', async () => {
    const { made, kept, tried } = keys('test', { liveAllowed: true });
    const paysafe = { username: 'madeUp', password: 'madeUp', mode: 'live' as const, accounts: [] };
    for (const reply of [await made.setStripe('rk_live_madeUp', sylvie), await made.setPaysafe(paysafe, sylvie)])
      expect(reply).toMatchObject({ failure: { code: 'key_wrong_mode', facts: { key: 'live', window: 'test' } } });
    expect([tried, kept.size]).toEqual([[], 0]);
  });

  it('of live money is refused where the window is not protected', async () => {
    const { made, tried } = keys('live');
    expect(await made.setStripe('rk_live_madeUp', sylvie)).toMatchObject({ failure: { code: 'live_not_here' } });
    expect(tried).toEqual([]);
  });

  it('whose shape tells nothing is judged by what its provider says it is', async () => {
    const live: KeyCheck = {
      ok: true,
      mode: 'live',
      kind: 'restricted',
      business: null,
      account: null,
      permissions: [],
    };
    expect(await keys('test', { check: live }).made.setStripe('madeUp', sylvie)).toMatchObject({
      failure: { code: 'key_wrong_mode' },
    });
  });

  it('has no place in the demo house, which keeps those of its sandbox', async () => {
    const { made, kept, tried } = keys('demo');
    expect(await made.setStripe('rk_test_madeUpAgain1234', sylvie)).toMatchObject({
      failure: { code: 'key_not_in_demo' },
    });
    expect([tried, kept.size]).toEqual([[], 0]);
    expect(await made.credential('stripe')).toBe('Bearer rk_test_embedded');
  });

  it('is refused in words while the keychain is locked, and read once it is open', async () => {
    const { made, kept } = keys('test');
    await made.setStripe('rk_test_madeUpAgain1234', sylvie);
    const again = keys('test', { locked: true });
    for (const [name, value] of kept) again.kept.set(name, value);
    await again.made.load();
    expect(again.made.shut()).toEqual({ code: 'keychain_locked' });
    expect(await again.made.setStripe('rk_test_madeUpAgain1234', sylvie)).toMatchObject({
      failure: { code: 'keychain_locked' },
    });
    again.world.locked = false;
    // A keychain that is shut is not asked at every request: each question may put a window of the system before staff.
    expect(await again.made.credential('stripe')).toBeNull();
    again.clock.pass(61_000);
    expect(await again.made.credential('stripe')).toBe('Bearer rk_test_madeUpAgain1234');
    expect(again.made.shut()).toBeNull();
    expect(again.written).toEqual(['unlocked']);
  });
});

describe('a Paysafe key, while an order at Paysafe is not known', () => {
  const account = (number: string) => ({ number, currency: 'CAD', kind: 'card' as const });
  const pair = (username: string, number: string) => ({
    ...{ username, password: 'madeUp', mode: 'test' as const, accounts: [account(number)] },
  });
  const open = (memo: Readonly<Record<string, string>>): Operation => ({
    ...newCharge({ provider: 'paysafe', memo }),
    version: 1,
  });

  it('is stored when it is let into the account that has the order', async () => {
    const { made } = keys('test', { open: [open({ account: '1001' })] });
    expect(await made.setPaysafe(pair('other', '1001'), sylvie)).toMatchObject({ ok: true });
  });

  it('for other accounts is stored only once somebody has read what that means', async () => {
    const { made, kept } = keys('test', { open: [open({ account: '1001' })] });
    const no = { ok: false, failure: { code: 'key_other_account', facts: { provider: 'paysafe', open: 1 } } };
    expect(await made.setPaysafe(pair('other', '2002'), sylvie)).toEqual(no);
    expect(kept.size).toBe(0);
    expect(await made.setPaysafe({ ...pair('other', '2002'), otherAccount: true }, sylvie)).toMatchObject({ ok: true });
  });

  it('of another name is asked about where the order names no account, and the same one is not', async () => {
    const orders: Operation[] = [];
    const { made } = keys('test', { open: orders });
    await made.setPaysafe(pair('first', '1001'), sylvie);
    orders.push(open({}));
    expect(await made.setPaysafe(pair('second', '1001'), sylvie)).toMatchObject({
      failure: { code: 'key_other_account' },
    });
    expect(await made.setPaysafe(pair('first', '1001'), sylvie)).toMatchObject({ ok: true });
  });
});
