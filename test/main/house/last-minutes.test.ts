import { describe, expect, it } from 'vitest';
import { readPaymentsAgain } from '../../../src-main/house/holds/last-minutes.ts';

type Rereading = Parameters<typeof readPaymentsAgain>[0];
interface Asked {
  readonly world: Rereading;
  readonly reads: string[];
  readonly kept: string[];
  readonly waits: number[];
}

/** A house of which each payment is known, at a provider that answers as it is told; `wait` ends when `enough` does. */
function house(answer: (ref: string) => Promise<unknown>, enough: Promise<void>): Asked {
  const [reads, kept, waits]: [string[], string[], number[]] = [[], [], []];
  const world = {
    mirror: {
      payment: async (id: string) => ({ id, provider: 'stripe', ref: id.slice('stripe:'.length) }),
      put: async ({ payments }: { payments: readonly { readonly id: string }[] }) =>
        void kept.push(...payments.map(({ id }) => id)),
    },
    engine: {
      readers: {
        stripe: {
          readPayment: (ref: string) => {
            reads.push(ref);
            return answer(ref);
          },
        },
      },
    },
    trouble: () => undefined,
    wait: (ms: number) => {
      waits.push(ms);
      return enough;
    },
  } as unknown as Rereading;
  return { world, reads, kept, waits };
}
const thirty = Array.from({ length: 30 }, (_, at) => `stripe:pi_${at}`);
const never = new Promise<never>(() => undefined);

describe('payments that are read again before a second person approves', () => {
  it('are asked about all at once, each once', async () => {
    const { world, reads, kept } = house(async (ref) => ({ ok: true, value: { id: `stripe:${ref}` } }), never);
    await readPaymentsAgain(world, [...thirty, 'stripe:pi_0']);
    expect(reads).toHaveLength(30);
    expect(kept.toSorted()).toEqual(thirty.toSorted());
  });

  it('make nobody wait longer for thirty than for one where the provider does not answer', async () => {
    const { world, reads, waits } = house(() => never, Promise.resolve());
    await readPaymentsAgain(world, thirty);
    expect(waits).toEqual([3000]);
    await new Promise(setImmediate);
    expect(reads).toHaveLength(30);
  });

  it('are not waited for at all where there is none', async () => {
    const { world, waits } = house(() => never, never);
    await readPaymentsAgain(world, []);
    expect(waits).toEqual([]);
  });
});
