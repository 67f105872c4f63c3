import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  hostedPageAddress,
  letterAddress,
  openProviderPage,
  outsideOf,
  providerPageAddress,
  type ProviderPage,
} from '../../src-main/shell/external.ts';
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

describe('a hosted page', () => {
  const checkout = 'https://checkout.stripe.com/c/pay/cs_live_a1#fid';

  it('opens on Stripe’s own hosts, and in the demo house on its own provider, nowhere else', () => {
    expect(hostedPageAddress(checkout, null)).toBe(checkout);
    expect(hostedPageAddress('https://billing.stripe.com/p/session/live_x', null)).toBeDefined();
    expect(hostedPageAddress('https://invoice.stripe.com/i/acct_1/live_x', null)).toBeDefined();
    const demo = 'http://127.0.0.1:5005';
    expect(hostedPageAddress(`${demo}/invoice/in_1`, [demo])).toBeDefined();
    expect(hostedPageAddress(`${demo}/pay/cs_test_a1`, [demo])).toBe(`${demo}/pay/cs_test_a1`);
    for (const other of [
      `${demo}/pay/cs_test_a1`,
      'http://checkout.stripe.com/c/pay/x',
      'https://checkout.stripe.com.evil.example/c',
      'https://user@checkout.stripe.com/c',
      'https://checkout.stripe.com:8443/c',
      `https://checkout.stripe.com/${'x'.repeat(5000)}`,
    ])
      expect(hostedPageAddress(other, null)).toBeUndefined();
    for (const other of [checkout, `${demo}/_control/reset`, `${demo}/v1/customers`, 'http://127.0.0.1:5006/pay/cs_1'])
      expect(hostedPageAddress(other, [demo])).toBeUndefined();
  });

  it('of Paysafe opens on its payment pages alone, and an address with a key in it is neither opened nor copied', async () => {
    const pay = 'https://pay.netbanx.com/hosted/v1/payment/53616c7465645f5f';
    expect(hostedPageAddress(pay, null)).toBe(pay);
    expect(hostedPageAddress('https://pay.test.netbanx.com/hosted/v1/payment/5361', null)).toBeDefined();
    const demo = ['http://127.0.0.1:5005', 'http://127.0.0.1:5007'];
    expect(hostedPageAddress('http://127.0.0.1:5007/hosted/v1/payment/5361', demo)).toBeDefined();
    const keyed = 'https://made:up@api.netbanx.com/hosted/v1/orders/284/resend_callback';
    for (const other of [
      keyed,
      'https://made:up@pay.netbanx.com/hosted/v1/payment/5361',
      'https://api.netbanx.com/hosted/v1/orders/284',
      'https://pay.netbanx.com/',
      'https://pay.netbanx.com/hosted/v1/payment/5361/../../orders',
      'https://netbanx.com/hosted/v1/payment/5361',
      'http://pay.netbanx.com/hosted/v1/payment/5361',
      'http://127.0.0.1:5007/hosted/v1/orders/284',
    ])
      expect([hostedPageAddress(other, null), hostedPageAddress(other, demo)]).toEqual([undefined, undefined]);
    const copied: string[] = [];
    const clipboard = { writeText: async (text: string) => void copied.push(text) };
    const outside = outsideOf({ shell: { openExternal: async () => undefined }, clipboard }, null);
    expect(await outside.copy(keyed)).toBe(false);
    expect(copied).toEqual([]);
  });

  it.each(hostileAddresses)('is never %s', (address) => {
    expect(hostedPageAddress(address, null)).toBeUndefined();
    expect(hostedPageAddress(address, ['http://127.0.0.1:5005'])).toBeUndefined();
  });
});

describe('a letter', () => {
  const letter = {
    to: 'zoe@example.com',
    subject: 'Votre carte & plus',
    body: 'Bonjour,\r\nune page : https://x/?a=1&b=2',
  };

  it('is a draft with its own words and one addressee, whatever is in them', () => {
    const address = new URL(letterAddress(letter) ?? '');
    expect([address.protocol, address.pathname]).toEqual(['mailto:', 'zoe@example.com']);
    expect([...address.searchParams.keys()]).toEqual(['subject', 'body']);
    expect(address.searchParams.get('body')).toBe(letter.body);
    fc.assert(
      fc.property(fc.string(), fc.string(), fc.string(), (to, subject, body) => {
        const made = letterAddress({ to, subject, body });
        if (made === undefined) return;
        expect(made).toMatch(/^mailto:[^?,;]*\?subject=[^&]*&body=[^&]*$/);
      }),
    );
  });

  it.each([
    'a@b.example,c@d.example',
    'a@b.example?bcc=x@y.example',
    'a b@c.example',
    'x@y.example&cc=z@z.example',
    '"x"@y.example',
  ])('is not written to %s', (to) => {
    expect(letterAddress({ ...letter, to })).toBeUndefined();
  });

  it('and a page are opened and copied by main alone, or not at all', async () => {
    const [opened, copied]: [string[], string[]] = [[], []];
    const shell = { openExternal: async (address: string) => void opened.push(address) };
    const outside = outsideOf(
      { shell, clipboard: { writeText: async (text: string) => void copied.push(text) } },
      null,
    );
    expect(await outside.openPage('file:///etc/passwd')).toBe(false);
    expect(await outside.copy('javascript:alert(1)')).toBe(false);
    expect(await outside.writeLetter({ ...letter, to: 'x@y.example,z@z.example' })).toBe(false);
    expect([opened, copied]).toEqual([[], []]);
    expect(await outside.writeLetter(letter)).toBe(true);
    expect(await outside.copy('https://checkout.stripe.com/c/pay/cs_1')).toBe(true);
    expect([opened.length, copied.length]).toEqual([1, 1]);
  });
});
