import { describe, expect, it } from 'vitest';
import { askedPermissions } from '../../src-main/gateways/stripe/key-check.ts';
import { stripePermissions, wantedAtStripe } from '../../src-renderer/screens/settings/stripe-permissions.ts';
import { wordsOf } from '../../src-renderer/wording/languages.ts';

describe('what a restricted key needs at Stripe', () => {
  it('is listed for whoever makes one: everything that the check asks about, and nothing that it does not know', () => {
    const listed = stripePermissions.flatMap(({ asked }) => (asked === null ? [] : [asked]));
    expect(listed.toSorted()).toEqual(askedPermissions.toSorted());
    expect(wantedAtStripe.map(({ name }) => name)).toContain('Payouts');
    expect(new Set(wantedAtStripe.map(({ name }) => name)).size).toBe(wantedAtStripe.length);
  });

  it.each(['en', 'fr'] as const)('has words for each that is missing (%s)', (language) => {
    const { does } = wordsOf(language).settings.permissions;
    expect(askedPermissions.filter((name) => !does[name])).toEqual([]);
    expect(Object.keys(does).toSorted()).toEqual(askedPermissions.toSorted());
  });
});
