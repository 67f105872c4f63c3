import { dirname, basename } from 'node:path/posix';
import { impossible } from '../../src-main/contract/impossible.ts';
import type { Chance } from '../simulation/chance.ts';
import type { DiskEvent } from './events.ts';

/*
 * A disk that keeps of the unsynced only what chance leaves. It promises no more than POSIX does: a sync makes that file's bytes and length
 * last, and nothing else; a new name, or that a name is gone, lasts once its folder is synced. Disks and file systems in use promise more.
 */

type Change =
  | { readonly is: 'written'; readonly at: number; readonly bytes: Buffer }
  | { readonly is: 'cut'; readonly length: number };

interface FileNode {
  readonly is: 'file';
  readonly lasting: Bytes;
  unsynced: Change[];
  /** where images of it are made */
  readonly image: Bytes;
}

interface FolderNode {
  readonly is: 'folder';
  readonly lasting: Map<string, number>;
  /** names in their order: given to a node, or gone */
  unsynced: { readonly name: string; readonly node: number | null }[];
}

/** Files by their path from the disk's root; a folder without files is not in it. Good until the disk is asked for the next one. */
export type Image = ReadonlyMap<string, Buffer>;

export interface Disk {
  /** the next thing that happened */
  take(event: DiskEvent): void;
  /** what is found when the power comes back; with the same chance the same image */
  afterCut(chance: Chance): Image;
  /** what is there when the power never failed */
  now(): Image;
}

const sector = 512;

export function emptyDisk(): Disk {
  const root: FolderNode = { is: 'folder', lasting: new Map(), unsynced: [] };
  const nodes: (FileNode | FolderNode)[] = [root];
  const folderOf = (path: string): FolderNode => {
    let folder = root;
    if (dirname(path) === '.') return folder;
    for (const name of dirname(path).split('/')) {
      const node = nodes[namesNow(folder).get(name) ?? -1];
      if (node?.is !== 'folder') throw new Error(`There is no folder for ${path}`);
      folder = node;
    }
    return folder;
  };
  const fileAt = (node: number): FileNode => {
    const file = nodes[node];
    if (file?.is !== 'file') throw new Error(`Node ${node} is no file`);
    return file;
  };

  function imageOf(names: (folder: FolderNode) => Map<string, number>, bytes: (file: FileNode) => Buffer): Image {
    const image = new Map<string, Buffer>();
    const walk = (folder: FolderNode, path: string): void => {
      for (const [name, number] of names(folder)) {
        const node = nodes[number];
        if (node?.is === 'folder') walk(node, `${path}${name}/`);
        else if (node) image.set(`${path}${name}`, bytes(node));
      }
    };
    walk(root, '');
    return image;
  }

  return {
    take(event) {
      switch (event.is) {
        case 'made':
          nodes[event.node] =
            event.what === 'file'
              ? { is: 'file', lasting: noBytes(), unsynced: [], image: noBytes() }
              : { is: 'folder', lasting: new Map(), unsynced: [] };
          folderOf(event.path).unsynced.push({ name: basename(event.path), node: event.node });
          return;
        case 'removed':
          folderOf(event.path).unsynced.push({ name: basename(event.path), node: null });
          return;
        case 'written':
        case 'cut':
          fileAt(event.node).unsynced.push(event);
          return;
        case 'synced':
          syncNode(nodes[event.node]);
          return;
        case 'marked':
          return;
        default:
          return impossible(event);
      }
    },
    afterCut(chance) {
      const luck = luckOf(chance);
      return imageOf(
        (folder) => namesAfter(folder, luck),
        (file) => bytesAfter(file, luck),
      );
    },
    now: () => imageOf(namesNow, (file) => inBuffer(file.unsynced.reduce(change, copied(file.lasting, file.image)))),
  };
}

function syncNode(node: FileNode | FolderNode | undefined): void {
  if (!node) throw new Error('Something was synced that was never made');
  if (node.is === 'file') node.unsynced.reduce(change, node.lasting);
  else for (const { name, node: number } of node.unsynced) give(node.lasting, name, number);
  node.unsynced = [];
}

/** What became of one unsynced change. `torn`: one side of a sector's border is there, the other is not. */
interface Luck {
  change(): 'there' | 'torn' | 'lost';
  name(): 'there' | 'lost';
  chance: Chance;
}

/**
 * Mostly each change has its own luck, so that later ones are there without earlier ones. One image in eight lost everything, and one in
 * eight kept all up to some moment, as a disk does that writes in order.
 */
function luckOf(chance: Chance): Luck {
  const manner = chance.below(8);
  if (manner === 0) return { change: () => 'lost', name: () => 'lost', chance };
  if (manner === 1) {
    let left = chance.below(40);
    const inOrder = (): 'there' | 'lost' => ((left -= 1) >= 0 ? 'there' : 'lost');
    return { change: inOrder, name: inOrder, chance };
  }
  return {
    change() {
      const drawn = chance.below(10);
      return drawn < 4 ? 'there' : drawn < 6 ? 'torn' : 'lost';
    },
    name: () => (chance.happens(0.5) ? 'there' : 'lost'),
    chance,
  };
}

function namesAfter(folder: FolderNode, luck: Luck): Map<string, number> {
  const names = new Map(folder.lasting);
  for (const { name, node } of folder.unsynced) if (luck.name() === 'there') give(names, name, node);
  return names;
}

function namesNow(folder: FolderNode): Map<string, number> {
  if (folder.unsynced.length === 0) return folder.lasting;
  const names = new Map(folder.lasting);
  for (const { name, node } of folder.unsynced) give(names, name, node);
  return names;
}

function give(names: Map<string, number>, name: string, node: number | null): void {
  if (node === null) names.delete(name);
  else names.set(name, node);
}

function bytesAfter(file: FileNode, luck: Luck): Buffer {
  const bytes = copied(file.lasting, file.image);
  for (const one of file.unsynced) {
    const fate = luck.change();
    if (fate === 'there') change(bytes, one);
    else if (fate === 'torn' && one.is === 'written') change(bytes, torn(one, luck.chance));
    // A length is one number: there or not.
    else if (fate === 'torn' && luck.name() === 'there') change(bytes, one);
  }
  return inBuffer(bytes);
}

type Written = Extract<Change, { is: 'written' }>;

/** A write that came apart at a sector's border: disks write sectors whole, in whatever order. */
function torn({ at, bytes }: Written, chance: Chance): Written {
  const first = sector - (at % sector);
  const borders = bytes.length <= first ? 0 : Math.ceil((bytes.length - first) / sector);
  const border = first + chance.below(Math.max(borders, 1)) * sector;
  // Within one sector there is no border: all of it is there or nothing.
  const middle = borders === 0 ? bytes.length : border;
  return chance.happens(0.5)
    ? { is: 'written', at, bytes: bytes.subarray(0, middle) }
    : { is: 'written', at: at + middle, bytes: bytes.subarray(middle) };
}

/** Bytes that grow without being copied each time. Past their length the room holds zeros. */
interface Bytes {
  room: Buffer;
  length: number;
}

const noBytes = (): Bytes => ({ room: Buffer.alloc(0), length: 0 });
const inBuffer = ({ room, length }: Bytes): Buffer => room.subarray(0, length);

function copied(from: Bytes, to: Bytes): Bytes {
  setLength(to, from.length);
  from.room.copy(to.room, 0, 0, from.length);
  return to;
}

function change(bytes: Bytes, done: Change): Bytes {
  if (done.is === 'cut') setLength(bytes, done.length);
  else if (done.bytes.length > 0) {
    setLength(bytes, Math.max(bytes.length, done.at + done.bytes.length));
    done.bytes.copy(bytes.room, done.at);
  }
  return bytes;
}

/** What a longer file has that nobody wrote is zeros. */
function setLength(bytes: Bytes, length: number): void {
  if (length > bytes.room.length) {
    const room = Buffer.alloc(Math.max(length, bytes.room.length * 2));
    bytes.room.copy(room, 0, 0, bytes.length);
    bytes.room = room;
  }
  if (length < bytes.length) bytes.room.fill(0, length, bytes.length);
  bytes.length = length;
}
