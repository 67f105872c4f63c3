import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { openProviderPage, providerPageAddress, type ProviderPage } from '../../src-main/shell/external.ts';
import { hostileAddresses } from './hostile-addresses.ts';

const customer = (reference: string): ProviderPage => ({
  provider: 'stripe',
  mode: 'live',
  kind: 'customer',
  reference,
});

describe('what opens in the system’s browser', () => {
  it('is the object’s page on Stripe’s own site, in its own mode', () => {
    expect(providerPageAddress(customer('cus_Made1up'))).toBe('https://dashboard.stripe.com/customers/cus_Made1up');
    expect(providerPageAddress({ ...customer('pi_Made1up'), mode: 'test', kind: 'payment' })).toBe(
      'https://dashboard.stripe.com/test/payments/pi_Made1up',
    );
  });

  it('is nothing for the demo house, for Paysafe, and for an id of the wrong kind', () => {
    expect(providerPageAddress({ ...customer('cus_Made1up'), mode: 'demo' })).toBeUndefined();
    expect(providerPageAddress({ ...customer('cus_Made1up'), provider: 'paysafe' })).toBeUndefined();
    expect(providerPageAddress({ ...customer('cus_Made1up'), kind: 'payment' })).toBeUndefined();
  });

  it.each(hostileAddresses)('is never an address that came as an id: %s', (address) => {
    expect(providerPageAddress(customer(address))).toBeUndefined();
    expect(providerPageAddress(customer(`cus_${address}`))).toBeUndefined();
    expect(providerPageAddress(customer(`cus_x\n${address}`))).toBeUndefined();
  });

  it('is, whatever the id, on dashboard.stripe.com or nowhere', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('customer', 'payment'),
        fc.string(),
        fc.constantFrom('', 'cus_', 'pi_', 'ch_'),
        (kind, text, prefix) => {
          const address = providerPageAddress({ provider: 'stripe', mode: 'test', kind, reference: prefix + text });
          if (address === undefined) return;
          const url = new URL(address);
          expect(url.origin).toBe('https://dashboard.stripe.com');
          expect(url.pathname).toMatch(/^\/test\/(customers|payments)\/[a-z]+_[A-Za-z0-9]+$/);
          expect(url.username + url.password + url.search + url.hash).toBe('');
        },
      ),
      { numRuns: 2_000 },
    );
  });

  it('says so when there is nothing to open, and opens nothing', async () => {
    const opened: string[] = [];
    const shell = { openExternal: async (url: string) => void opened.push(url) };
    expect(await openProviderPage(shell, customer('javascript:alert(1)'))).toBe(false);
    expect(await openProviderPage(shell, customer('cus_Made1up'))).toBe(true);
    expect(opened).toEqual(['https://dashboard.stripe.com/customers/cus_Made1up']);
  });
});
