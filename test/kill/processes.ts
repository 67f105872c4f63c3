import { fork, type ChildProcess } from 'node:child_process';
import type { Answers, Ask, Line, Reply } from './words.ts';

/** One process of the desk, from the outside. */
export interface DeskProcess {
  /** @returns its answer, or `died` when the process was killed before it gave one */
  ask<A extends Ask>(ask: A): Promise<Answers[A['do']] | 'died'>;
  /** the power goes off, here and now */
  kill(): void;
  isDead(): boolean;
  /** resolves when it is dead and all it printed has arrived: true when a SIGKILL ended it */
  readonly gone: Promise<boolean>;
  readonly lines: readonly Line[];
}

/** Something that a desk's process itself could not do: read its records, carry out what it was told. */
export class DeskFault extends Error {}

export interface Pool {
  take(): Promise<DeskProcess>;
  close(): Promise<void>;
}

/** Processes that are started already, so that a round does not wait for Node: `ahead` of them stand ready. */
export function makePool(script: string, ahead: number): Pool {
  const waiting: Promise<DeskProcess>[] = [];
  const alive = new Set<ChildProcess>();
  let closed = false;
  const refill = (): void => {
    while (!closed && waiting.length < ahead) waiting.push(startProcess(script, alive));
  };
  refill();
  return {
    async take() {
      const first = waiting.shift();
      refill();
      return first ?? startProcess(script, alive);
    },
    async close() {
      closed = true;
      for (const one of await Promise.allSettled(waiting)) if (one.status === 'fulfilled') one.value.kill();
      for (const child of alive) child.kill('SIGKILL');
    },
  };
}

async function startProcess(script: string, alive: Set<ChildProcess>): Promise<DeskProcess> {
  const child = fork(script, { stdio: ['ignore', 'pipe', 'pipe', 'ipc'], execArgv: [] });
  alive.add(child);
  const lines: Line[] = [];
  const waiting = new Map<
    number,
    { resolve(value: Answers[keyof Answers] | 'died'): void; reject(error: Error): void }
  >();
  let [count, rest, trouble, dead] = [0, '', '', false];
  child.stdout?.on('data', (chunk: Buffer) => {
    const said = (rest + chunk.toString()).split('\n');
    rest = said.pop() ?? '';
    for (const line of said) lines.push(JSON.parse(line) as Line);
  });
  child.stderr?.on('data', (chunk: Buffer) => (trouble += chunk.toString()));
  const gone = new Promise<boolean>((resolve) => {
    child.once('close', (_code, signal) => {
      dead = true;
      alive.delete(child);
      for (const one of waiting.values())
        if (signal === 'SIGKILL') one.resolve('died');
        else one.reject(new DeskFault(`It ended by itself: ${trouble}`));
      waiting.clear();
      resolve(signal === 'SIGKILL');
    });
  });
  await new Promise<void>((resolve, reject) => {
    child.once('error', reject);
    child.on('message', (reply: Reply) => {
      if (reply.is === 'up') return resolve();
      const one = waiting.get(reply.id);
      waiting.delete(reply.id);
      if (reply.is === 'answer') one?.resolve(reply.value);
      else one?.reject(new DeskFault(reply.why));
    });
    void gone.then(() => reject(new Error(`The desk's process did not start: ${trouble}`)));
  });
  return {
    gone,
    lines,
    isDead: () => dead,
    kill: () => void child.kill('SIGKILL'),
    ask: <A extends Ask>(ask: A) =>
      new Promise<Answers[A['do']] | 'died'>((resolve, reject) => {
        if (dead) return resolve('died');
        count += 1;
        waiting.set(count, { resolve: (value) => resolve(value as Answers[A['do']] | 'died'), reject });
        child.send({ id: count, ask }, (error) => {
          // A process that dies while it is told something: its end says so itself.
          if (error && !dead && child.connected && (error as NodeJS.ErrnoException).code !== 'EPIPE') reject(error);
        });
      }),
  };
}
