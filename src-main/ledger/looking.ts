import { Worker } from 'node:worker_threads';
import type { Look } from './look-through.ts';

/** What the thread is given. The key of the seals is copied over to it and gone with it. */
export interface LookOrder {
  readonly file: string;
  readonly key: Uint8Array | null;
}

/** Looks through a file in a thread that lives as long as the look. @throws the reason of the signal when it is cut short */
export function lookInThread(url: URL, order: LookOrder, signal: AbortSignal): Promise<Look> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(url, { workerData: order, name: 'records' });
    const stop = (): void => {
      reject(signal.reason instanceof Error ? signal.reason : new Error('The look was cut short'));
      void worker.terminate();
    };
    signal.addEventListener('abort', stop, { once: true });
    worker.once('message', (look: Look) => resolve(look));
    worker.once('error', reject);
    worker.once('exit', () => {
      signal.removeEventListener('abort', stop);
      reject(new Error('The look through the records ended without a word'));
    });
  });
}
