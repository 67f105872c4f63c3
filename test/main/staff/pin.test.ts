import { describe, expect, test } from 'vitest';
import { lightPinCost } from '../../support/light-pin.ts';
import { hashPin, housePinCost, isWeakPin, pinMatches } from '../../../src-main/staff/pin.ts';

const pepper = Buffer.alloc(32, 1);
const seasoning = { pepper, cost: housePinCost };
const salt = 'a-salt-of-this-test';

describe('a stored PIN', () => {
  test('opens with the PIN it was made from and with no other', async () => {
    const stored = await hashPin('7394', seasoning, salt);
    expect(await pinMatches('7394', seasoning, stored)).toBe(true);
    expect(await pinMatches('7395', seasoning, stored)).toBe(false);
    expect(await pinMatches('73940', seasoning, stored)).toBe(false);
  });

  test('holds neither the PIN nor the pepper, and two people with one PIN do not look alike', async () => {
    const stored = await hashPin('7394', seasoning, salt);
    expect(stored).not.toContain('7394');
    expect(stored).not.toContain(pepper.toString('base64url').slice(0, 10));
    expect(await hashPin('7394', seasoning, 'the-salt-of-another')).not.toBe(stored);
  });

  test('says that its pepper is lost instead of calling every PIN wrong', async () => {
    const stored = await hashPin('7394', seasoning, salt);
    await expect(pinMatches('7394', { ...seasoning, pepper: Buffer.alloc(32, 2) }, stored)).rejects.toMatchObject({
      code: 'keychain_unavailable',
    });
  });

  test('in a form that is not ours is never taken for a wrong PIN', async () => {
    await expect(pinMatches('7394', seasoning, 'plain:7394')).rejects.toThrow('no form we know');
  });

  test('made with less work than a house asks for opens nothing in the app', async () => {
    const cheap = await hashPin('7394', { pepper, cost: lightPinCost }, salt);
    await expect(pinMatches('7394', seasoning, cheap)).rejects.toThrow('no form we know');
    // One of OWASP's floors for scrypt.
    expect(housePinCost).toEqual({ log2: 14, r: 8, p: 5 });
  });

  test('needs a salt', async () => {
    await expect(hashPin('7394', seasoning, 'short')).rejects.toThrow('salt');
  });

  test('does not hold up the desk while it is checked', async () => {
    let turns = 0;
    const counting = setInterval(() => (turns += 1), 1);
    await hashPin('7394', seasoning, salt);
    clearInterval(counting);
    expect(turns).toBeGreaterThan(3);
  });
});

describe('a PIN that anybody would try first', () => {
  test.each([
    '0000',
    '7777777',
    '1234',
    '4321',
    '23456',
    '8901',
    '2109',
    '1212',
    '4545',
    '123123',
    '77887788',
    '2580',
    '0852',
  ])('%s is refused', (pin) => expect(isWeakPin(pin)).toBe(true));
  test.each(['7394', '1337', '2468', '1235', '9021', '04826', '31415926'])('%s is taken', (pin) =>
    expect(isWeakPin(pin)).toBe(false),
  );
});
