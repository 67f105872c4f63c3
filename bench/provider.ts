import { spawn, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';

export interface Provider {
  readonly child: ChildProcess;
  readonly key: string;
  readonly port: number;
}

/** The sandbox in its own process, so that its work is nobody's time but its own. */
export async function startProvider(file: string): Promise<Provider> {
  const child = spawn(process.execPath, [join(import.meta.dirname, '../tools/sandbox.ts'), '--file', file], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let said = '';
  const found = await new Promise<RegExpExecArray>((done, fail) => {
    child.stdout.on('data', (chunk: Buffer) => {
      said += chunk.toString();
      const line = /^Stripe\s+http:\/\/127\.0\.0\.1:(\d+)\s+key (\S+)/m.exec(said);
      if (line) done(line);
    });
    child.once('exit', () => fail(new Error('The sandbox ended before it was ready.')));
  });
  return { child, port: Number(found[1]), key: found[2] ?? '' };
}
