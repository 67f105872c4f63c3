import { describe, expect, it } from 'vitest';
import { chanceOf } from '../simulation/chance.ts';
import { emptyDisk, type Image } from './disk.ts';
import type { DiskEvent } from './events.ts';

const made = (path: string, node: number, what: 'file' | 'folder' = 'file'): DiskEvent => ({
  is: 'made',
  what,
  path,
  node,
});
const written = (node: number, at: number, text: string): DiskEvent => ({
  is: 'written',
  node,
  at,
  bytes: Buffer.from(text),
});
const synced = (node: number): DiskEvent => ({ is: 'synced', node });

/** What a file may hold after any of a thousand power cuts. */
function found(events: readonly DiskEvent[], of: (image: Image) => string | undefined): Set<string | undefined> {
  const disk = emptyDisk();
  for (const event of events) disk.take(event);
  return new Set(Array.from({ length: 1000 }, (_, seed) => of(disk.afterCut(chanceOf(seed)))));
}
const fileOf = (path: string) => (image: Image) => image.get(path)?.toString();

describe('the disk whose power is cut', () => {
  it('keeps what was synced, name and bytes', () => {
    const events = [made('a', 1), written(1, 0, 'row'), synced(1), synced(0)];
    expect(found(events, fileOf('a'))).toEqual(new Set(['row']));
  });

  it('may lose the name of a new file whose bytes were synced, until its folder is', () => {
    const events = [made('a', 1), written(1, 0, 'row'), synced(1)];
    expect(found(events, fileOf('a'))).toEqual(new Set(['row', undefined]));
  });

  it('may lose a whole folder with synced files, until the folder above is synced', () => {
    const events = [made('house', 1, 'folder'), made('house/a', 2), written(2, 0, 'row'), synced(2), synced(1)];
    expect(found(events, fileOf('house/a'))).toEqual(new Set(['row', undefined]));
    expect(found([...events, synced(0)], fileOf('house/a'))).toEqual(new Set(['row']));
  });

  it('may keep a later write without the earlier one', () => {
    const events = [made('a', 1), synced(0), written(1, 0, 'one'), written(1, 3, 'two')];
    expect(found(events, fileOf('a'))).toEqual(new Set(['', 'one', 'onetwo', '\0\0\0two']));
  });

  it('tears a write only where two sectors meet', () => {
    const begin = 'a'.repeat(500);
    const events = [made('a', 1), synced(0), written(1, 0, begin), synced(1), written(1, 500, 'b'.repeat(600))];
    const seen = found(events, fileOf('a'));
    const [kept, zeros] = [(size: number) => 'b'.repeat(size), (size: number) => '\0'.repeat(size)];
    expect(seen).toEqual(
      new Set([
        begin,
        begin + kept(600),
        begin + kept(12),
        begin + kept(524),
        begin + zeros(12) + kept(588),
        begin + zeros(524) + kept(76),
      ]),
    );
  });

  it('may find a file that was removed, or that was cut to a length, as it was before', () => {
    const before = [made('a', 1), written(1, 0, 'row'), synced(1), synced(0)];
    expect(found([...before, { is: 'removed', path: 'a' }], fileOf('a'))).toEqual(new Set(['row', undefined]));
    expect(found([...before, { is: 'cut', node: 1, length: 1 }], fileOf('a'))).toEqual(new Set(['row', 'r']));
  });

  it('never mixes a removed file with the new one of its name', () => {
    const events = [
      ...[made('wal', 1), written(1, 0, 'old'), synced(1), synced(0)],
      ...[{ is: 'removed', path: 'wal' } as const, made('wal', 2), written(2, 0, 'new'), synced(2)],
    ];
    expect(found(events, fileOf('wal'))).toEqual(new Set(['old', 'new', undefined]));
  });

  it('holds everything as long as the power stays', () => {
    const disk = emptyDisk();
    for (const event of [made('a', 1), written(1, 0, 'row'), written(1, 3, 's')]) disk.take(event);
    expect(fileOf('a')(disk.now())).toBe('rows');
  });
});
