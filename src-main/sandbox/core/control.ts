import type { SandboxClock } from './clock.ts';
import { faultNames } from './fault-shapes.ts';
import type { FaultName } from './fault-shapes.ts';
import type { FaultRule, SandboxFaults } from './faults.ts';
import { jsonReply } from './message.ts';
import type { SandboxReply, SandboxRequest } from './message.ts';
import type { RequestLog } from './request-log.ts';

export interface ControlParts {
  readonly clock: SandboxClock;
  readonly faults: SandboxFaults;
  readonly requests: RequestLog;
  /** Called whenever the clock was moved: what has lapsed by then lapses. */
  readonly clockMoved: () => void;
  readonly runBatch: () => void;
  /** @throws Error when the id names nothing that can expire. */
  readonly expire: (id: string) => void;
  /** The bank no longer stands for a hold; the provider learns of it when somebody captures it. @throws Error when there is no such hold */
  readonly withdraw: (id: string) => void;
  readonly declineCapture: (id: string) => void;
  /** A saved card comes anew from its bank. @throws Error when there is none of that id. */
  readonly replaceCard: (card: { id: string; last4: string; expMonth: number; expYear: number }) => void;
  readonly reset: () => Promise<void>;
}

type Body = Readonly<Record<string, unknown>>;

/**
 * Calls that steer the sandbox and that no provider has: clock, batch, expiry, a bank's word taken back, latency, faults, reset, request log.
 * All answer JSON; a call that makes no sense gets 400 with a sentence. A web page of another origin is refused.
 */
export function makeControl(
  parts: ControlParts,
): (request: SandboxRequest) => SandboxReply | Promise<SandboxReply> | undefined {
  return (request) => {
    if (!request.path.startsWith('/_control/')) return undefined;
    const { origin, host } = request.headers;
    if (origin !== undefined && origin !== `http://${host ?? ''}`)
      return refused(403, 'Another origin may not steer the sandbox.');
    const name = request.path.slice('/_control/'.length);
    if (request.method === 'GET' && name === 'requests') {
      return jsonReply(200, { count: parts.requests.count, requests: parts.requests.last });
    }
    if (request.method === 'GET' && name === 'clock') return jsonReply(200, { now: parts.clock.now() });
    if (request.method !== 'POST') return refused(404, 'No such control call.');
    const body = parse(request.body);
    if (body === undefined) return refused(400, 'The body must be a JSON object.');
    return steer(parts, name, body);
  };
}

function steer(parts: ControlParts, name: string, body: Body): SandboxReply | Promise<SandboxReply> {
  switch (name) {
    case 'clock':
      return moveClock(parts, body);
    case 'batch':
      parts.runBatch();
      return done();
    case 'expire':
      return named(parts.expire, name, body);
    case 'withdraw':
      return named(parts.withdraw, name, body);
    case 'decline-capture':
      return named(parts.declineCapture, name, body);
    case 'replace-card':
      return replace(parts, body);
    case 'latency': {
      const { ms } = body;
      if (!isWhole(ms) || ms < 0) return refused(400, 'latency takes {ms}: a whole number, 0 or more.');
      parts.faults.latency = ms;
      return done();
    }
    case 'fault':
      return addFault(parts, body);
    case 'faults/clear':
      parts.faults.clear();
      return done();
    case 'reset':
      return parts.reset().then(done);
    default:
      return refused(404, 'No such control call.');
  }
}

function moveClock(parts: ControlParts, body: Body): SandboxReply {
  if (isWhole(body['set'])) parts.clock.set(body['set']);
  else if (isWhole(body['advance'])) parts.clock.advance(body['advance']);
  else return refused(400, 'clock takes {set} or {advance}: whole milliseconds.');
  parts.clockMoved();
  return jsonReply(200, { now: parts.clock.now() });
}

function named(steered: (id: string) => void, name: string, { id }: Body): SandboxReply {
  if (typeof id !== 'string') return refused(400, `${name} takes {id}.`);
  try {
    steered(id);
    return done();
  } catch (error) {
    return refused(400, error instanceof Error ? error.message : String(error));
  }
}

function replace(parts: ControlParts, { id, last4, expMonth, expYear }: Body): SandboxReply {
  if (typeof id !== 'string' || typeof last4 !== 'string' || !isWhole(expMonth) || !isWhole(expYear))
    return refused(400, 'replace-card takes {id, last4, expMonth, expYear}.');
  try {
    parts.replaceCard({ id, last4, expMonth, expYear });
    return done();
  } catch (error) {
    return refused(400, error instanceof Error ? error.message : String(error));
  }
}

function addFault(parts: ControlParts, body: Body): SandboxReply {
  const rule = readRule(body);
  if (rule === undefined) {
    return refused(
      400,
      `fault takes {method?, path, nth, fault, times?, forMs?, hiddenMs?, undone?}; fault is one of ${faultNames.join(', ')}.`,
    );
  }
  try {
    parts.faults.add(rule);
    return done();
  } catch (error) {
    return refused(400, `path is no regular expression: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function readRule(body: Body): FaultRule | undefined {
  const { method, path, nth = 1, fault, undone } = body;
  if (typeof path !== 'string' || !isFaultName(fault) || !isWhole(nth) || nth < 1) return undefined;
  if (method !== undefined && typeof method !== 'string') return undefined;
  if (undone !== undefined && typeof undone !== 'boolean') return undefined;
  const counts = ['times', 'forMs', 'hiddenMs'].flatMap((name) =>
    body[name] === undefined ? [] : [[name, body[name]] as const],
  );
  if (!counts.every(([, value]) => isWhole(value) && value >= 1)) return undefined;
  return {
    path,
    nth,
    fault,
    ...(method === undefined ? {} : { method }),
    ...(undone === undefined ? {} : { undone }),
    ...Object.fromEntries(counts),
  };
}

function done(): SandboxReply {
  return jsonReply(200, { ok: true });
}

function refused(status: number, message: string): SandboxReply {
  return jsonReply(status, { ok: false, message });
}

function isWhole(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value);
}

function isFaultName(value: unknown): value is FaultName {
  return faultNames.some((name) => name === value);
}

function parse(text: string): Body | undefined {
  if (text.trim() === '') return {};
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : undefined;
  } catch {
    // Not JSON: the caller answers 400 with a sentence.
    return undefined;
  }
}
