import { createHash } from 'node:crypto';

/** Chance that comes out the same for the same seed. */
export interface Chance {
  /** A whole number, both ends included. */
  whole(from: number, to: number): number;
  /** True with this probability, 0 to 1. */
  happens(probability: number): boolean;
  pick<T>(list: readonly T[]): T;
  /** Picks by weight: `[thing, weight]`. */
  weighed<T>(list: readonly (readonly [T, number])[]): T;
  shuffled<T>(list: readonly T[]): T[];
}

export function makeChance(seed: string): Chance {
  let state = createHash('sha256').update(`demo house ${seed}`).digest().readUInt32LE(0);

  /** 0 up to 1; the generator is mulberry32: small, and good enough to scatter customers. */
  function next(): number {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  }

  const whole = (from: number, to: number): number => from + Math.floor(next() * (to - from + 1));

  function pick<T>(list: readonly T[]): T {
    const found = list[whole(0, list.length - 1)];
    if (found === undefined) throw new Error('Nothing to pick from.');
    return found;
  }

  return {
    whole,
    happens: (probability) => next() < probability,
    pick,
    weighed<T>(list: readonly (readonly [T, number])[]): T {
      let left = next() * list.reduce((sum, [, weight]) => sum + weight, 0);
      for (const [thing, weight] of list) {
        left -= weight;
        if (left < 0) return thing;
      }
      return pick(list)[0];
    },
    shuffled<T>(list: readonly T[]): T[] {
      const result = [...list];
      for (let end = result.length - 1; end > 0; end -= 1) {
        const from = whole(0, end);
        const moved = result.splice(from, 1);
        result.splice(end, 0, ...moved);
      }
      return result;
    },
  };
}
