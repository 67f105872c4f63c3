import { parentPort, workerData } from 'node:worker_threads';
import { openStore, type StoreCalls } from './store.ts';
import type { FromWorker, ToWorker } from './worker-wire.ts';

// The mirror's own thread: SQLite never holds up the window's main process. One question at a time, in the order they came.
const port = parentPort;
if (!port) throw new Error('The mirror worker was started as a program; it is a thread of Comptoir.');
const say = (message: FromWorker): void => port.postMessage(message);

const store = openStore({
  file: (workerData as { readonly file: string }).file,
  onRebuilt: () => say({ kind: 'rebuilt' }),
});
say({ kind: 'open' });

port.on('message', (message: ToWorker) => {
  if (message.kind === 'close') {
    store.close();
    port.close();
    return;
  }
  try {
    const args = message.args as Parameters<StoreCalls[typeof message.call]>;
    say({ kind: 'answer', id: message.id, value: store.ask(message.call, ...args) });
  } catch (error) {
    say({ kind: 'trouble', id: message.id, message: error instanceof Error ? error.message : String(error) });
  }
});
