import { Worker } from 'node:worker_threads';
import { glanceAll, type ListedBackup, type ListingBackups } from './list.ts';
import { makeBackup, type MadeBackup, type MakingBackup } from './make.ts';
import { prepareRestore, type PreparedRestore, type PreparingRestore } from './prepare.ts';

/** What takes too long for the window's main process: each is done in a thread of its own that ends with it. */
export interface BackupJobs {
  make(asked: Plain<MakingBackup>): Promise<MadeBackup>;
  list(asked: Plain<ListingBackups>): Promise<ListedBackup[]>;
  prepare(asked: Plain<PreparingRestore>): Promise<PreparedRestore>;
}

/** What may go over to a thread: no functions. The clock is the moment it was asked. */
type Plain<T> = Omit<T, 'clock' | 'files' | 'onNetwork'>;

export type Job =
  | { readonly kind: 'make'; readonly asked: Plain<MakingBackup>; readonly now: number }
  | { readonly kind: 'list'; readonly asked: Plain<ListingBackups>; readonly now: number }
  | { readonly kind: 'prepare'; readonly asked: Plain<PreparingRestore>; readonly now: number };

export type JobDone = { readonly value: unknown } | { readonly trouble: string };

/** @param url the built entry of worker.ts; null: in this thread (tests, the headless desk) */
export function makeBackupJobs(url: URL | null, now: () => number): BackupJobs {
  const run = <T>(job: Job): Promise<T> => (url ? inThread<T>(url, job) : (doJob(job) as Promise<T>));
  return {
    make: (asked) => run({ kind: 'make', asked, now: now() }),
    list: (asked) => run({ kind: 'list', asked, now: now() }),
    prepare: (asked) => run({ kind: 'prepare', asked, now: now() }),
  };
}

/** Buffers arrive in a thread as plain bytes. */
const asKey = (key: Uint8Array | null): Buffer | null => key && Buffer.from(key);

export function doJob(job: Job): Promise<unknown> {
  const clock = { now: () => job.now, steady: () => job.now };
  switch (job.kind) {
    case 'make':
      return makeBackup({ ...job.asked, auditKey: asKey(job.asked.auditKey), clock });
    case 'list':
      return glanceAll(job.asked);
    case 'prepare':
      return prepareRestore({ ...job.asked, auditKey: asKey(job.asked.auditKey), clock });
  }
}

function inThread<T>(url: URL, job: Job): Promise<T> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(url, { workerData: job, name: `backup ${job.kind}` });
    worker.once('message', (done: JobDone) => {
      if ('trouble' in done) reject(new Error(done.trouble));
      else resolve(done.value as T);
    });
    worker.once('error', (error) => reject(error instanceof Error ? error : new Error(String(error))));
    worker.once('exit', () => reject(new Error('The thread of the backups ended before it answered')));
  });
}
