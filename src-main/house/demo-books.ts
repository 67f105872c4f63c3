import type { HouseLedger } from '../ledger/ledger.ts';
import type { Random } from '../payments/ports.ts';
import { fillDemoBills, type DemoVisit } from './demo-bills.ts';
import { fillDemoConsents, type DemoCard } from './demo-consents.ts';
import { fillDemoRegistry, type DemoRegistry } from './demo.ts';
import type { HouseSettings } from './house-settings.ts';

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
  await fillDemoConsents(ledger, () => source.demoCards(), { now, settings });
}
