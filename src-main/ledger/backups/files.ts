import { constants } from 'node:fs';
import { access, chmod, copyFile, link, open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';

/**
 * The few things done to whole files here, each on the disk when its promise resolves. Handed in, so that a test can pull the plug
 * between any two of them.
 */
export interface Files {
  exists(file: string): Promise<boolean>;
  /** only its owner may read the copy */
  copy(from: string, to: string): Promise<void>;
  /** the same file under a second name, or a copy where the drive has no such thing (FAT, exFAT) */
  keepAs(from: string, to: string): Promise<void>;
  /** takes the place of what was there, whole or not at all */
  rename(from: string, to: string): Promise<void>;
  /** nothing there is fine */
  remove(file: string): Promise<void>;
  /** what was written into it by somebody else (SQLite) */
  sync(file: string): Promise<void>;
}

export const diskFiles: Files = {
  async exists(file) {
    try {
      await access(file, constants.F_OK);
      return true;
    } catch (error) {
      if (isAbsent(error)) return false;
      throw error;
    }
  },
  async copy(from, to) {
    // A copy that shares its blocks where the drive can (btrfs, APFS, ReFS).
    await copyFile(from, to, constants.COPYFILE_FICLONE);
    await chmod(to, 0o600);
    await syncFile(to);
    await syncFolder(dirname(to));
  },
  async keepAs(from, to) {
    try {
      await link(from, to);
      await syncFolder(dirname(to));
    } catch (error) {
      if (!isUnable(error)) throw error;
      await diskFiles.copy(from, to);
    }
  },
  async rename(from, to) {
    await rename(from, to);
    await syncFolder(dirname(to));
  },
  async remove(file) {
    await rm(file, { force: true });
    await syncFolder(dirname(file));
  },
  sync: syncFile,
};

/** A small text file, whole or not at all. */
export async function writeWhole(file: string, text: string): Promise<void> {
  const beside = `${file}.new`;
  const handle = await open(beside, 'w', 0o600);
  try {
    await handle.writeFile(text);
    await handle.sync();
  } finally {
    await handle.close();
  }
  await diskFiles.rename(beside, file);
}

async function syncFile(file: string): Promise<void> {
  const handle = await open(file, 'r+');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function syncFolder(folder: string): Promise<void> {
  // Windows cannot open a folder; there a rename is kept by the file system itself.
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

export function isAbsent(error: unknown): boolean {
  return codeOf(error) === 'ENOENT';
}

/** The drive has no second names (EPERM, ENOSYS, EOPNOTSUPP …), or the two places are on different drives. */
function isUnable(error: unknown): boolean {
  return ['EPERM', 'ENOSYS', 'EOPNOTSUPP', 'ENOTSUP', 'EXDEV', 'EMLINK', 'EINVAL'].includes(codeOf(error) ?? '');
}

function codeOf(error: unknown): string | null {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : null;
}
