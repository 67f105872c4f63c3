import * as v from 'valibot';
import type { HouseLedger } from '../../ledger/ledger.ts';
import type { Role } from '../../contract/staff.ts';
import type { SettingBook } from '../../ledger/settings.ts';
import type { People } from '../../staff/people.ts';

/** What the demo house's own registry would know: Paysafe lists nothing. */
export interface DemoRegistry {
  readonly profiles: readonly { readonly ref: string; readonly merchantCustomerId: string | null }[];
  readonly transactions: readonly {
    readonly ref: string;
    readonly kind: 'auth' | 'purchase';
    readonly account: string;
    readonly profileRef: string | null;
    readonly instrumentRef: string | null;
    readonly description: string | null;
    readonly settlementRefs: readonly string[];
    readonly at: number;
    /** the first transaction on its card, for storedCredential */
    readonly initial: boolean;
  }[];
}

/** One of each role. Their PINs are shown on the demo's own lock screen and open nothing else. */
const demoPeople: readonly { readonly name: string; readonly role: Role; readonly pin: string }[] = [
  { name: 'Maude Gagnon', role: 'front_desk', pin: '4826' },
  { name: 'Sylvie Arcand', role: 'manager', pin: '7391' },
  { name: 'Hélène Fleury', role: 'owner', pin: '6157' },
];

/** Puts the demo's people in, once, and notes the PINs that its lock screen shows. */
export async function seatDemoPeople(people: People, settings: SettingBook): Promise<void> {
  if ((await people.list()).length > 0) return;
  const [owner, ...others] = [...demoPeople].reverse();
  if (!owner) return;
  const pins: Record<string, string> = {};
  const made = await people.createOwner(owner);
  if (made.ok) pins[made.value.id] = owner.pin;
  for (const person of others.reverse()) {
    const seated = await people.add(person);
    if (seated.ok) pins[seated.value.id] = person.pin;
  }
  await settings.set(pinsSetting, pins);
}

const pinsSetting = 'demo.pins';
const pinsShape = v.record(v.string(), v.string());

/** The PINs that the demo's lock screen shows, by staff id. A PIN that somebody changed is theirs and is shown no more. */
export interface DemoPins {
  now(): Readonly<Record<string, string>>;
  forget(staffId: string): Promise<void>;
}

export async function keepDemoPins(settings: SettingBook): Promise<DemoPins> {
  const read = v.safeParse(pinsShape, (await settings.get(pinsSetting)) ?? {});
  let pins = read.success ? read.output : {};
  return {
    now: () => pins,
    async forget(staffId) {
      if (!(staffId in pins)) return;
      pins = Object.fromEntries(Object.entries(pins).filter(([id]) => id !== staffId));
      await settings.set(pinsSetting, pins);
    },
  };
}

/** Tells the registry what Paysafe holds in the demo house, once. */
export async function fillDemoRegistry(
  ledger: Pick<HouseLedger, 'registry'>,
  known: () => DemoRegistry,
  now: number,
): Promise<void> {
  const [any] = await ledger.registry.profiles({ olderThan: Number.MAX_SAFE_INTEGER, limit: 1 });
  if (any) return;
  const { profiles, transactions } = known();
  for (const { profileRef, instrumentRef, ...rest } of transactions) {
    await ledger.registry.putTransaction({
      ...rest,
      settlementRefs: [...rest.settlementRefs],
      customerId: profileRef === null ? null : `paysafe:${profileRef}`,
      cardId: instrumentRef === null ? null : `paysafe:${instrumentRef}`,
      final: false,
    });
  }
  // Profiles last: an interrupted first start finds none and begins again.
  for (const { ref, merchantCustomerId } of profiles) {
    await ledger.registry.putProfile({ ref, merchantCustomerId, addedAt: now, lastReadAt: null });
  }
}
