import { describe, expect } from 'vitest';
import type { OperationDetail, OperationView } from '../../src-main/contract/operation.ts';
import type { TourStop } from '../../tools/tour-stop.ts';
import { journey, nextJourney } from './journey.ts';
import { close, dialogSays, openCharge, paymentsAtProvider, press } from './steps.ts';

const questions = async (stop: TourStop): Promise<unknown[]> =>
  (await stop.desk.records()).filter(({ what }) => what === 'dialog.showMessageBox').map(({ args }) => args[0]);
const operations = async (stop: TourStop): Promise<readonly OperationView[]> => {
  const list = { states: [], provider: null, staffId: null, day: null, offset: 0, limit: 50 };
  return (await stop.call<{ rows: OperationView[] }>('payments.list', list)).rows;
};

/** A charge that the provider took, whose answer and all questions about it are lost for now. */
async function chargeUnknown(stop: TourStop, typed: string): Promise<OperationView> {
  await stop.provider('stripe', 'fault', { method: 'POST', path: '/payment_intents$', nth: 1, fault: 'drop-after' });
  await stop.provider('stripe', 'fault', { path: '/payment_intents', nth: 1, fault: 'drop-before', times: 5000 });
  await openCharge(stop, typed);
  await press(stop);
  await dialogSays(stop, stop.words('We’re checking with Stripe', 'Nous vérifions auprès de Stripe'));
  await close(stop);
  const [operation] = await operations(stop);
  if (!operation) throw new Error('No operation');
  return operation;
}

describe('leaving while something is open', () => {
  journey(
    'asks first, in the language of the desk, how many and what happens next; staying is the easy answer',
    async (stop) => {
      await stop.signIn('front_desk');
      await stop.openPerson('Haddad');
      await chargeUnknown(stop, '131,31');
      // The system speaks English, and so did the desk until now.
      await stop.call('session.setPreferences', { language: 'fr' });
      await stop.desk.pressClose();
      await expect.poll(() => questions(stop)).toHaveLength(1);
      expect(await questions(stop)).toMatchObject([
        {
          message: 'Le fournisseur n’a pas encore dit ce qu’il en est d’une opération.',
          detail: 'Comptoir le demande de lui-même à la prochaine ouverture. Rien n’est envoyé deux fois.',
          buttons: ['Rester', 'Quitter'],
        },
      ]);
      // Stayed: the window is there, and goes on asking.
      expect(await operations(stop)).toHaveLength(1);
      const ended = stop.desk.ended();
      await stop.desk.pressClose();
      expect(await ended).toBe(0);
    },
    { choices: ['Rester', 'Quitter'] },
  );

  nextJourney(
    'while a charge is on its way waits for its answer: at the next start it is known, and charged once',
    async (stop) => {
      await stop.signIn('front_desk');
      const id = await stop.openPerson('Haddad');
      await stop.provider('stripe', 'latency', { ms: 6000 });
      await openCharge(stop, '141,41');
      await press(stop);
      await expect.poll(async () => (await operations(stop))[0]?.state.name, { timeout: 30_000 }).toBe('open');
      const ended = stop.desk.ended();
      await stop.desk.pressClose();
      expect(await ended).toBe(0);
      await stop.desk.restart();
      await stop.signIn('front_desk');
      expect(await operations(stop)).toMatchObject([{ amount: { amount: 14_141 }, state: { name: 'done' } }]);
      expect(await paymentsAtProvider(stop, id, 14_141)).toHaveLength(1);
    },
    { choices: ['Quit'] },
  );
});

describe('a PC that was asleep', () => {
  nextJourney('asks at once what became of what was open', async (stop) => {
    await stop.signIn('front_desk');
    await stop.openPerson('Haddad');
    const { id } = await chargeUnknown(stop, '151,51');
    const state = async () => (await stop.call<OperationDetail>('payments.get', { operationId: id })).operation.state;
    // Asked in vain until its next question is planned well ahead.
    const ahead = async (): Promise<boolean> => {
      const now = await state();
      return now.name === 'unknown' && now.nextAskAt - Date.now() > 12_000;
    };
    await expect.poll(ahead, { timeout: 50_000, interval: 100 }).toBe(true);
    const planned = await state();
    await stop.provider('stripe', 'faults/clear');
    await stop.desk.power('resume');
    await expect.poll(state, { timeout: 30_000 }).toMatchObject({ name: 'done' });
    // By the desk's own note of it, however long it took until somebody looked.
    const { updatedAt } = (await stop.call<OperationDetail>('payments.get', { operationId: id })).operation;
    expect(updatedAt).toBeLessThan(planned.name === 'unknown' ? planned.nextAskAt : 0);
  });
});
