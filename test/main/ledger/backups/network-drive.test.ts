import { mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import {
  fromMount,
  fromMountInfo,
  isOnNetwork,
  type Drives,
} from '../../../../src-main/ledger/backups/network-drive.ts';

const mountInfo = `26 1 254:0 / / rw,relatime - ext4 /dev/vda rw
40 26 0:44 / /mnt/nas rw,relatime shared:1 - nfs4 nas:/desk rw,vers=4.2
41 26 0:45 / /mnt/with\\040space rw,relatime - cifs //nas/desk rw
42 26 0:46 / /mnt/nas/stick rw,relatime - exfat /dev/sdb1 rw
43 26 0:47 / /home/zoe/remote rw - fuse.sshfs zoe@nas:/ rw
44 26 0:48 / /media/old rw - fuseblk /dev/sdc1 rw`;

function linux(text = mountInfo): Drives {
  return { platform: 'linux', realPath: async (path) => path, mounts: async () => fromMountInfo(text) };
}

describe('a drive of another machine', () => {
  test.each([
    ['/mnt/nas/backups/a.db', true],
    ['/mnt/nas', true],
    ['/mnt/nasty/a.db', false],
    ['/mnt/with space/a.db', true],
    // A stick plugged in below a share is this machine's own.
    ['/mnt/nas/stick/a.db', false],
    ['/home/zoe/remote/backups', true],
    ['/media/old/a.db', false],
    ['/home/zoe/.config/Comptoir/live', false],
  ])('%s on Linux: %s', async (path, network) => {
    expect(await isOnNetwork(path, linux())).toBe(network);
  });

  test('the later of two mounts at one place is the one that counts', async () => {
    expect(
      await isOnNetwork('/mnt/nas/a.db', linux(`${mountInfo}\n50 26 0:50 / /mnt/nas rw - ext4 /dev/sdd1 rw`)),
    ).toBe(false);
  });

  test('macOS says it by the kind of the mount', async () => {
    const said = `/dev/disk3s1s1 on / (apfs, sealed, local, read-only, journaled)
//zoe@nas/desk on /Volumes/desk (smbfs, nodev, nosuid, mounted by zoe)`;
    const drives: Drives = { platform: 'darwin', realPath: async (path) => path, mounts: async () => fromMount(said) };
    expect(await isOnNetwork('/Volumes/desk/a.db', drives)).toBe(true);
    expect(await isOnNetwork('/Users/zoe/a.db', drives)).toBe(false);
  });

  test.each([
    ['\\\\nas\\desk\\a.db', true],
    ['\\\\?\\UNC\\nas\\desk\\a.db', true],
    ['C:\\Users\\zoe\\a.db', false],
    ['\\\\?\\C:\\Users\\zoe\\a.db', false],
  ])('Windows shows a mapped letter by where it leads: %s → %s', async (real, network) => {
    const drives: Drives = { platform: 'win32', realPath: async () => real, mounts: async () => [] };
    expect(await isOnNetwork('Z:\\a.db', drives)).toBe(network);
  });

  test('what is not there yet is judged by the folder it would be in, and a link by where it leads', async () => {
    const seen: string[] = [];
    const drives: Drives = {
      ...linux(),
      realPath: async (path) => {
        seen.push(path);
        if (path !== '/home/zoe') throw Object.assign(new Error('nothing there'), { code: 'ENOENT' });
        return '/mnt/nas/zoe';
      },
    };
    expect(await isOnNetwork('/home/zoe/new/folder', drives)).toBe(true);
    expect(seen).toEqual(['/home/zoe/new/folder', '/home/zoe/new', '/home/zoe']);
  });

  test.skipIf(process.platform === 'win32')('the temporary folder of this very machine is not one', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'drive-'));
    symlinkSync(folder, join(folder, 'link'));
    expect(await isOnNetwork(join(folder, 'link', 'a.db'))).toBe(false);
    rmSync(folder, { recursive: true });
  });
});
