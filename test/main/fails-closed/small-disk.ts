import { execFileSync, spawnSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A disk of a few megabytes that a test may fill, free and write-protect. */
export interface SmallDisk {
  readonly folder: string;
  /** takes all the room there is, to the last kilobyte */
  fill(): void;
  free(): void;
  writeProtect(on: boolean): void;
  remove(): void;
}

/** Why there can be none here, or null. */
export function whyNoDisk(): string | null {
  if (process.platform !== 'linux') return 'a small disk is made on Linux only';
  if (process.getuid?.() !== 0) return 'needs root to make a small disk (tmpfs)';
  const at = mkdtempSync(join(tmpdir(), 'mount-'));
  const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', at]).status === 0;
  if (mounted) execFileSync('umount', [at]);
  rmSync(at, { recursive: true });
  return mounted ? null : 'this machine does not let us mount a small disk (tmpfs)';
}

export function smallDisk(megabytes: number): SmallDisk {
  const folder = mkdtempSync(join(tmpdir(), 'small-disk-'));
  execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m,mode=0700`, 'tmpfs', folder]);
  const ballast = join(folder, 'ballast');
  return {
    folder,
    fill() {
      const handle = openSync(ballast, 'a');
      try {
        for (;;) writeSync(handle, Buffer.alloc(1024));
      } catch (error) {
        if (!(error instanceof Error && 'code' in error && error.code === 'ENOSPC')) throw error;
      } finally {
        closeSync(handle);
      }
    },
    free: () => rmSync(ballast, { force: true }),
    writeProtect: (on) => void execFileSync('mount', ['-o', `remount,${on ? 'ro' : 'rw'}`, folder]),
    remove() {
      execFileSync('umount', ['-l', folder]);
      rmSync(folder, { recursive: true });
    },
  };
}
