import { describe, expect } from 'vitest';
import type { CustomerPage } from '../../src-main/contract/customer.ts';
import type { ProviderName } from '../../src-main/contract/provider.ts';
import { journey } from './journey.ts';
import { close, dialogSays, moneyRequests, openCharge, paymentsAtProvider, press, screenSays } from './steps.ts';

const cases: readonly {
  provider: ProviderName;
  name: string;
  search: string;
  typed: string;
  amount: number;
  said: string;
  post: string;
  ask: string;
  card: string;
}[] = [
  {
    provider: 'stripe',
    name: 'Saïd Haddad',
    search: 'Haddad',
    typed: '131,31',
    amount: 13_131,
    said: '$131.31',
    post: '/payment_intents$',
    ask: '/payment_intents',
    card: 'Visa 4471',
  },
  {
    provider: 'paysafe',
    name: 'Noémie D’Aoust',
    search: 'D’Aoust',
    typed: '141,41',
    amount: 14_141,
    said: '$141.41',
    post: '/auths$',
    ask: '/auths',
    card: 'Visa 6034',
  },
];

describe('a reply that is lost', () => {
  for (const { provider, name, search, typed, amount, said, post, ask, card } of cases) {
    journey(
      `from ${provider}: checking, nobody charges twice, and after the PC was switched off it is known: charged once`,
      async (stop) => {
        await stop.signIn('front_desk');
        const id = await stop.openPerson(search);
        // The provider takes the money; its answer is lost, and so are the answers to every question for now.
        await stop.provider(provider, 'fault', { method: 'POST', path: post, nth: 1, fault: 'drop-after' });
        await stop.provider(provider, 'fault', {
          method: 'POST',
          path: post,
          nth: 2,
          fault: 'drop-before',
          times: 500,
        });
        await stop.provider(provider, 'fault', { method: 'GET', path: ask, nth: 1, fault: 'drop-before', times: 500 });
        await openCharge(stop, typed);
        await press(stop);
        await dialogSays(stop, `We’re checking with ${provider === 'stripe' ? 'Stripe' : 'Paysafe'}`);
        await dialogSays(stop, 'you will not be charged twice');
        const asked = await moneyRequests(stop, provider);
        await close(stop);
        await screenSays(stop, 'Checking with');

        // The same person waits until it is known: the window shows why, and main refuses whoever asks all the same.
        await openCharge(stop, '10');
        await dialogSays(stop, 'Something is still open on it');
        await dialogSays(stop, 'No card here can be charged now.');
        const page = await stop.call<CustomerPage>('customers.get', { id });
        const again = {
          ticket: 'again-0000-0000-0000',
          customerId: id,
          cardId: page.cards[0]?.id,
          amount: { amount: 1000, currency: 'CAD' },
          tip: null,
          note: null,
          receiptEmail: null,
        };
        await expect(stop.call('payments.charge', again)).rejects.toThrow('busy');
        expect(await moneyRequests(stop, provider)).toBe(asked);
        await stop.page.keyboard.press('Escape');

        // Meanwhile somebody else is served.
        await stop.openPerson('Kowalczyk');
        if (provider === 'paysafe') {
          await openCharge(stop, '45');
          await press(stop);
          await dialogSays(stop, '$45.00 charged to Amex 1009.');
          await close(stop);
        }

        await stop.desk.kill();
        await stop.desk.restart();
        await stop.signIn('front_desk');
        await stop.openPerson(search);
        await screenSays(stop, `Charge · Maude Gagnon${said}`);
        await stop.page
          .getByRole('link', { name: new RegExp(`Charge · Maude Gagnon`) })
          .first()
          .click();
        await screenSays(stop, `${said} charged to ${card}.`);
        const paid = await paymentsAtProvider(stop, id, amount);
        expect(paid.map(({ state }) => state)).toEqual(['paid']);
        expect(name).not.toBe('');
      },
    );
  }
});
