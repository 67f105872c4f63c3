import { chmodSync, existsSync, mkdtempSync, rmSync, statfsSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Room that everything at once needs, bytes. */
const roomNeeded = 4 * 2 ** 30;
const memory = '/dev/shm';

/** Some systems let nobody but its owner into it: PostgreSQL's own user would not reach its files there. */
const isForAll = (folder: string): boolean =>
  process.platform === 'linux' && existsSync(folder) && (statSync(folder).mode & 0o001) !== 0;

/**
 * From here on temporary files of this process and of those it starts go into one folder: on Linux in memory, where it has the room. They are real
 * files there; only that they survive a loss of power is not true, and no test asks it of them (`powercut` proves that on recorded writes).
 * @returns takes the folder away with all that is in it; a signal that ends this process does so too
 */
export function takeGround(): () => void {
  const { bavail, bsize } = isForAll(memory) ? statfsSync(memory) : { bavail: 0, bsize: 0 };
  const ground = mkdtempSync(join(bavail * bsize >= roomNeeded ? memory : tmpdir(), 'comptoir-test-'));
  // Whoever runs a test may enter, PostgreSQL's own user too.
  chmodSync(ground, 0o1777);
  process.env['TMPDIR'] = ground;
  const clear = (): void => rmSync(ground, { recursive: true, force: true, maxRetries: 20, retryDelay: 50 });
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => {
      clear();
      process.exit(1);
    });
  return clear;
}
