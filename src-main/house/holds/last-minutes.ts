import type { ProviderName } from '../../contract/provider.ts';
import type { Mirror } from '../../mirror/mirror.ts';
import type { LastMinutes } from '../../payments/repeats.ts';
import type { World } from '../world.ts';

/** The dialog is open and useful meanwhile: what comes later still comes into the lists. */
const askedForMs = 3_000;

/** What the lists show of a person's last minutes, with times by our clock: what the engine judges a charge or hold on. */
export async function lastMinutes(
  parts: {
    readonly mirror: Pick<Mirror, 'recentPayments'>;
    /** how far a provider's clock is ahead of ours, ms; null before its first answer */
    clockOffset(provider: ProviderName): number | null;
  },
  customerId: string,
  since: number,
): Promise<LastMinutes> {
  const ahead = { stripe: parts.clockOffset('stripe') ?? 0, paysafe: parts.clockOffset('paysafe') ?? 0 };
  const { customerIds, payments } = await parts.mirror.recentPayments(
    customerId,
    since + Math.min(ahead.stripe, ahead.paysafe),
  );
  const ours = payments.map((payment) => ({ ...payment, at: payment.at - ahead[payment.provider] }));
  return { customerIds, payments: ours.filter(({ at }) => at >= since) };
}

/**
 * Asks the provider what this person paid or held since then, so that another desk's or the provider's own site's doing is in the lists. Ends after a
 * few seconds, answered or not. Paysafe finds nothing by customer (paysafe.md, section 6): there only the house's own records tell.
 */
export async function readLastMinutes(world: World, customerIds: readonly string[], since: number): Promise<void> {
  const ahead = world.engine.sender.clockOffset('stripe') ?? 0;
  const asked = customerIds
    .filter((id) => id.startsWith('stripe:'))
    .map((id) => world.sync.stripe.readRecent(id, since + ahead));
  await within(world, Promise.all(asked));
}

/**
 * Reads these payments again, all at once and for as long at most, however many they are: a refund made elsewhere shows in what is left of one. The
 * sender keeps each provider's pace.
 */
export async function readPaymentsAgain(world: Rereading, paymentIds: readonly string[]): Promise<void> {
  if (paymentIds.length === 0) return;
  const read = async (id: string): Promise<void> => {
    const known = await world.mirror.payment(id);
    if (!known) return;
    const again = await world.engine.readers[known.provider].readPayment(known.ref, known);
    if (again.ok) await world.mirror.put({ payments: [again.value] });
  };
  await within(world, Promise.all([...new Set(paymentIds)].map(read)));
}

type Rereading = Waiting & {
  readonly mirror: Pick<World['mirror'], 'payment' | 'put'>;
  readonly engine: Pick<World['engine'], 'readers'>;
};
type Waiting = Pick<World, 'trouble' | 'wait'>;

async function within(world: Waiting, work: Promise<unknown>): Promise<void> {
  const enough = new AbortController();
  const calm = work.catch((error: unknown) => world.trouble('last minutes', error));
  await Promise.race([calm, world.wait(askedForMs, enough.signal)]);
  enough.abort();
}
