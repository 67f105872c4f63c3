import { existsSync, readFileSync, realpathSync, statfsSync } from 'node:fs';
import { dirname, win32 } from 'node:path';

/** How a system tells of its drives; handed in by tests. */
export interface Drives {
  readonly platform: NodeJS.Platform;
  /** the folder without links in it; on Windows a mapped drive becomes \\server\share */
  realPath(folder: string): string;
  /** the number of the file system, as statfs says it */
  systemType(folder: string): number;
  /** Linux: /proc/self/mountinfo */
  mounts(): string;
}

const ownDrives: Drives = {
  platform: process.platform,
  realPath: (folder) => realpathSync.native(folder),
  systemType: (folder) => statfsSync(folder).type,
  mounts: () => readFileSync('/proc/self/mountinfo', 'utf8'),
};

/** Numbers of linux/magic.h, and of the systems that bring their own */
const networkTypes = new Map([
  [0x6969, 'nfs'],
  [0x517b, 'smb'],
  [0xfe534d42, 'smb2'],
  [0xff534d42, 'cifs'],
  [0x5346414f, 'afs'],
  [0x6b414653, 'afs'],
  [0x73757245, 'coda'],
  [0x564c, 'ncp'],
  [0x00c36400, 'ceph'],
  [0x0bd00bd0, 'lustre'],
  [0x19830326, 'beegfs'],
  [0x01161970, 'gfs2'],
  [0x7461636f, 'ocfs2'],
  [0x47504653, 'gpfs'],
  [0xaad7aaea, 'panfs'],
]);
const fuse = 0x65735546;
/** Programs that make a folder of a far machine or of a cloud; others (encrypted folders, NTFS) are on this PC. */
const networkPrograms =
  /^(fuse\.)?(sshfs|rclone|davfs2?|s3fs|goofys|gcsfuse|blobfuse2?|glusterfs|ceph-fuse|gvfsd-fuse|kio-fuse|curlftpfs|smbnetfs|afpfs|mfs|moosefs|juicefs|seaweedfs|google-drive-ocamlfuse|onedriver)$/;

/**
 * The kind of network drive a folder is on, or null when it is on this PC or that cannot be told. SQLite's locks and syncs cannot be trusted
 * there (sqlite.org/howtocorrupt.html, 2.1). Linux: by the file system; Windows: by the path, mapped drives included. macOS gives no number that
 * means the same on two machines, and a virtual machine's shared folder looks like a disk: there it is not told.
 */
export function networkDriveOf(folder: string, drives: Drives = ownDrives): string | null {
  const real = drives.realPath(folder);
  if (drives.platform === 'win32') return isUnc(real) ? 'unc' : null;
  if (drives.platform !== 'linux') return null;
  // Some systems give the number as a signed one.
  const type = drives.systemType(real) >>> 0;
  if (type !== fuse) return networkTypes.get(type) ?? null;
  const kind = kindOfMount(drives.mounts(), real);
  return kind !== null && networkPrograms.test(kind) ? kind : null;
}

/** The same of a file or folder that need not be there yet: of the nearest folder above it that is. */
export function isOnNetwork(path: string, drives: Drives = ownDrives): boolean {
  let at = path;
  while (!existsSync(at) && dirname(at) !== at) at = dirname(at);
  return networkDriveOf(at, drives) !== null;
}

function isUnc(path: string): boolean {
  // \\?\C:\… and \\.\… are this PC; \\?\UNC\server\… is not.
  const plain = path.replace(/^\\\\\?\\UNC\\/i, '\\\\');
  return /^\\\\[^?.\\]/.test(win32.normalize(plain));
}

/** Of the mount that holds the folder: the one whose place is the longest beginning of its path, and of several at one place the last. */
function kindOfMount(mounts: string, folder: string): string | null {
  let [best, kind]: [string, string | null] = ['', null];
  for (const line of mounts.split('\n')) {
    const [before = '', after = ''] = line.split(' - ');
    const place = unescaped(before.split(' ')[4] ?? '');
    const inside = place === '/' || folder === place || folder.startsWith(`${place}/`);
    if (place === '' || !inside || place.length < best.length) continue;
    [best, kind] = [place, after.split(' ')[0] ?? null];
  }
  return kind;
}

/** Blanks and the like stand as \040 in mountinfo. */
function unescaped(path: string): string {
  return path.replace(/\\([0-7]{3})/g, (_whole, digits: string) => String.fromCharCode(Number.parseInt(digits, 8)));
}
