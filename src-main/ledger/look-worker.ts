import { parentPort, workerData } from 'node:worker_threads';
import { lookAtFile } from './file-look.ts';
import type { LookOrder } from './looking.ts';
import { makeSealer } from './seal.ts';

// The look through the whole file, in a thread of its own: SQLite's look at its pages cannot be cut in slices, and nobody shall wait for it.
const port = parentPort;
if (!port) throw new Error('The look through the records was started as a program; it is a thread of Comptoir.');
const { file, key } = workerData as LookOrder;
port.postMessage(await lookAtFile(file, { sealer: makeSealer(key && Buffer.from(key)) }));
