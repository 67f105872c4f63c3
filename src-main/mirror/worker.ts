import { parentPort, workerData } from 'node:worker_threads';
import { openStore, type StoreCalls } from './store.ts';
import type { Answered, Asked, FromWorker, ToWorker } from './worker-wire.ts';

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
  say({ kind: 'answers', answers: message.asked.map(answer) });
});

function answer({ id, call, args }: Asked): Answered {
  try {
    return { id, value: store.ask(call, ...(args as Parameters<StoreCalls[typeof call]>)) };
  } catch (error) {
    return { id, trouble: error instanceof Error ? error.message : String(error) };
  }
}
