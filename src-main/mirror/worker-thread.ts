import { Worker } from 'node:worker_threads';
import { MirrorTrouble, type Asking } from './asking.ts';
import type { Answered, Asked, FromWorker, ToWorker } from './worker-wire.ts';

interface Waiting {
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: Error) => void;
}
interface Running {
  readonly worker: Worker;
  readonly opened: Promise<void>;
  readonly ended: Promise<void>;
}

export interface WorkerOptions {
  readonly file: string;
  readonly url: URL;
  readonly onRebuilt: () => void;
}

/** Starts the mirror's thread. Should it ever die, who waits is told, and the next question starts it again. */
export async function startWorker(options: WorkerOptions): Promise<Asking> {
  const waiting = new Map<number, Waiting>();
  let running: Running | null = null;
  let closed = false;
  let lastId = 0;

  const lost = (why: Error): void => {
    running = null;
    const trouble = new MirrorTrouble('The lists on this computer stopped answering.', { cause: why });
    for (const { reject } of waiting.values()) reject(trouble);
    waiting.clear();
  };
  const start = (): Running => {
    const worker = new Worker(options.url, { workerData: { file: options.file }, name: 'mirror' });
    let opened: () => void = () => undefined;
    let refused: (error: Error) => void = () => undefined;
    const begun: Running = {
      worker,
      opened: new Promise<void>((resolve, reject) => {
        opened = resolve;
        refused = reject;
      }),
      ended: new Promise((resolve) => worker.once('exit', () => resolve())),
    };
    const end = (why: Error): void => {
      refused(new MirrorTrouble('The lists on this computer cannot be opened.', { cause: why }));
      if (running === begun) lost(why);
    };
    worker.on('message', (message: FromWorker) => {
      if (message.kind === 'open') opened();
      else if (message.kind === 'rebuilt') options.onRebuilt();
      else for (const one of message.answers) answer(waiting, one);
    });
    worker.once('error', (error) => end(error instanceof Error ? error : new Error(String(error))));
    worker.once('exit', () => end(new Error('the thread ended')));
    return begun;
  };

  running = start();
  await running.opened;

  // Questions of one moment go over together. Rows to keep wait until what is under way has answered whoever asked for it, or until the
  // next question: the order stays the order in which they were given.
  let outbox: Asked[] = [];
  const flush = (): void => {
    if (outbox.length === 0) return;
    const asked = outbox;
    outbox = [];
    running ??= start();
    running.worker.postMessage({ kind: 'ask', asked } satisfies ToWorker);
  };
  const post = (asked: Asked): void => {
    const first = outbox.length === 0;
    outbox.push(asked);
    // Somebody is typing: a search goes at once.
    if (asked.call === 'customers') flush();
    else if (asked.call !== 'put') queueMicrotask(flush);
    else if (first) setImmediate(flush);
  };

  return {
    ask: (call, ...args) =>
      new Promise((resolve, reject) => {
        if (closed) {
          reject(new MirrorTrouble('The lists on this computer are closed.'));
          return;
        }
        lastId += 1;
        // The thread answers with the value of this very call.
        waiting.set(lastId, { resolve: resolve as (value: unknown) => void, reject });
        post({ id: lastId, call, args });
      }),
    close: async () => {
      closed = true;
      flush();
      const last = running;
      last?.worker.postMessage({ kind: 'close' } satisfies ToWorker);
      await last?.ended;
    },
  };
}

function answer(waiting: Map<number, Waiting>, answered: Answered): void {
  const asked = waiting.get(answered.id);
  waiting.delete(answered.id);
  if ('trouble' in answered) asked?.reject(new MirrorTrouble(answered.trouble));
  else asked?.resolve(answered.value);
}
