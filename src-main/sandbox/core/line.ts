import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import { impossible } from '../../contract/impossible.ts';
import type { Line } from './fault-shapes.ts';
import type { SandboxReply } from './message.ts';

/** One request and the connection it came on. */
export interface Exchange {
  readonly message: IncomingMessage;
  readonly response: ServerResponse;
  /** Fires when the server closes. */
  readonly signal: AbortSignal;
}

export interface Delivery {
  readonly line: Line;
  readonly reply: SandboxReply;
  /** Time of the `Date` header, unix milliseconds; the real time when absent. */
  readonly at: number | undefined;
  readonly dripMs: number;
  readonly whenSilent: () => void;
}

/** Whether the client gets the whole of an answer. */
export function arrives(line: Line): boolean {
  return line === 'whole' || line === 'slow' || line === 'doubled';
}

/** What can go wrong between headers and end needs something between them: an empty reply arrives whole. */
export function fitting(line: Line, reply: SandboxReply): Line {
  const inBody: readonly Line[] = ['headers', 'headers-reset', 'body-reset', 'cut', 'slow', 'endless'];
  return reply.body === '' && inBody.includes(line) ? 'whole' : line;
}

/** Sends a reply, or what is left of it. */
export async function deliver(exchange: Exchange, delivery: Delivery): Promise<void> {
  const { message, response } = exchange;
  const { line, reply, at } = delivery;
  const begin = (): void => void response.writeHead(reply.status, headersOf(reply, at));
  const half = Buffer.from(reply.body).subarray(0, Math.floor(Buffer.byteLength(reply.body) / 2));
  switch (line) {
    case 'whole':
      begin();
      response.end(reply.body);
      return;
    case 'dropped':
      message.socket.destroy();
      return;
    case 'reset':
      message.socket.resetAndDestroy();
      return;
    case 'silent':
      delivery.whenSilent();
      return;
    case 'headers':
      begin();
      response.flushHeaders();
      delivery.whenSilent();
      return;
    case 'headers-reset':
      begin();
      response.flushHeaders();
      response.write('', () => message.socket.resetAndDestroy());
      return;
    case 'cut':
      begin();
      response.write(half, () => response.destroy());
      return;
    case 'body-reset':
      begin();
      response.write(half, () => message.socket.resetAndDestroy());
      return;
    case 'slow':
      begin();
      await drip(exchange, delivery, reply.body);
      response.end();
      return;
    case 'endless':
      begin();
      await drip(exchange, delivery, half.toString('utf8'));
      delivery.whenSilent();
      return;
    case 'doubled':
      // In one go, as one packet would bring it: the second is there before anybody asked for anything.
      message.socket.cork();
      begin();
      response.end(reply.body);
      message.socket.write(raw(reply, at));
      message.socket.uncork();
      return;
    default:
      impossible(line);
  }
}

const pieces = 6;

async function drip({ response, signal }: Exchange, { dripMs }: Delivery, body: string): Promise<void> {
  const bytes = Buffer.from(body);
  const size = Math.max(1, Math.ceil(bytes.length / pieces));
  for (let from = 0; from < bytes.length; from += size) {
    response.write(bytes.subarray(from, from + size));
    await wait(dripMs, undefined, { signal });
  }
}

function headersOf(reply: SandboxReply, at: number | undefined): Record<string, string> {
  return {
    ...(at === undefined ? {} : { Date: new Date(at).toUTCString() }),
    ...reply.headers,
    'Content-Length': String(Buffer.byteLength(reply.body)),
  };
}

function raw(reply: SandboxReply, at: number | undefined): string {
  const headers = Object.entries(headersOf(reply, at)).map(([name, value]) => `${name}: ${value}\r\n`);
  return `HTTP/1.1 ${reply.status} OK\r\nConnection: keep-alive\r\n${headers.join('')}\r\n${reply.body}`;
}
