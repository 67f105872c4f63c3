import type { FaultName } from './fault-shapes.ts';
import type { SandboxRequest } from './message.ts';

export interface FaultRule {
  readonly method?: string;
  /** Source of a regular expression on the path. */
  readonly path: string;
  /** 1 = the next matching request. */
  readonly nth: number;
  readonly fault: FaultName;
  /** How many matching requests in a row, from the nth on; 1 when absent. */
  readonly times?: number;
  /** Instead of `times`: every matching request from the nth on, until the providers' clock is this many milliseconds further. */
  readonly forMs?: number;
  /** What the request did shows in no look-up for so many milliseconds of the providers' clock … */
  readonly hiddenMs?: number;
  /** … and is then taken back, instead of shown. */
  readonly undone?: boolean;
}

/** A fault that struck, for tests: one that never did proves nothing. */
export interface Struck {
  readonly fault: FaultName;
  readonly method: string;
  readonly path: string;
}

export interface SandboxFaults {
  /** @throws SyntaxError when `path` is no regular expression. */
  add(rule: FaultRule): void;
  clear(): void;
  /** Counts the request against every rule and returns the first that strikes. */
  take(request: SandboxRequest): FaultRule | undefined;
  /** Milliseconds a request takes, half of them before it is processed. */
  latency: number;
  /** Milliseconds between two pieces of an answer that drips. */
  dripMs: number;
  /** Called when nothing more will come of a request: a client whose clock is handed in need not wait to find out. */
  whenSilent: () => void;
  /** The faults that struck and changed something, oldest first, since the last `clear`. */
  readonly struck: readonly Struck[];
  note(struck: Struck): void;
}

const kept = 200;

/** @param now the providers' clock, unix ms; without one a rule with `forMs` never ends. */
export function makeFaults(now: () => number = () => 0): SandboxFaults {
  let armed: { rule: FaultRule; pattern: RegExp; seen: number; until: number | undefined }[] = [];
  let struck: Struck[] = [];
  return {
    latency: 0,
    dripMs: 5,
    whenSilent: () => undefined,
    get struck() {
      return struck;
    },
    note(one) {
      struck.push(one);
      if (struck.length > kept) struck.shift();
    },
    add(rule) {
      const until = rule.forMs === undefined ? undefined : now() + rule.forMs;
      armed.push({ rule, pattern: new RegExp(rule.path), seen: 0, until });
    },
    clear() {
      armed = [];
      struck = [];
    },
    take(request) {
      armed = armed.filter(({ until }) => until === undefined || now() < until);
      let taken: FaultRule | undefined;
      for (const entry of armed) {
        const { rule } = entry;
        if (rule.method !== undefined && rule.method.toUpperCase() !== request.method) continue;
        if (!entry.pattern.test(request.path)) continue;
        entry.seen += 1;
        if (entry.seen >= rule.nth) taken ??= rule;
      }
      armed = armed.filter(({ rule, seen, until }) => until !== undefined || seen < rule.nth + (rule.times ?? 1) - 1);
      return taken;
    },
  };
}
