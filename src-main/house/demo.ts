import type { HouseLedger } from '../ledger/ledger.ts';
import type { Role } from '../contract/staff.ts';
import type { People } from '../staff/people.ts';

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

/** Puts the demo's people in, once. */
export async function seatDemoPeople(people: People): Promise<void> {
  if ((await people.list()).length > 0) return;
  const [owner, ...others] = [...demoPeople].reverse();
  if (!owner) return;
  await people.createOwner(owner);
  for (const person of others.reverse()) await people.add(person);
}

/** PINs by staff id, for the demo's lock screen. A person whose PIN was changed is shown without one. */
export async function demoPins(
  people: People,
  knownPin: (id: string, pin: string) => Promise<boolean>,
): Promise<Record<string, string>> {
  const pins: Record<string, string> = {};
  for (const member of await people.list()) {
    const person = demoPeople.find(({ name }) => name === member.name);
    if (person && member.active && (await knownPin(member.id, person.pin))) pins[member.id] = person.pin;
  }
  return pins;
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
