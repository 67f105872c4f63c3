import { request as httpRequest, type Agent as HttpAgent, type ClientRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import type { Answer, ProviderRequest, SendResult } from '../payments/ports.ts';

/** More than any provider sends in one reply; a body beyond it is not read on. */
const largestBody = 10 * 1024 * 1024;

/** Some providers' outer walls turn away what does not name itself. */
const userAgent = 'Comptoir';

/** Rings once after so many milliseconds, unless it is stopped by what it answers. */
export type Alarm = (ms: number, ring: () => void) => () => void;

export const realAlarm: Alarm = (ms, ring) => {
  const timer = setTimeout(ring, ms);
  return () => clearTimeout(timer);
};

export interface Try {
  readonly base: URL;
  readonly request: ProviderRequest;
  readonly authorization: string;
  readonly agent: HttpAgent;
  readonly timeoutMs: number;
  readonly alarm: Alarm;
}

/**
 * One request, one answer or the reason there is none. `left` is false only when the connection was never made, so that no byte of the
 * request can have reached the provider. The path goes out exactly as it was stored, and only to the host of `base`.
 */
export function tryOnce({ base, request, authorization, agent, timeoutMs, alarm }: Try): Promise<SendResult> {
  return new Promise((resolve) => {
    let connected = false;
    let ended = false;
    const end = (result: SendResult): void => {
      if (ended) return;
      ended = true;
      stop();
      resolve(result);
    };
    const nothing = (why: string): void => {
      end({ got: 'nothing', left: connected, why });
      outgoing?.destroy();
    };
    const stop = alarm(timeoutMs, () => nothing('timeout'));
    let outgoing: ClientRequest | null = null;
    try {
      outgoing = begin({ base, request, authorization, agent });
    } catch (error) {
      // Node refuses to write it (a line break in a header or path): nothing was sent, and nothing will be.
      end({ got: 'nothing', left: false, why: error instanceof Error ? error.message : 'unsendable' });
      return;
    }
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

function begin({ base, request, authorization, agent }: Omit<Try, 'timeoutMs' | 'alarm'>): ClientRequest {
  const open = base.protocol === 'https:' ? httpsRequest : httpRequest;
  return open({
    protocol: base.protocol,
    hostname: base.hostname.replace(/^\[|\]$/g, ''),
    port: base.port,
    path: request.path,
    method: request.method,
    agent,
    headers: {
      'user-agent': userAgent,
      ...request.headers,
      authorization,
      ...(request.body === null ? {} : { 'content-length': Buffer.byteLength(request.body) }),
    },
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
