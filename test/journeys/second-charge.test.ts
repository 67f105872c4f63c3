import { describe, expect } from 'vitest';
import type { AuditLine } from '../../src-main/contract/desk-status.ts';
import type { HoldView } from '../../src-main/contract/hold.ts';
import type { SessionState } from '../../src-main/contract/staff.ts';
import { journey, nextJourney } from './journey.ts';
import {
  allow,
  close,
  dialogSays,
  listsFilled,
  moneyRequests,
  nothingOdd,
  onStripesSite,
  openCharge,
  paymentsAtProvider,
  press,
  reason,
  screenSays,
  type,
} from './steps.ts';

describe('what is done twice within minutes', () => {
  journey(
    'two charges in a row: the second waits for Sylvie’s PIN, given in place for this very amount',
    async (stop) => {
      const { page } = stop;
      await stop.signIn('front_desk');
      await listsFilled(stop);
      const id = await stop.openPerson('Kowalczyk');
      await openCharge(stop, '83');
      await press(stop);
      await dialogSays(stop, '$83.00 charged to Amex 1009.');
      await close(stop);
      const requests = await moneyRequests(stop, 'stripe');

      await openCharge(stop, '83');
      await dialogSays(stop, 'charged $83.00 to this person less than a minute ago (Maude Gagnon). Charged');
      await dialogSays(stop, 'A manager must allow this first.');
      await page.keyboard.press('Control+Enter');
      expect(await page.getByRole('radio', { name: /Maude/ }).isDisabled()).toBe(true);

      // A wrong PIN says so and opens nothing; choosing another person takes the typed one away.
      const dialog = page.getByRole('dialog');
      await dialog.getByRole('radio', { name: /Sylvie/ }).check();
      await dialog.getByLabel('Why it is another one').fill('shampoo to take home');
      await dialog.getByLabel('Sylvie’s PIN').fill('0009');
      await page.keyboard.press('Enter');
      await dialogSays(stop, 'That PIN is not right.');
      await dialog.getByLabel('Sylvie’s PIN').fill('7391');
      await dialog.getByRole('radio', { name: /Hélène/ }).check();
      expect(await dialog.getByLabel('Hélène’s PIN').inputValue()).toBe('');

      await allow(stop, 'Sylvie', 'shampoo to take home');
      await dialogSays(stop, 'Sylvie Arcand allows $83.00. “shampoo to take home”');
      await page.keyboard.press('Enter');
      // Another amount was not allowed.
      await dialog.locator('input[inputmode=decimal]').first().fill('830');
      await dialogSays(stop, 'Something changed since Sylvie Arcand looked. Allow it again.');
      await page.keyboard.press('Control+Enter');
      await dialog.locator('input[inputmode=decimal]').first().fill('83');
      await dialogSays(stop, 'A manager must allow this first.');
      expect(await moneyRequests(stop, 'stripe')).toBe(requests);

      await allow(stop, 'Sylvie', 'shampoo to take home');
      await press(stop);
      await dialogSays(stop, '$83.00 charged to Amex 1009.');
      expect(await moneyRequests(stop, 'stripe')).toBe(requests + 1);
      await page.getByRole('button', { name: 'See what we know' }).click();
      await screenSays(stop, 'Allowed by a managerSylvie Arcand · after CPT-');
      await screenSays(stop, '“shampoo to take home”');
      // Maude is still the one at the desk.
      const { signedIn } = await stop.call<SessionState>('session.state', {});
      expect(signedIn?.name).toBe('Maude Gagnon');
      expect(await paymentsAtProvider(stop, id, 8300)).toHaveLength(2);
      await nothingOdd(stop);
    },
  );

  nextJourney(
    'the front desk past the window: her own PIN allows nothing, and the attempt is written down',
    async (stop) => {
      await stop.signIn('front_desk');
      const id = await stop.openPerson('St-Onge');
      await openCharge(stop, '45');
      await press(stop);
      await dialogSays(stop, '$45.00 charged to Visa 6672.');
      await close(stop);
      const requests = await moneyRequests(stop, 'stripe');
      const { cards } = await stop.call<{ cards: readonly { id: string }[] }>('customers.get', { id });
      const { staff } = await stop.call<SessionState>('session.state', {});
      const maude = staff.find(({ name }) => name === 'Maude Gagnon');
      const { repeats } = await stop.call<{ repeats: readonly { id: string }[] }>('payments.recent', {
        customerId: id,
        ask: false,
      });
      const order = { ticket: 'forged-0000-0000-0000', amount: { amount: 4500, currency: 'CAD' } };
      const forged = {
        ...order,
        staffId: maude?.id,
        pin: '4826',
        reason: 'because',
        kind: 'charge',
        targetId: id,
        over: repeats.map((one) => ({ why: 'repeat', fact: one.id })),
      };
      await expect(stop.call('staff.stepIn', forged)).rejects.toThrow('not_allowed');
      const charge = { ...order, customerId: id, cardId: cards[0]?.id, tip: null, note: null, receiptEmail: null };
      await expect(stop.call('payments.charge', { ...charge, stepIn: 'step-made-up' })).rejects.toThrow('step_in_void');
      await expect(stop.call('payments.charge', charge)).rejects.toThrow('repeat_needs_manager');
      expect(await moneyRequests(stop, 'stripe')).toBe(requests);
      await stop.signIn('manager');
      const { rows } = await stop.call<{ rows: readonly AuditLine[] }>('history.list', {
        search: '',
        before: null,
        limit: 20,
      });
      expect(rows).toContainEqual(
        expect.objectContaining({ what: 'step_in', outcome: 'refused', staffName: 'Maude Gagnon' }),
      );
      await nothingOdd(stop);
    },
  );

  nextJourney('the same sum refunded twice: shown with who and when, and again only with a PIN', async (stop) => {
    const { page } = stop;
    await stop.signIn('manager');
    const id = await stop.openPerson('Morin');
    await openCharge(stop, '60');
    await press(stop);
    await dialogSays(stop, '$60.00 charged to Mastercard 2290.');
    await close(stop);
    const refund = async (amount: string): Promise<void> => {
      const line = page.getByRole('listitem').filter({ hasText: '$60.00' }).filter({ hasText: 'Refund…' }).first();
      await line.getByRole('button', { name: 'Refund…' }).click();
      await type(stop, amount);
      await reason(stop, 'a product came back');
    };
    await refund('20');
    await press(stop);
    await dialogSays(stop, '$20.00 refunded.');
    await close(stop);
    await screenSays(stop, 'Partly refunded');

    await refund('20');
    await dialogSays(stop, 'refunded $20.00 of this payment less than a minute ago (Sylvie Arcand). Refunded');
    await dialogSays(stop, 'A manager must allow this first.');
    // Another sum is another refund.
    const amount = page.getByRole('dialog').locator('input[inputmode=decimal]').first();
    await amount.fill('15');
    await dialogSays(stop, 'Enter alone never moves money.');
    await amount.fill('20');
    await allow(stop, 'Sylvie', 'two products came back');
    await press(stop);
    await dialogSays(stop, '$20.00 refunded.');
    await close(stop);
    expect((await paymentsAtProvider(stop, id, 6000)).map(({ refunded }) => refunded.amount)).toEqual([4000]);
    await nothingOdd(stop);
  });

  nextJourney('a hold captured on Stripe’s own site meanwhile: done, there, and no error', async (stop) => {
    const { page } = stop;
    await stop.signIn('manager');
    await listsFilled(stop);
    await stop.open('Holds', 'Préautorisations');
    const { rows } = await stop.call<{ rows: readonly HoldView[] }>('holds.list', {
      filter: 'open',
      provider: 'stripe',
      offset: 0,
      limit: 100,
    });
    const hold = rows.find(({ customerName }) => customerName === 'Gaëlle Morin');
    await page.getByRole('row', { name: /Gaëlle Morin/ }).click();
    await page.getByRole('button', { name: 'Capture…' }).click();
    await dialogSays(stop, 'Capture $230.00');
    await onStripesSite(stop, `/payment_intents/${(hold?.id ?? '').slice('stripe:'.length)}/capture`);
    await press(stop);
    await dialogSays(stop, '$230.00 captured. It had already been done, at Stripe’s own site or another desk.');
    await stop.provider('stripe', 'faults/clear');
    await page.getByRole('button', { name: 'See what we know' }).click();
    await screenSays(stop, 'the provider’s own site or another desk, before us');
    await stop.open('Payments', 'Paiements');
    await page.getByRole('row', { name: /Captured elsewhere/ }).waitFor();
    await nothingOdd(stop);
  });
});
