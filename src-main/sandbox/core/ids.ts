import { createHash } from 'node:crypto';
import type { SandboxStore } from './store.ts';

/** Identifiers that look random and are the same for the same seed and the same sequence of calls. */
export interface SandboxIds {
  /** `prefix` followed by `length` lower-case hexadecimal digits. */
  hex(prefix: string, length: number): string;
  /** Shape of a version 4 UUID. */
  uuid(): string;
  /** `prefix` followed by `length` letters and digits. */
  token(prefix: string, length: number): string;
}

const alphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

export function makeIds(store: SandboxStore, seed: string): SandboxIds {
  /** At least `length` bytes, drawn from the seed and a counter that survives restarts. */
  function bytes(length: number): Buffer {
    const number = store.nextSequence('ids');
    const blocks: Buffer[] = [];
    for (let block = 0; block * 32 < length; block += 1) {
      blocks.push(createHash('sha256').update(`${seed}\n${number}\n${block}`).digest());
    }
    return Buffer.concat(blocks);
  }
  const hexDigits = (length: number): string =>
    bytes(Math.ceil(length / 2))
      .toString('hex')
      .slice(0, length);
  return {
    hex: (prefix, length) => prefix + hexDigits(length),
    uuid() {
      const digits = hexDigits(32);
      return [
        digits.slice(0, 8),
        digits.slice(8, 12),
        `4${digits.slice(13, 16)}`,
        `8${digits.slice(17, 20)}`,
        digits.slice(20),
      ].join('-');
    },
    token(prefix, length) {
      let text = prefix;
      for (const byte of bytes(length).subarray(0, length)) text += alphabet.charAt(byte % alphabet.length);
      return text;
    },
  };
}
