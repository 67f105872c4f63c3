import { Worker } from 'node:worker_threads';

/** A second thread of the same process that ends it, microseconds after it was told: the first one is inside SQLite then. */
export interface TimedKill {
  /** from here on the thread waits on its toes */
  ready(): void;
  strike(afterMicroseconds: number): void;
}

/** 0 asleep, 1 on its toes, 2 strike; the second cell holds the microseconds. */
const thread = `
const { workerData, parentPort } = require('node:worker_threads');
const cells = new Int32Array(workerData);
parentPort.postMessage('up');
Atomics.wait(cells, 0, 0);
while (Atomics.load(cells, 0) === 1);
const until = performance.now() + Atomics.load(cells, 1) / 1000;
while (performance.now() < until);
process.kill(process.pid, 'SIGKILL');
`;

export async function makeTimedKill(): Promise<TimedKill> {
  const cells = new Int32Array(new SharedArrayBuffer(8));
  const worker = new Worker(thread, { eval: true, workerData: cells.buffer });
  await new Promise((resolve, reject) => {
    worker.once('message', resolve);
    worker.once('error', reject);
  });
  const set = (value: number): void => {
    Atomics.store(cells, 0, value);
    Atomics.notify(cells, 0);
  };
  return {
    ready: () => set(1),
    strike(afterMicroseconds) {
      Atomics.store(cells, 1, afterMicroseconds);
      set(2);
    },
  };
}
