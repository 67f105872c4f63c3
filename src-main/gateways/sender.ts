import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import { impossible } from '../contract/impossible.ts';
import type { ProviderName } from '../contract/provider.ts';
import type { Clock, ProviderRequest, Random, RepeatRule, Sender, SendResult } from '../payments/ports.ts';
import { makePace } from './pace.ts';
import { realAlarm, tryOnce, type Alarm } from './one-try.ts';

/** One line of the trace: no query values, no body, no credential. */
export interface TraceEntry {
  readonly provider: ProviderName;
  readonly method: string;
  readonly path: string;
  readonly status: number | string;
  readonly ms: number;
  readonly attempt: number;
  readonly requestId: string;
}

export interface SenderParts {
  /** root address of the provider, or null when there is none to speak to */
  base(provider: ProviderName): string | null;
  /** Authorization header value, or null without a key */
  credential(provider: ProviderName): Promise<string | null>;
  readonly clock: Clock;
  readonly random: Random;
  readonly wait: (ms: number, signal?: AbortSignal) => Promise<void>;
  trace(entry: TraceEntry): void;
  readonly timeoutMs?: number;
  /** what ends the patience of one try; a real timer when absent */
  readonly alarm?: Alarm;
  /** one request over the network; handed in by the simulation, which has no network */
  readonly once?: typeof tryOnce;
}

const mostTries = 3;
/**
 * A connection that was quiet longer than this is not used again: the far end may be hanging up at that very moment, and a charge that
 * leaves on it would be neither done nor not done.
 */
const quietConnectionMs = 4_000;
/** Money requests are not repeated past this: by then staff see "checking" and the completer asks. */
const repeatWithinMs = 20_000;
/** And no try of one begins later than this after it was given: nobody waits for it any more, and whoever asks what became of it has begun to count. */
const leaveWithinMs = 60_000;
/** Further apart than this, one of our two clocks was set or stood still. */
const clocksAgreeMs = 60_000;

/** The one HTTP sender: keep-alive, time-out, pace by endpoint, repeats of the very same bytes, the provider's clock. */
export function makeSender(parts: SenderParts): Sender & { close(): void } {
  const timeoutMs = parts.timeoutMs ?? 60_000;
  const alarm = parts.alarm ?? realAlarm;
  const once = parts.once ?? tryOnce;
  const kept: { plain?: HttpAgent; secret?: HttpsAgent } = {};
  const told = new Map<ProviderName, { readonly providerAt: number; readonly wall: number; readonly steady: number }>();
  const pace = makePace(parts);
  let closed = false;

  async function send(
    ...[provider, request, repeat, patienceMs = timeoutMs]: Parameters<Sender['send']>
  ): Promise<SendResult> {
    const since = passedSince(parts.clock);
    const address = parts.base(provider);
    if (address === null) return { got: 'nothing', left: false, why: 'no_address' };
    const base = new URL(address);
    const agent = agentFor(base);
    if (!agent) return { got: 'nothing', left: false, why: 'insecure_address' };
    const authorization = await parts.credential(provider);
    if (authorization === null) return { got: 'nothing', left: false, why: 'key_missing' };
    if (!request.path.startsWith('/')) return { got: 'nothing', left: false, why: 'bad_path' };
    let earlierLeft = false;
    for (let attempt = 1; ; attempt += 1) {
      await pace(provider, request);
      if (repeat !== 'read' && since() > leaveWithinMs) return { got: 'nothing', left: earlierLeft, why: 'too_late' };
      const startedAt = parts.clock.steady();
      const onItsWay = passedSince(parts.clock);
      const patience = Math.min(timeoutMs, patienceMs);
      const result = await once({ base, request, authorization, agent, timeoutMs: patience, alarm });
      note(provider, request, result, { attempt, ms: parts.clock.steady() - startedAt, passed: onItsWay() });
      if (attempt < mostTries && !closed && mayRepeat(repeat, result, since())) {
        earlierLeft ||= mayHaveRun(result);
        await parts.wait(pauseBefore(attempt));
        continue;
      }
      if (result.got === 'nothing') return { ...result, left: result.left || earlierLeft };
      return earlierLeft ? { ...result, earlierLeft } : result;
    }
  }

  function agentFor(base: URL): HttpAgent | null {
    const keepAlive = { keepAlive: true, timeout: quietConnectionMs };
    if (base.protocol === 'https:') return (kept.secret ??= new HttpsAgent({ ...keepAlive, minVersion: 'TLSv1.2' }));
    const loopback = ['127.0.0.1', '[::1]', 'localhost'].includes(base.hostname);
    return base.protocol === 'http:' && loopback ? (kept.plain ??= new HttpAgent(keepAlive)) : null;
  }

  function note(
    provider: ProviderName,
    request: ProviderRequest,
    result: SendResult,
    about: { attempt: number; ms: number; passed: number },
  ): void {
    // Heard by a PC that slept meanwhile: what time it was there when that was said is not what time it is.
    const isFresh = about.passed <= timeoutMs;
    if (result.got === 'answer' && result.answer.providerAt !== null && isFresh)
      told.set(provider, {
        providerAt: result.answer.providerAt,
        wall: parts.clock.now(),
        steady: parts.clock.steady(),
      });
    parts.trace({
      provider,
      method: request.method,
      path: request.path.split('?')[0] ?? '',
      status: result.got === 'answer' ? result.answer.status : result.why,
      ms: Math.round(about.ms),
      attempt: about.attempt,
      requestId: result.got === 'answer' ? (result.answer.headers['request-id'] ?? '') : '',
    });
  }

  /** 300 ms, 600 ms … with up to a third more, so that desks of one house do not knock together. */
  function pauseBefore(attempt: number): number {
    const spread = (parts.random.id(1).charCodeAt(0) % 32) / 96;
    return Math.round(300 * 2 ** (attempt - 1) * (1 + spread));
  }

  return {
    send,
    timeoutMs,
    clockOffset(provider) {
      const last = told.get(provider);
      return last ? last.providerAt - last.wall : null;
    },
    providerNow(provider) {
      const last = told.get(provider);
      if (!last) return null;
      const byWall = parts.clock.now() - last.wall;
      const bySteady = parts.clock.steady() - last.steady;
      return Math.abs(byWall - bySteady) > clocksAgreeMs ? null : last.providerAt + Math.max(byWall, bySteady);
    },
    /** What is on its way is cut off, and not begun again: what moves money must have ended before. */
    close() {
      closed = true;
      kept.plain?.destroy();
      kept.secret?.destroy();
    },
  };
}

/** How long it has been from now on, by the clock that says more: the steady one of Linux and macOS stands still while a PC sleeps. */
function passedSince(clock: Clock): () => number {
  const began = { steady: clock.steady(), now: clock.now() };
  return () => Math.max(clock.steady() - began.steady, Math.abs(clock.now() - began.now));
}

/** Did this order perhaps run at the provider? A 429 comes before anything runs; a 409 says that something runs under this very key. */
function mayHaveRun(result: SendResult): boolean {
  if (result.got === 'nothing') return result.left;
  return result.answer.status >= 500 || result.answer.status === 409;
}

function mayRepeat(rule: RepeatRule, result: SendResult, passedMs: number): boolean {
  const status = result.got === 'answer' ? result.answer.status : null;
  const said = result.got === 'answer' ? result.answer.headers['stripe-should-retry'] : undefined;
  switch (rule) {
    case 'never':
      return false;
    case 'read':
      // A provider without a key or a line is not asked three times in a row.
      if (result.got === 'nothing') return result.left && result.why !== 'timeout';
      return status === 429 || (status !== null && status >= 500);
    case 'limited':
      return status === 429 && passedMs < repeatWithinMs;
    case 'same_key':
      if (passedMs >= repeatWithinMs || said === 'false') return false;
      if (result.got === 'nothing') return result.left && result.why !== 'timeout';
      // A fault that Stripe has not kept under the key is cured by the same bytes again; one that it keeps comes back, and is looked up.
      return status === 409 || status === 429 || (status !== null && status >= 500) || said === 'true';
    default:
      return impossible(rule);
  }
}
