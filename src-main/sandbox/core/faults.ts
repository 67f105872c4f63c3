import type { SandboxRequest } from './message.ts';

/**
 * What may go wrong around one request:
 * - `drop-before`: the socket is destroyed and nothing was processed; `drop-after`: processed, then destroyed.
 * - `cut-body`: processed, half of the body arrives, then the socket is destroyed.
 * - `409`, `429`, `500-before`: refused, not processed; `500-after`: processed, yet answered with 500.
 * - `hang`: accepted, not processed, never answered.
 */
export const faultNames = [
  'drop-before',
  'drop-after',
  'cut-body',
  '409',
  '429',
  '500-before',
  '500-after',
  'hang',
] as const;
export type FaultName = (typeof faultNames)[number];

export interface FaultRule {
  readonly method?: string;
  /** Source of a regular expression on the path. */
  readonly path: string;
  /** 1 = the next matching request. */
  readonly nth: number;
  readonly fault: FaultName;
  /** How many matching requests in a row, from the nth on; 1 when absent. */
  readonly times?: number;
}

export interface SandboxFaults {
  /** @throws SyntaxError when `path` is no regular expression. */
  add(rule: FaultRule): void;
  clear(): void;
  /** Counts the request against every rule and returns the first that strikes. */
  take(request: SandboxRequest): FaultRule | undefined;
  /** Milliseconds a request takes, half of them before it is processed. */
  latency: number;
}

export function makeFaults(): SandboxFaults {
  let armed: { rule: FaultRule; pattern: RegExp; seen: number }[] = [];
  return {
    latency: 0,
    add(rule) {
      armed.push({ rule, pattern: new RegExp(rule.path), seen: 0 });
    },
    clear() {
      armed = [];
    },
    take(request) {
      let struck: FaultRule | undefined;
      for (const entry of armed) {
        const { rule } = entry;
        if (rule.method !== undefined && rule.method.toUpperCase() !== request.method) continue;
        if (!entry.pattern.test(request.path)) continue;
        entry.seen += 1;
        if (entry.seen >= rule.nth) struck ??= rule;
      }
      armed = armed.filter(({ rule, seen }) => seen < rule.nth + (rule.times ?? 1) - 1);
      return struck;
    },
  };
}
