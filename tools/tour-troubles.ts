import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { openCharge, press } from './tour-hands.ts';
import type { TourStep, TourStop } from './tour-stop.ts';

/** What stands above every screen while payments are off. */
const notice = ({ page }: TourStop) => page.locator('main > [role=alert]').first();
const gone = (stop: TourStop): Promise<void> => notice(stop).waitFor({ state: 'detached', timeout: 40_000 });

/** Another program that takes hold of the demo's records, until it lets go. */
let other: Database.Database | undefined;
function holdRecords({ desk }: TourStop): void {
  other = new Database(join(desk.dataDir, 'demo', 'ledger.db'));
  other.exec('BEGIN IMMEDIATE');
}
function letGo(): void {
  other?.close();
  other = undefined;
}

/** Troubles of a desk that is open: each is arranged, shown, and taken away again. Signed in as whoever may charge. */
export const troubledDesk: readonly TourStep[] = [
  {
    name: 'no-line',
    go: async (stop) => {
      await stop.open('Today', 'Aujourd’hui');
      await stop.provider('stripe', 'fault', { path: '.*', nth: 1, fault: 'drop-before', times: 1_000_000 });
      await stop.call('desk.refresh', {});
      await notice(stop).waitFor();
    },
  },
  { name: 'no-line-customer', go: async (stop) => void (await stop.openPerson('Haddad')) },
  { name: 'no-line-charge', go: (stop) => openCharge(stop, '162,70') },
  {
    name: 'line-back',
    go: async (stop) => {
      await stop.page.keyboard.press('Escape');
      await stop.provider('stripe', 'faults/clear');
      await gone(stop);
      await stop.page.getByText(stop.words('Connected again.', 'Connexion rétablie.'), { exact: false }).waitFor();
    },
  },
  {
    name: 'records-held-charge',
    go: async (stop) => {
      await openCharge(stop, '162,70');
      holdRecords(stop);
      await press(stop);
      await stop.page.getByRole('dialog').getByRole('alert').waitFor({ timeout: 40_000 });
    },
  },
  {
    name: 'records-held',
    go: async (stop) => {
      await stop.page.keyboard.press('Escape');
      await notice(stop).waitFor({ timeout: 40_000 });
    },
  },
  {
    name: 'records-held-lock',
    go: async (stop) => {
      await stop.page.keyboard.press('Control+l');
      await stop.page.locator('#pin').waitFor();
      await stop.page.getByRole('alert').first().waitFor();
    },
  },
  {
    name: 'records-free',
    go: async (stop) => {
      letGo();
      await stop.page.getByRole('alert').waitFor({ state: 'detached', timeout: 40_000 });
    },
  },
];

/** The same of a house with a keychain and providers of its own, to which it has the key of one. */
export const troubledHouse: readonly TourStep[] = [
  {
    name: 'clock-wrong',
    go: async (stop) => {
      // From here on their clock is a month ahead of this PC's.
      await stop.provider('stripe', 'clock', { advance: 30 * 86_400_000 });
      await stop.call('desk.refresh', {});
      await stop.open('Today', 'Aujourd’hui');
      await notice(stop).waitFor({ timeout: 40_000 });
    },
  },
  {
    name: 'keychain-locked',
    go: async (stop) => {
      const login = 'array:objpath:/org/freedesktop/secrets/collection/login';
      const lock = ['/org/freedesktop/secrets', 'org.freedesktop.Secret.Service.Lock', login];
      execFileSync('dbus-send', ['--session', '--print-reply', '--dest=org.freedesktop.secrets', ...lock]);
      await stop.desk.restart();
      stop.page.setDefaultTimeout(8_000);
      await stop.page.getByRole('alert').first().waitFor();
    },
  },
];
