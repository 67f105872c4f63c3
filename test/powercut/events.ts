import type { ProviderName } from '../../src-main/contract/provider.ts';

/** What the process under test says of itself at the very moment: request bytes go to the sender, a result goes to whoever waits for it. */
export type Mark =
  | { readonly mark: 'sent'; readonly provider: ProviderName; readonly request: string }
  | {
      readonly mark: 'shown';
      readonly id: string;
      readonly version: number;
      readonly state: string;
      /** nothing may follow it */
      readonly end: boolean;
    };

/** One thing that happened on the disk, in its order. A node is a file or folder of its own, whatever name it has; node 0 is the disk itself. */
export type DiskEvent =
  | { readonly is: 'made'; readonly what: 'file' | 'folder'; readonly path: string; readonly node: number }
  | { readonly is: 'written'; readonly node: number; readonly at: number; readonly bytes: Buffer }
  | { readonly is: 'cut'; readonly node: number; readonly length: number }
  | { readonly is: 'synced'; readonly node: number }
  | { readonly is: 'removed'; readonly path: string }
  | { readonly is: 'marked'; readonly mark: Mark };

/** The name of the marks' file, directly on the disk; it is a witness and in no image. */
export const marksName = 'marks';

const headSize = 40;

/**
 * Reads a recorder's log. Paths become relative to the disk; SQLite's shared memory is left out, for it holds nothing that a power cut
 * could leave behind.
 * @throws when the log speaks of a file that it never saw made
 */
export function readLog(log: Buffer): DiskEvent[] {
  const events: DiskEvent[] = [];
  // An inode is given anew as soon as its file is gone: what counts is the last one made.
  const nodes = new Map<number, number | 'marks' | 'left out'>();
  let made = 0;
  let disk = '';
  const nodeOf = (inode: number): number | 'marks' | 'left out' => {
    const node = nodes.get(inode);
    if (node === undefined) throw new Error(`The log speaks of inode ${inode}, which it never saw made.`);
    return node;
  };
  for (let from = 0; from < log.length;) {
    const [kind, pathSize, inode, at, size] = [0, 8, 16, 24, 32].map((part) =>
      Number(log.readBigUInt64LE(from + part)),
    );
    if (kind === undefined || pathSize === undefined || inode === undefined || at === undefined || size === undefined)
      throw new Error('The log is cut off.');
    const word = String.fromCharCode(kind);
    const named = log.toString('utf8', from + headSize, from + headSize + pathSize);
    const path = named.slice(disk.length + 1);
    const begin = from + headSize + pathSize;
    from = begin + (word === 'w' ? size : 0);
    switch (word) {
      case 'D':
        disk = named;
        nodes.set(inode, 0);
        break;
      case 'c':
      case 'd':
        if (path === marksName || path.endsWith('-shm')) nodes.set(inode, path === marksName ? 'marks' : 'left out');
        else {
          made += 1;
          nodes.set(inode, made);
          events.push({ is: 'made', what: word === 'c' ? 'file' : 'folder', path, node: made });
        }
        break;
      case 'w': {
        const node = nodeOf(inode);
        const bytes = log.subarray(begin, from);
        if (node === 'marks') events.push(...marksOf(bytes));
        else if (node !== 'left out') events.push({ is: 'written', node, at, bytes });
        break;
      }
      case 't': {
        const node = nodeOf(inode);
        if (typeof node === 'number') events.push({ is: 'cut', node, length: at });
        break;
      }
      case 's': {
        const node = nodeOf(inode);
        if (typeof node === 'number') events.push({ is: 'synced', node });
        break;
      }
      case 'u':
        if (!path.endsWith('-shm')) events.push({ is: 'removed', path });
        break;
      default:
        throw new Error(`The log holds a record of an unknown kind: ${word}`);
    }
  }
  return events;
}

/** One mark a write: they are written whole. */
function marksOf(bytes: Buffer): DiskEvent[] {
  return bytes
    .toString('utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => ({ is: 'marked', mark: JSON.parse(line) as Mark }));
}

/** A mark as its file holds it. */
export function markLine(mark: Mark): string {
  return `${JSON.stringify(mark)}\n`;
}
