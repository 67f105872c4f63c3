import { request as httpRequest, type Agent as HttpAgent, type ClientRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import type { Answer, ProviderRequest, SendResult } from '../payments/ports.ts';

/** More than any provider sends in one reply; a body beyond it is not read on. */
const largestBody = 10 * 1024 * 1024;

export interface Try {
  readonly base: URL;
  readonly request: ProviderRequest;
  readonly authorization: string;
  readonly agent: HttpAgent;
  readonly timeoutMs: number;
}

/**
 * One request, one answer or the reason there is none. `left` is false only when the connection was never made, so that no byte of the
 * request can have reached the provider. Plain http goes to loopback only.
 */
export function tryOnce({ base, request, authorization, agent, timeoutMs }: Try): Promise<SendResult> {
  return new Promise((resolve) => {
    let connected = false;
    let ended = false;
    const end = (result: SendResult): void => {
      if (ended) return;
      ended = true;
      clearTimeout(timer);
      resolve(result);
    };
    const nothing = (why: string): void => {
      end({ got: 'nothing', left: connected, why });
      outgoing.destroy();
    };
    const headers = {
      ...request.headers,
      authorization,
      ...(request.body === null ? {} : { 'content-length': Buffer.byteLength(request.body) }),
    };
    const open = base.protocol === 'https:' ? httpsRequest : httpRequest;
    const outgoing: ClientRequest = open(new URL(request.path, base), { method: request.method, headers, agent });
    const timer = setTimeout(() => nothing('timeout'), timeoutMs);
    outgoing.once('socket', (socket) => {
      // A socket kept from an earlier request is connected already: from here on the request may be on its way.
      if (!socket.connecting) connected = true;
      else socket.once(base.protocol === 'https:' ? 'secureConnect' : 'connect', () => (connected = true));
    });
    outgoing.once('error', (error: NodeJS.ErrnoException) => nothing(error.code ?? error.message));
    outgoing.once('response', (incoming) => {
      readBody(incoming).then(
        (body) => (body === null ? nothing('cut') : end({ got: 'answer', answer: answerOf(incoming, body) })),
        (error: unknown) => nothing(error instanceof Error ? error.message : 'cut'),
      );
    });
    outgoing.end(request.body ?? undefined);
  });
}

/** The whole body, or null when it was cut off. */
async function readBody(incoming: IncomingMessage): Promise<string | null> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of incoming as AsyncIterable<Buffer>) {
    size += part.length;
    if (size > largestBody) throw new Error('too_large');
    parts.push(part);
  }
  return incoming.complete ? Buffer.concat(parts).toString('utf8') : null;
}

function answerOf(incoming: IncomingMessage, body: string): Answer {
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(incoming.headers)) {
    if (value !== undefined) headers[name] = Array.isArray(value) ? value.join(', ') : value;
  }
  const date = headers['date'] === undefined ? Number.NaN : Date.parse(headers['date']);
  return { status: incoming.statusCode ?? 0, headers, body, providerAt: Number.isNaN(date) ? null : date };
}
