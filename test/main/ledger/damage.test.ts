import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { factsOf, fateOf, makeHouse, type Fate, type TwoFiles } from './broken-files.ts';

const page = 4096;
let folder: string;
let house: TwoFiles;
let truth: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'damage-'));
  house = await makeHouse(folder, 90);
  writeFileSync(join(folder, 'whole.db'), house.now);
  truth = factsOf(join(folder, 'whole.db'));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** Numbers that come in the same order every time. */
function numbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

async function fates(count: number, spoil: (bytes: Buffer) => string): Promise<Record<Fate, number>> {
  const split: Record<Fate, number> = { opening: 0, start: 0, look: 0, 'no effect': 0, 'WRONG FACTS': 0 };
  for (let index = 0; index < count; index += 1) {
    const bytes = Buffer.from(house.now);
    const what = spoil(bytes);
    const fate = await fateOf(join(folder, 'broken.db'), bytes, truth);
    expect(fate, what).not.toBe('WRONG FACTS');
    split[fate] += 1;
  }
  return split;
}

describe('a file that was damaged', () => {
  test('a file that was not is taken', async () => {
    expect(truth.length).toBeGreaterThan(50_000);
    expect(await fateOf(join(folder, 'broken.db'), Buffer.from(house.now), truth)).toBe('no effect');
  });

  test('of 400 single flipped bits none leaves a wrong fact unnoticed', async () => {
    const pick = numbers(2026);
    const split = await fates(400, (bytes) => {
      const [at, bit] = [pick(bytes.length), pick(8)];
      bytes.writeUInt8(bytes.readUInt8(at) ^ (1 << bit), at);
      return `bit ${bit} of byte ${at} (page ${Math.floor(at / page) + 1})`;
    });
    process.stdout.write(`400 flipped bits: ${JSON.stringify(split)}\n`);
    expect(split.opening + split.start + split.look).toBeGreaterThan(150);
  }, 300_000);

  test('a page that was torn, or that is still what it was an hour ago, is noticed or changes nothing', async () => {
    const pick = numbers(7);
    const split = await fates(150, (bytes) => {
      const from = pick(bytes.length / page) * page;
      const [kind, part] = [pick(3), pick(8) * 512];
      const hourOld = house.before.subarray(from, from + page);
      const old = kind === 2 ? null : kind === 1 && hourOld.length > 0 ? hourOld : Buffer.alloc(page);
      if (old) old.copy(bytes, from + part, part);
      else for (let at = from + part; at < from + page; at += 1) bytes.writeUInt8(pick(256), at);
      return `page ${from / page + 1} from ${part}, ${['zeros', 'an hour old', 'noise'][kind]}`;
    });
    process.stdout.write(`150 torn pages: ${JSON.stringify(split)}\n`);
    // The rest fell on bytes that were the same, or that nothing reads.
    expect(split.opening + split.start + split.look).toBeGreaterThan(80);
  }, 300_000);

  test('no page of any index that is still what it was an hour ago leaves a wrong fact unnoticed', async () => {
    const indexPage = new Set([2, 10]);
    const old = Array.from({ length: house.before.length / page }, (_, index) => index * page).filter(
      (from) =>
        indexPage.has(house.now[from] ?? 0) &&
        indexPage.has(house.before[from] ?? 0) &&
        !house.now.subarray(from, from + page).equals(house.before.subarray(from, from + page)),
    );
    expect(old.length).toBeGreaterThan(5);
    for (const from of old) {
      const bytes = Buffer.from(house.now);
      house.before.copy(bytes, from, from, from + page);
      expect(await fateOf(join(folder, 'broken.db'), bytes, truth), `page ${from / page + 1}`).not.toBe('WRONG FACTS');
    }
  });
});
