import type { ProviderLists } from '../payments/ports.ts';
import type { Surroundings } from './ports.ts';

/**
 * Reads what one customer paid or held since a moment (unix ms by the provider's clock), because somebody is about to charge them: a payment made at
 * another desk or on the provider's own site comes into the copy before the next round of events. A silence is logged, nothing else. Two who
 * ask at once share one question.
 */
export function makeReadRecent(
  options: Pick<Surroundings, 'mirror' | 'log' | 'onChange'> & { readonly lists: ProviderLists },
): (customerId: string, since: number) => Promise<void> {
  const { lists, mirror, log, onChange } = options;
  const underWay = new Map<string, Promise<void>>();

  const readOne = async (customerId: string, since: number): Promise<void> => {
    const ref = (await mirror.customer(customerId))?.ref;
    if (ref === undefined) return;
    const read = await lists.paymentsOf(ref, since);
    if (!read.ok) {
      log('last minutes not read', { provider: lists.provider, ref, why: read.why, detail: read.detail });
      return;
    }
    if (read.value.length === 0) return;
    await mirror.put({ payments: read.value });
    onChange([customerId]);
  };

  return (customerId, since) => {
    const running = underWay.get(customerId);
    if (running) return running;
    const reading = readOne(customerId, since).finally(() => underWay.delete(customerId));
    underWay.set(customerId, reading);
    return reading;
  };
}
