import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type Browser, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startSandbox, type Sandbox } from '../../src-main/sandbox/sandbox.ts';
import { findHeadlessChromium } from '../../tools/chromium.ts';
import { goodCard } from '../../tools/tour-card-window.ts';
import { reasonToSkip } from './browser.ts';

const reason = reasonToSkip();

describe.skipIf(reason !== undefined)(
  `the sandbox’s hosted fields${reason === undefined ? '' : ` (${reason})`}`,
  () => {
    const folder = mkdtempSync(join(tmpdir(), 'comptoir-fields-'));
    let sandbox: Sandbox;
    let browser: Browser;
    let page: Page;
    beforeAll(async () => {
      sandbox = await startSandbox({
        file: join(folder, 'sandbox.db'),
        seed: 'fields',
        realNow: Date.now,
        demoHouse: false,
      });
      browser = await chromium.launch({ executablePath: findHeadlessChromium() ?? '' });
      page = await browser.newPage();
      // A page of another origin than the fields', as the card page is.
      await new Promise<void>((ready) => host.listen(0, '127.0.0.1', ready));
      await freshPage();
    }, 60_000);
    afterAll(async () => {
      await browser.close();
      host.close();
      await sandbox.close();
      rmSync(folder, { recursive: true, force: true });
    });
    const body = '<div id="number"></div><div id="expiry"></div><div id="code"></div>';
    const host = createServer((_request, response) => response.setHeader('content-type', 'text/html').end(body));
    async function freshPage(): Promise<void> {
      await page.goto(`http://127.0.0.1:${(host.address() as AddressInfo).port}/`);
      await page.addScriptTag({ url: `${sandbox.paysafeFieldsUrl}/js/v1/latest/paysafe.min.js` });
    }
    const fields = {
      cardNumber: { selector: '#number' },
      expiryDate: { selector: '#expiry' },
      cvv: { selector: '#code' },
    };
    const basic = (username: string, password: string): string =>
      Buffer.from(`${username}:${password}`).toString('base64');
    /** `setup`, then what `tokenize` answers: a token, or the code of the error and what it says in detail. */
    const used = (key: string, options: object, tokenizes = false): Promise<string> =>
      page.evaluate(
        ([own, given, goesOn]) =>
          new Promise<string>((done) => {
            type Fault = { readonly code: string; readonly detailedMessage: string } | undefined;
            interface Instance {
              tokenize(more: object, then: (own: unknown, fault: Fault, result?: { token: string }) => void): void;
            }
            const { paysafe } = window as unknown as {
              paysafe: { fields: { setup(key: string, o: object, then: (i: Instance, fault: Fault) => void): void } };
            };
            const say = (fault: Fault): string => (fault ? `${fault.code} ${fault.detailedMessage}` : 'ready');
            paysafe.fields.setup(own, given, (instance, fault) => {
              if (fault || !goesOn) return done(say(fault));
              (window as unknown as { tokenize: () => Promise<string> }).tokenize = () =>
                new Promise((told) =>
                  instance.tokenize(
                    { vault: { billingAddress: { country: 'CA', zip: 'H2X1Y4' } } },
                    (_own, no, result) => told(result ? result.token : say(no)),
                  ),
                );
              done('ready');
            });
          }),
        [key, options, tokenizes] as const,
      );
    const tokenize = (): Promise<string> =>
      page.evaluate(() => (window as unknown as { tokenize: () => Promise<string> }).tokenize());

    it('refuse what Paysafe’s own refuse: options, a currency, frames that are late, a card with a wrong digit, the server’s key', async () => {
      const { username, password, singleUseUsername, singleUsePassword } = sandbox.paysafeKey;
      const key = basic(singleUseUsername, singleUsePassword);
      expect(await used(key, { fields: { cardNumber: { selector: '#nowhere' } } })).toMatch(/^9003 /);
      expect(await used(key, { fields, accounts: { default: '1001000010' } })).toMatch(/^9003 .*accounts/);
      expect(await used(key, { fields, currencyCode: 'XXX' })).toBe('9055 Invalid currency parameter.');
      sandbox.faults.latency = 2_000;
      expect(await used(key, { fields, initializationTimeout: 50 })).toMatch(/^9125 /);
      sandbox.faults.latency = 0;
      await freshPage();

      expect(await used(key, { fields }, true)).toBe('ready');
      const field = (name: string) => page.frameLocator(`iframe[name=paysafe-${name}]`).locator('input');
      await field('cardNumber').pressSequentially(`${goodCard.number.slice(0, -1)}4`);
      await field('expiryDate').pressSequentially('0430');
      await field('cvv').pressSequentially(goodCard.code);
      expect(await tokenize()).toBe('9003 Invalid fields: card number.');
      await field('cardNumber').fill(goodCard.number);
      expect(await tokenize()).toMatch(/^SC[A-Za-z0-9]{6,18}$/);

      await freshPage();
      expect(await used(basic(username, password), { fields }, true)).toBe('ready');
      await field('cardNumber').pressSequentially(goodCard.number);
      await field('expiryDate').pressSequentially('0430');
      await field('cvv').pressSequentially(goodCard.code);
      expect(await tokenize()).toMatch(/^9125 /);
    }, 60_000);
  },
);
