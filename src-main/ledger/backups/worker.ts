import { parentPort, workerData } from 'node:worker_threads';
import { doJob, type Job, type JobDone } from './jobs.ts';

// One job, one thread: copying and reading through a house's records never holds up the window's main process.
const port = parentPort;
if (!port) throw new Error('The backup worker was started as a program; it is a thread of Comptoir.');

doJob(workerData as Job).then(
  (value) => port.postMessage({ value } satisfies JobDone),
  (error: unknown) =>
    port.postMessage({
      trouble: error instanceof Error ? (error.stack ?? error.message) : String(error),
    } satisfies JobDone),
);
