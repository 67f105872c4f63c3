import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import type { FaultName, SandboxFaults } from './faults.ts';
import { jsonReply } from './message.ts';
import type { SandboxReply, SandboxRequest } from './message.ts';

export type AnsweredFault = Extract<FaultName, '409' | '429' | '500-before' | '500-after'>;

export interface SandboxServerParts {
  /** 0 picks a free port. */
  readonly port: number;
  readonly handle: (request: SandboxRequest) => SandboxReply | Promise<SandboxReply>;
  readonly faults?: SandboxFaults;
  /** Time of the `Date` header, unix milliseconds; the real time when absent. */
  readonly now?: () => number;
  /** Control calls: answered at once, without latency, faults or a log line. `undefined` = not one of them. */
  readonly control?: (request: SandboxRequest) => SandboxReply | Promise<SandboxReply> | undefined;
  /**
   * Called as a request arrives, before its latency: either answers in its place (a key that is in use) or returns what
   * to call when the request has been answered.
   */
  readonly enter?: (request: SandboxRequest) => SandboxReply | (() => void);
  /** The provider's own wording of an injected refusal. For `500-after` the request has been processed by then. */
  readonly faultReply?: (fault: AnsweredFault, request: SandboxRequest) => SandboxReply;
  /** `status` 0 = the client got no answer. */
  readonly seen?: (request: SandboxRequest, status: number) => void;
}

export interface SandboxServer {
  readonly url: string;
  readonly port: number;
  close(): Promise<void>;
}

const largestBody = 1_000_000;

/**
 * Serves one provider on 127.0.0.1, with latency and faults around `handle`.
 *
 * @throws Error when the port is taken.
 */
export async function listen(parts: SandboxServerParts): Promise<SandboxServer> {
  const closing = new AbortController();
  const server = createServer({ keepAliveTimeout: 65_000 }, (message, response) => {
    serve(parts, { message, response, signal: closing.signal }).catch((error: unknown) => {
      if (closing.signal.aborted) return;
      // A defect of the sandbox itself: said out loud in the reply, so that a test or a demo cannot overlook it.
      const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
      if (response.headersSent) response.destroy();
      else
        send(response, jsonReply(500, { error: { type: 'api_error', message: `Sandbox defect: ${text}` } }), parts.now);
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      reject(error.code === 'EADDRINUSE' ? new Error(`Port ${parts.port} on 127.0.0.1 is taken.`) : error);
    });
    server.listen(parts.port, '127.0.0.1', resolve);
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The sandbox server has no port.');
  return {
    url: `http://127.0.0.1:${address.port}`,
    port: address.port,
    async close() {
      closing.abort();
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      await closed;
    },
  };
}

interface Exchange {
  readonly message: IncomingMessage;
  readonly response: ServerResponse;
  readonly signal: AbortSignal;
}

async function serve(parts: SandboxServerParts, { message, response, signal }: Exchange): Promise<void> {
  const request = await read(message);
  if (request === undefined) {
    send(
      response,
      jsonReply(413, { error: { type: 'invalid_request_error', message: 'Request too large.' } }),
      parts.now,
    );
    return;
  }
  const control = parts.control?.(request);
  if (control !== undefined) {
    send(response, await control, parts.now);
    return;
  }
  const fault = parts.faults?.take(request)?.fault;
  const seen = (status: number): void => parts.seen?.(request, status);
  if (fault === 'drop-before' || fault === 'hang') {
    seen(0);
    if (fault === 'drop-before') message.socket.destroy();
    return;
  }
  const entered = parts.enter?.(request);
  if (entered !== undefined && typeof entered !== 'function') {
    seen(entered.status);
    send(response, entered, parts.now);
    return;
  }
  try {
    const half = (parts.faults?.latency ?? 0) / 2;
    if (half > 0) await wait(half, undefined, { signal });
    const reply = await replyUnder(fault, parts, request);
    if (half > 0) await wait(half, undefined, { signal });
    if (fault === 'drop-after') {
      seen(0);
      message.socket.destroy();
    } else if (fault === 'cut-body') {
      seen(0);
      sendHalf(response, reply, parts.now);
    } else {
      seen(reply.status);
      send(response, reply, parts.now);
    }
  } finally {
    entered?.();
  }
}

async function replyUnder(
  fault: FaultName | undefined,
  parts: SandboxServerParts,
  request: SandboxRequest,
): Promise<SandboxReply> {
  const faultReply = parts.faultReply ?? plainFaultReply;
  if (fault === '409' || fault === '429' || fault === '500-before') return faultReply(fault, request);
  const reply = await parts.handle(request);
  return fault === '500-after' ? faultReply(fault, request) : reply;
}

function plainFaultReply(fault: AnsweredFault): SandboxReply {
  const status = Number(fault.slice(0, 3));
  return jsonReply(status, { error: { code: String(status), message: 'Injected by the sandbox.' } });
}

async function read(message: IncomingMessage): Promise<SandboxRequest | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of message as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size <= largestBody) chunks.push(chunk);
  }
  if (size > largestBody) return undefined;
  const target = message.url ?? '/';
  const mark = target.indexOf('?');
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(message.headers)) {
    if (value !== undefined) headers[name] = Array.isArray(value) ? value.join(', ') : value;
  }
  return {
    method: message.method ?? 'GET',
    path: mark === -1 ? target : target.slice(0, mark),
    query: mark === -1 ? '' : target.slice(mark + 1),
    headers,
    body: Buffer.concat(chunks).toString('utf8'),
  };
}

function headersOf(reply: SandboxReply, now: (() => number) | undefined): Record<string, string> {
  return {
    ...(now === undefined ? {} : { Date: new Date(now()).toUTCString() }),
    ...reply.headers,
    'Content-Length': String(Buffer.byteLength(reply.body)),
  };
}

function send(response: ServerResponse, reply: SandboxReply, now: (() => number) | undefined): void {
  response.writeHead(reply.status, headersOf(reply, now));
  response.end(reply.body);
}

/** Promises the whole body, writes half of it and hangs up. */
function sendHalf(response: ServerResponse, reply: SandboxReply, now: (() => number) | undefined): void {
  const body = Buffer.from(reply.body);
  response.writeHead(reply.status, headersOf(reply, now));
  response.write(body.subarray(0, Math.floor(body.length / 2)), () => response.destroy());
}
