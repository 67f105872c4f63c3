import type { HouseLedger } from '../../ledger/ledger.ts';
import type { Random } from '../../payments/ports.ts';
import type { BookingKeys } from '../../contract/booking.ts';
import { bookingKeysSetting } from '../bookings/booking-desk.ts';
import { fillDemoBills, type DemoVisit } from './demo-bills.ts';
import { fillDemoConsents, type DemoCard } from './demo-consents.ts';
import { fillDemoRegistry, type DemoRegistry } from './demo.ts';
import type { HouseSettings } from '../settings/house-settings.ts';

/** What the demo house's sandbox knows and its providers cannot be asked for. */
export interface DemoSource {
  demoRegistry(): DemoRegistry;
  demoDiary(): readonly DemoVisit[];
  demoCards(): readonly DemoCard[];
}

/** Fills the books of a demo house that begins: what Paysafe does not list, bills, consents. Each once; an interrupted start goes on. */
export async function fillDemo(
  ledger: HouseLedger,
  source: DemoSource,
  { now, settings, random }: { readonly now: number; readonly settings: HouseSettings; readonly random: Random },
): Promise<void> {
  await fillDemoRegistry(ledger, () => source.demoRegistry(), now);
  await fillDemoBills(ledger, () => source.demoDiary(), { now, currency: settings.currency, random });
  await fillDemoBookings(ledger.settings);
  await fillDemoConsents(ledger, () => source.demoCards(), { now, settings });
}

/** As the demo house's booking site writes it: the total in cents, the moment with its zone. */
const demoKeys: BookingKeys = {
  total: 'bill_total',
  visit: 'visit_at',
  time: null,
  service: 'service',
  withWhom: 'with_whom',
  reference: 'booking',
  amounts: 'minor',
};

async function fillDemoBookings(settings: HouseLedger['settings']): Promise<void> {
  if ((await settings.get(bookingKeysSetting)) === undefined) await settings.set(bookingKeysSetting, demoKeys);
}
