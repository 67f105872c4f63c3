import { createServer } from 'node:http';
import type { IncomingMessage } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import { altered, webPage } from './alterations.ts';
import { noFault, shapeOf } from './fault-shapes.ts';
import type { FaultShape, Line, RefusalStatus } from './fault-shapes.ts';
import type { FaultRule, SandboxFaults } from './faults.ts';
import { arrives, deliver, fitting } from './line.ts';
import type { Exchange } from './line.ts';
import { jsonReply } from './message.ts';
import type { SandboxReply, SandboxRequest } from './message.ts';
import type { SandboxStore } from './store.ts';
import type { Veil } from './veil.ts';

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
  /** The provider's own wording of an injected refusal. */
  readonly refuse?: (status: RefusalStatus, request: SandboxRequest) => SandboxReply;
  /** From now on the key of this request answers with that, whatever it did. */
  readonly keep?: (request: SandboxRequest, reply: SandboxReply) => void;
  /** What look-ups do not see yet, and the documents it is about. */
  readonly hiding?: { readonly veil: Veil; readonly store: SandboxStore };
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
    const exchange = { message, response, signal: closing.signal };
    serve(parts, exchange).catch((error: unknown) => {
      if (closing.signal.aborted) return undefined;
      // A defect of the sandbox itself: said out loud in the reply, so that a test or a demo cannot overlook it.
      const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
      if (response.headersSent) return void response.destroy();
      return send(
        exchange,
        jsonReply(500, { error: { type: 'api_error', message: `Sandbox defect: ${text}` } }),
        parts.now,
      );
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const taken = error.code === 'EADDRINUSE';
      reject(taken ? new Error(`Port ${parts.port} on 127.0.0.1 is taken.`, { cause: error }) : error);
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

async function serve(parts: SandboxServerParts, exchange: Exchange): Promise<void> {
  const request = await read(exchange.message);
  if (request === undefined) {
    const error = { type: 'invalid_request_error', message: 'Request too large.' };
    await send(exchange, jsonReply(413, { error }), parts.now);
    return;
  }
  const control = parts.control?.(request);
  if (control !== undefined) {
    await send(exchange, await control, parts.now);
    return;
  }
  parts.hiding?.veil.lift();
  const rule = parts.faults?.take(request);
  const shape = rule === undefined ? noFault : shapeOf(rule.fault);
  const struck = (): void => {
    if (rule !== undefined) parts.faults?.note({ fault: rule.fault, method: request.method, path: request.path });
  };
  const answer = async (reply: SandboxReply, line: Line): Promise<void> => {
    parts.seen?.(request, arrives(line) ? reply.status : 0);
    await deliver(exchange, {
      line,
      reply,
      at: parts.now === undefined ? undefined : parts.now() + shape.dateMs,
      dripMs: parts.faults?.dripMs ?? 0,
      whenSilent: () => parts.faults?.whenSilent(),
    });
  };
  if (shape.runs === 'never' && shape.says === 'own') {
    struck();
    await answer(nothing, shape.line);
    return;
  }
  const entered = parts.enter?.(request);
  if (entered !== undefined && typeof entered !== 'function') {
    await answer(entered, 'whole');
    return;
  }
  try {
    const half = (parts.faults?.latency ?? 0) / 2;
    if (half > 0) await wait(half, undefined, { signal: exchange.signal });
    const own = await carryOut(parts, request, { rule, shape });
    if (half > 0) await wait(half, undefined, { signal: exchange.signal });
    const reply = said(parts, request, { own, shape });
    const line = fitting(shape.line, reply);
    const asItIs = line === 'whole' && reply.status === own.status && reply.body === own.body;
    if (!asItIs || shape.dateMs !== 0 || shape.runs === 'twice' || shape.onSession) struck();
    await answer(reply, line);
  } finally {
    entered?.();
  }
}

/** Stands for a reply where there is none. */
const nothing: SandboxReply = { status: 0, body: '' };

/** Does what the request asks, as often as the fault wants, and answers what the provider itself has to say. */
async function carryOut(
  parts: SandboxServerParts,
  request: SandboxRequest,
  { rule, shape }: { readonly rule: FaultRule | undefined; readonly shape: FaultShape },
): Promise<SandboxReply> {
  if (shape.runs === 'never') return nothing;
  const { hiding } = parts;
  if (request.method === 'GET')
    return hiding === undefined ? parts.handle(request) : hiding.veil.read(() => parts.handle(request));
  const asked = shape.onSession ? { ...request, body: request.body.replace(/&?off_session=true/, '') } : request;
  if (shape.runs === 'twice') await parts.handle(asked);
  if (hiding === undefined || rule?.hiddenMs === undefined || parts.now === undefined) return parts.handle(asked);
  const { result, undo } = hiding.store.recorded(() => parts.handle(asked));
  const until = parts.now() + rule.hiddenMs;
  const own = await result;
  const takeBack = (): void => {
    undo();
    // A fault that was kept under the key stays there, also when the provider takes back what it had done.
    keepFault(parts, request, shape);
  };
  hiding.veil.hide({ undo: takeBack, until, undone: rule.undone ?? false });
  return own;
}

/** What the client is told, which need not be what happened. */
function said(
  parts: SandboxServerParts,
  request: SandboxRequest,
  { own, shape }: { readonly own: SandboxReply; readonly shape: FaultShape },
): SandboxReply {
  const { says } = shape;
  if (says === 'own') return own;
  if ('page' in says) return webPage(says.page);
  if ('altered' in says) return altered(says.altered, own);
  const reply = keepFault(parts, request, shape) ?? refusalOf(parts, request, says.refusal);
  return says.retryAfter ? { ...reply, headers: { ...reply.headers, 'Retry-After': '2' } } : reply;
}

/** The refusal that is kept under the key of the request; undefined where none is. */
function keepFault(parts: SandboxServerParts, request: SandboxRequest, { says }: FaultShape): SandboxReply | undefined {
  if (typeof says === 'string' || !('refusal' in says) || !says.kept) return undefined;
  const reply = refusalOf(parts, request, says.refusal);
  parts.keep?.(request, reply);
  return reply;
}

function refusalOf(parts: SandboxServerParts, request: SandboxRequest, status: RefusalStatus): SandboxReply {
  return (
    parts.refuse?.(status, request) ??
    jsonReply(status, { error: { code: String(status), message: 'Injected by the sandbox.' } })
  );
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

async function send(exchange: Exchange, reply: SandboxReply, now: (() => number) | undefined): Promise<void> {
  await deliver(exchange, { line: 'whole', reply, at: now?.(), dripMs: 0, whenSilent: () => undefined });
}
