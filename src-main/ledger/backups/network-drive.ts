import { execFile } from 'node:child_process';
import { readFile, realpath } from 'node:fs/promises';
import { dirname } from 'node:path';
import { promisify } from 'node:util';

/** What this machine says of its drives; handed in by tests. */
export interface Drives {
  readonly platform: NodeJS.Platform;
  /** with links and mapped letters followed; throws where nothing is there */
  realPath(path: string): Promise<string>;
  /** every mounted place with the word of its kind; empty where the system says it by the path itself (Windows) */
  mounts(): Promise<readonly Mount[]>;
}

export interface Mount {
  readonly at: string;
  /** nfs4, cifs, ext4, smbfs … */
  readonly kind: string;
}

/** File systems that live on another machine. SQLite's own advice: no database there (sqlite.org/howtocorrupt.html, section 2.1). */
const elsewhere =
  /^(nfs\d?|cifs|smb\d?|smbfs|afs|afpfs|ceph|glusterfs|lustre|gfs2|ocfs2|9p|webdav|davfs\d?|ncpfs|vboxsf|fuse\.(sshfs|rclone|davfs\d?|glusterfs|s3fs|gvfsd-fuse|google-drive-ocamlfuse|curlftpfs|ceph-fuse|smbnetfs))$/;

/** Whether this file or folder, or the nearest folder above it that is there, lies on a drive of another machine. */
export async function isOnNetwork(path: string, drives: Drives = thisMachine): Promise<boolean> {
  const real = await nearestReal(path, drives);
  // Windows shows a mapped letter by where it leads: \\server\share.
  if (drives.platform === 'win32') return /^(\\\\|\/\/)(?![?.][\\/])|^\\\\\?\\UNC\\/i.test(real);
  const holding = (await drives.mounts())
    .filter(({ at }) => real === at || real.startsWith(at === '/' ? '/' : `${at}/`))
    // Of two at the same place the later one covers the earlier.
    .reduce<Mount | null>((best, mount) => (best && best.at.length > mount.at.length ? best : mount), null);
  return holding !== null && elsewhere.test(holding.kind);
}

async function nearestReal(path: string, drives: Drives): Promise<string> {
  for (let at = path; ; at = dirname(at)) {
    try {
      return await drives.realPath(at);
    } catch (error) {
      if (dirname(at) === at) throw error;
    }
  }
}

const thisMachine: Drives = {
  platform: process.platform,
  realPath: (path) => realpath(path),
  async mounts() {
    if (process.platform === 'linux') return fromMountInfo(await readFile('/proc/self/mountinfo', 'utf8'));
    if (process.platform === 'darwin') return fromMount((await promisify(execFile)('/sbin/mount')).stdout);
    return [];
  },
};

/** Linux, `/proc/self/mountinfo` (man 5 proc): the place is the fifth word, the kind the first after ` - `. Spaces are written \040. */
export function fromMountInfo(text: string): Mount[] {
  return text.split('\n').flatMap((line) => {
    const [before = '', after = ''] = line.split(' - ');
    const at = before.split(' ')[4];
    const kind = after.split(' ')[0];
    if (at === undefined || kind === undefined || kind === '') return [];
    return [
      { at: at.replace(/\\(\d{3})/g, (_all, code: string) => String.fromCharCode(Number.parseInt(code, 8))), kind },
    ];
  });
}

/** macOS, `mount`: `//zoe@nas/desk on /Volumes/desk (smbfs, nodev, …)`. */
export function fromMount(text: string): Mount[] {
  return text.split('\n').flatMap((line) => {
    const found = /^.* on (.+) \(([^,)]+)/.exec(line);
    return found?.[1] !== undefined && found[2] !== undefined ? [{ at: found[1], kind: found[2] }] : [];
  });
}
