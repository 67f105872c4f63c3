import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { networkDriveOf, type Drives } from '../../../src-main/ledger/network-drive.ts';
import { openSqlite } from '../../../src-main/ledger/sqlite.ts';

const ext4 = 0xef53;
const fuse = 0x65735546;

const linux = (type: number, mounts = ''): Drives => ({
  platform: 'linux',
  realPath: (folder) => folder,
  systemType: () => type,
  mounts: () => mounts,
});
const windows = (real: string): Drives => ({ ...linux(ext4), platform: 'win32', realPath: () => real });

const mounts = [
  '22 1 254:1 / / rw,relatime shared:1 - ext4 /dev/vda1 rw',
  '40 22 0:41 / /home/salon/Nuage rw,nosuid shared:2 - fuse.rclone remote: rw,user_id=0',
  '41 22 0:42 / /home/salon/Salon\\040Élise rw shared:3 - fuse.sshfs maya@far:/ rw',
  '42 22 0:43 / /media/key rw shared:4 - fuseblk /dev/sdb1 rw',
  '43 22 0:44 / /home/salon/Secret rw shared:5 - fuse.gocryptfs /home/salon/.secret rw',
].join('\n');

describe('where the records are', () => {
  test('records on a network drive are refused before anything is made there', () => {
    const folder = mkdtempSync(join(tmpdir(), 'drive-'));
    expect(() => openSqlite(join(folder, 'ledger.db'), undefined, () => 'nfs')).toThrow(
      expect.objectContaining({ code: 'records_on_network' }),
    );
    expect(readdirSync(folder)).toEqual([]);
    rmSync(folder, { recursive: true });
  });

  test('the folder of these tests is on this PC', () => {
    expect(networkDriveOf(tmpdir())).toBeNull();
  });

  test.each([
    ['nfs', 0x6969],
    ['cifs', 0xff534d42],
    // As a system with signed numbers says it.
    ['cifs', 0xff534d42 | 0],
    ['smb2', 0xfe534d42],
    ['smb', 0x517b],
    ['ceph', 0x00c36400],
  ])('Linux: %s is a network drive', (kind, type) => {
    expect(networkDriveOf('/srv/salon', linux(type))).toBe(kind);
  });

  test.each([
    ['a disk', ext4],
    ['memory', 0x01021994],
    ['btrfs', 0x9123683e],
  ])('Linux: %s is not', (_name, type) => {
    expect(networkDriveOf('/srv/salon', linux(type))).toBeNull();
  });

  test.each([
    ['/home/salon/Nuage/Comptoir/live', 'fuse.rclone'],
    ['/home/salon/Salon Élise', 'fuse.sshfs'],
    ['/media/key/Comptoir', null],
    ['/home/salon/Secret/Comptoir', null],
    ['/home/salon/Nuages', null],
  ])('Linux: %s behind a program is %s', (folder, kind) => {
    expect(networkDriveOf(folder, linux(fuse, mounts))).toBe(kind);
  });

  test.each([
    ['\\\\server\\salon\\Comptoir', 'unc'],
    // What a mapped drive letter turns out to be.
    ['\\\\nas\\share', 'unc'],
    ['\\\\?\\UNC\\server\\salon', 'unc'],
    ['C:\\Users\\Maya\\AppData\\Roaming\\Comptoir', null],
    ['\\\\?\\C:\\Users\\Maya', null],
    ['\\\\.\\C:\\Users', null],
  ])('Windows: %s is %s', (real, kind) => {
    expect(networkDriveOf('Z:\\Comptoir', windows(real))).toBe(kind);
  });

  test('macOS does not tell', () => {
    expect(networkDriveOf('/Volumes/salon', { ...linux(0x6969), platform: 'darwin' })).toBeNull();
  });
});
