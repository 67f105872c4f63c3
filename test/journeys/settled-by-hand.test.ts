import { describe, expect } from 'vitest';
import type { BillView } from '../../src-main/contract/bill.ts';
import type { AuditLine } from '../../src-main/contract/desk-status.ts';
import { makeBill } from '../../tools/tour-bills.ts';
import { journey } from './journey.ts';
import { close, dialogSays, moneyRequests, nothingOdd, press, ready, screenSays } from './steps.ts';

describe('a charge that the provider answers with another sum', () => {
  journey(
    'is compared with the provider’s site by a manager, in French: the sum they state is on the payment, the bill and in the history',
    async (stop) => {
      const { page } = stop;
      await stop.signIn('front_desk');
      await stop.openPerson('Haddad');
      await makeBill(stop, 'haddad', '137,97');
      const billId = await page.evaluate(() => location.hash.split('/').at(-1) ?? '');
      const bill = () => stop.call<BillView>('bills.get', { id: billId });
      await stop.provider('stripe', 'fault', {
        method: 'POST',
        path: '/payment_intents$',
        nth: 1,
        fault: 'wrong-amount',
      });
      await page.keyboard.press('F2');
      await ready(stop);
      await press(stop);
      await dialogSays(stop, 'Stripe ne peut pas nous le dire');
      const asked = await moneyRequests(stop, 'stripe');
      await close(stop);
      expect(await bill()).toMatchObject({ paid: 0, state: 'checking' });

      // The front desk sees what is known and may settle nothing; a manager states what stands there.
      const [operation] = (await bill()).operations;
      const open = () => page.evaluate((id) => void (location.hash = `#/payments/${id}`), operation?.id ?? '');
      await open();
      await screenSays(stop, 'Stripe montre un autre montant que celui demandé.');
      await stop.signIn('manager');
      await open();
      await screenSays(stop, 'Ce que nous savons');
      await screenSays(stop, 'Stripe montre137,98 $');
      await page.getByLabel('Ce que montre le site du fournisseur').fill('Stripe montre 120,00');
      await page.getByLabel('Montant sur le site de Stripe').fill('120');
      await nothingOdd(stop);
      await page.getByRole('button', { name: /C’est là : 120,00.\$, fait/ }).click();
      await screenSays(stop, '120,00 $ débités');
      await screenSays(stop, 'l’a vu sur le site de Stripe; 137,97 $ étaient demandés.');
      expect(await moneyRequests(stop, 'stripe')).toBe(asked);

      await page.evaluate((id) => void (location.hash = `#/bills/${id}`), billId);
      await screenSays(stop, '17,97 $');
      expect(await bill()).toMatchObject({ paid: 12_000, remaining: 1797, state: 'due' });
      await page.evaluate(() => void (location.hash = '#/settings/history'));
      await screenSays(stop, 'Trancher ce que personne ne pouvait dire');
      await screenSays(stop, 'Stripe montre 120,00');
      const { rows } = await stop.call<{ rows: readonly AuditLine[] }>('history.list', {
        ...{ search: '', before: null, limit: 20 },
      });
      expect(rows.find(({ what, outcome }) => what === 'resolve' && outcome === 'done')?.detail).toMatchObject({
        ...{ says: 'done', amount: 12_000, currency: 'CAD' },
      });
    },
    { lang: 'fr' },
  );
});
