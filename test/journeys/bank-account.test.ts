import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect } from 'vitest';
import type { BillView } from '../../src-main/contract/bill.ts';
import type { ConsentView } from '../../src-main/contract/consent.ts';
import type { CustomerPage } from '../../src-main/contract/customer.ts';
import { agreeToMandate, onCheque, openBankAccount, typeAccount } from '../../tools/tour-bank-account.ts';
import type { TourStop } from '../../tools/tour-stop.ts';
import { journey } from './journey.ts';
import { close, dialogSays, moneyRequests, nothingOdd, press, ready, screenSays } from './steps.ts';

const dayMs = 86_400_000;

/** Every byte that the app and its provider's stand-in have written, and everything the app has said or asked of the system. */
async function allThatIsKept(stop: TourStop): Promise<string> {
  const files = readdirSync(stop.desk.dataDir, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(join(entry.parentPath, entry.name)).toString('latin1'));
  const { requests } = (await stop.provider('paysafe', 'requests')) as { requests: unknown };
  return [...files, stop.desk.output(), JSON.stringify(await stop.desk.records()), JSON.stringify(requests)].join('\n');
}

/** A bill of this much for the person shown, open on screen. */
async function openNewBill(stop: TourStop, customerId: string, total: number): Promise<string> {
  const { name } = await stop.call<CustomerPage>('customers.get', { id: customerId });
  const { id } = await stop.call<BillView>('bills.make', {
    ...{ customerId, customerName: name, day: '2026-11-26', time: null, service: 'Soin du visage', withWhom: null },
    ...{ lines: [], total, tax: null, note: null },
  });
  await stop.page.evaluate((target) => void (location.hash = target), `#/bills/${id}`);
  await screenSays(stop, name);
  return id;
}
const billNow = (stop: TourStop, id: string): Promise<BillView> => stop.call('bills.get', { id });

/** Debits what the open bill has left from the account that ends so. */
async function debit(stop: TourStop, end: string): Promise<void> {
  await stop.page.keyboard.press('F2');
  await stop.page
    .getByRole('dialog')
    .getByRole('radio', { name: new RegExp(`EFT.*${end}`) })
    .check();
  await ready(stop);
}
/** The payment of a bill on screen, as Paysafe has it after its night. */
async function askAboutPayment(stop: TourStop, billId: string): Promise<void> {
  const [payment] = (await billNow(stop, billId)).operations;
  await stop.page.evaluate((target) => void (location.hash = target), `#/payments/${payment?.id ?? ''}`);
  await stop.page.getByRole('button', { name: stop.words('Ask now', 'Demander maintenant') }).click();
}

describe('a bank account of a client of Paysafe', () => {
  journey(
    'is added with its mandate, debited for a bill, accepted and not collected, then collected; its number is nowhere',
    async (stop) => {
      const { page } = stop;
      await stop.signIn('front_desk');
      const id = await stop.openPerson('Cherkaoui');
      await openBankAccount(stop);
      // Her profile says that she speaks French; today she reads English.
      await dialogSays(stop, 'Je soussigné(e), Inès Cherkaoui');
      await page.getByRole('dialog').getByRole('button', { name: 'English' }).click();
      await dialogSays(stop, 'I, Inès Cherkaoui, authorize');
      await typeAccount(stop, { ...onCheque, transit: '3041', account: '12' });
      await dialogSays(stop, 'The transit has 5 digits.');
      await dialogSays(stop, 'The account number has 4 to 12 digits.');
      await typeAccount(stop, onCheque);
      await dialogSays(stop, 'my account ending in 28');
      await dialogSays(stop, 'allow Atelier Fleury to charge my account EFT 28');
      await agreeToMandate(stop);
      await press(stop);
      await dialogSays(stop, 'The account EFT 28 is saved.');
      await close(stop);
      await screenSays(stop, '•••• 28');
      const account = (await stop.call<CustomerPage>('customers.get', { id })).cards.find(({ kind }) => kind === 'eft');
      const { consents } = await stop.call<{ consents: ConsentView[] }>('consents.ofCustomer', { customerId: id });
      expect(consents.find(({ cardId }) => cardId === account?.id)).toMatchObject({ channel: 'verbal', state: 'ok' });

      const billId = await openNewBill(stop, id, 6_147);
      const before = await moneyRequests(stop, 'paysafe');
      await debit(stop, '28');
      await dialogSays(stop, 'Collected in a few working days');
      await dialogSays(stop, 'The bank may still say no');
      await press(stop);
      await dialogSays(stop, 'Accepted, not collected yet: $61.47 from the account EFT 28.');
      expect(await moneyRequests(stop, 'paysafe')).toBe(before + 1);
      await close(stop);
      await screenSays(stop, 'On its way from the bank');
      expect(await billNow(stop, billId)).toMatchObject({ state: 'coming', coming: 6_147, remaining: 0 });

      await stop.provider('paysafe', 'batch');
      await stop.provider('paysafe', 'clock', { advance: 9 * dayMs });
      await askAboutPayment(stop, billId);
      await screenSays(stop, '$61.47 collected from the account EFT 28.');
      expect(await billNow(stop, billId)).toMatchObject({ state: 'paid', coming: 0, paid: 6_147 });
      expect(await moneyRequests(stop, 'paysafe')).toBe(before + 1);

      const kept = await allThatIsKept(stop);
      expect(kept).toContain('not written down');
      expect(kept).not.toContain(onCheque.account);
      await page.keyboard.press('Escape');
      await nothingOdd(stop);
    },
  );

  journey(
    'whose bank sends the debit back: in French, with the bank’s reason, and the bill is due again',
    async (stop) => {
      await stop.signIn('front_desk');
      const id = await stop.openPerson('Cherkaoui');
      await openBankAccount(stop);
      await dialogSays(stop, 'Je soussigné(e), Inès Cherkaoui, autorise');
      await typeAccount(stop, onCheque);
      await agreeToMandate(stop);
      await press(stop);
      await dialogSays(stop, 'Le compte EFT 28 est enregistré.');
      await close(stop);
      // The provider's published amount for "not enough money".
      const billId = await openNewBill(stop, id, 9_001);
      await debit(stop, '28');
      await dialogSays(stop, 'Reçu dans quelques jours ouvrables');
      await press(stop);
      await dialogSays(stop, 'Accepté, pas encore reçu : 90,01 $ du compte EFT 28.');
      await close(stop);
      await screenSays(stop, 'En route de la banque');
      await stop.provider('paysafe', 'batch');
      await askAboutPayment(stop, billId);
      await screenSays(stop, 'La banque a retourné 90,01 $. Rien n’a été reçu.');
      await screenSays(stop, 'Il n’y avait pas assez d’argent au compte.');
      expect(await billNow(stop, billId)).toMatchObject({ state: 'due', coming: 0, paid: 0, remaining: 9_001 });
      await stop.open('Today', 'Aujourd’hui');
      await screenSays(stop, 'La banque a retourné un paiement');
      expect(await allThatIsKept(stop)).not.toContain(onCheque.account);
      await nothingOdd(stop);
    },
    { lang: 'fr' },
  );
});
