import type { ProviderReader, Read } from '../payments/ports.ts';
import type { PaymentRecord, Records } from '../payments/records.ts';
import type { Surroundings } from './ports.ts';

export interface ReadNowOptions extends Pick<Surroundings, 'mirror' | 'log' | 'onChange'> {
  readonly reader: ProviderReader;
  /** records of one customer and its cards; deleted when gone there */
  readonly read: (ref: string) => Promise<Read<Records>>;
  /** what else must be noted about a payment that was read */
  readonly noted?: (payment: PaymentRecord) => Promise<void>;
}

const mostPayments = 20;

/** Reads one customer again because somebody looks at it: record, cards, and payments that may have changed. Two who look share one read. */
export function makeReadNow(options: ReadNowOptions): (customerId: string) => Promise<Read<null>> {
  const underWay = new Map<string, Promise<Read<null>>>();
  return (customerId) => {
    const running = underWay.get(customerId);
    if (running) return running;
    const reading = readOne(options, customerId).finally(() => underWay.delete(customerId));
    underWay.set(customerId, reading);
    return reading;
  };
}

async function readOne(options: ReadNowOptions, customerId: string): Promise<Read<null>> {
  const { reader, mirror, log } = options;
  const known = await mirror.customer(customerId);
  const ref = known?.ref ?? customerId.slice(customerId.indexOf(':') + 1);
  const read = await options.read(ref);
  if (!read.ok) {
    log('customer not read', { provider: reader.provider, ref, why: read.why, detail: read.detail });
    return read;
  }
  await mirror.put(read.value);
  const person = await mirror.person(customerId);
  const unsettled = (person?.payments ?? [])
    .filter((payment) => payment.customerId === customerId && mayChange(payment))
    .slice(0, mostPayments);
  for (const payment of unsettled) {
    const again = await reader.readPayment(payment.ref, payment);
    if (!again.ok) {
      log('payment not read', { provider: reader.provider, ref: payment.ref, why: again.why, detail: again.detail });
      continue;
    }
    await mirror.put({ payments: [again.value] });
    await options.noted?.(again.value);
  }
  options.onChange([customerId]);
  const gone = read.value.customers?.every(({ deleted }) => deleted) ?? true;
  return gone ? { ok: false, why: 'gone', detail: 'deleted at the provider' } : { ok: true, value: null };
}

/** Something about it can still change by itself, at the provider. */
export function mayChange(payment: PaymentRecord): boolean {
  if (payment.capturable > 0) return true;
  if (payment.settlements.some(({ pending }) => pending)) return true;
  return payment.state === 'held' || payment.state === 'pending' || payment.state === 'unsure';
}
