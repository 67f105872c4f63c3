import type { SandboxRequest } from './message.ts';

export interface LoggedRequest {
  readonly method: string;
  readonly path: string;
  /** The idempotency key, or the merchantRefNum found in the body; null for neither. */
  readonly key: string | null;
  /** The status that was answered; 0 when the client got none. */
  readonly status: number;
}

export interface RequestLog {
  add(request: SandboxRequest, status: number): void;
  readonly count: number;
  /** The last 200, oldest first. */
  readonly last: readonly LoggedRequest[];
  clear(): void;
}

const kept = 200;

export function makeRequestLog(): RequestLog {
  let last: LoggedRequest[] = [];
  let count = 0;
  return {
    add(request, status) {
      count += 1;
      last.push({ method: request.method, path: request.path, key: keyOf(request), status });
      if (last.length > kept) last.shift();
    },
    get count() {
      return count;
    },
    get last() {
      return last;
    },
    clear() {
      last = [];
      count = 0;
    },
  };
}

function keyOf(request: SandboxRequest): string | null {
  return request.headers['idempotency-key'] ?? /"merchantRefNum"\s*:\s*"([^"]{1,255})"/.exec(request.body)?.[1] ?? null;
}
