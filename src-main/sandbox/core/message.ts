/** One call as a sandbox sees it. Header names are lower-case; `query` comes without its question mark. */
export interface SandboxRequest {
  readonly method: string;
  readonly path: string;
  readonly query: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface SandboxReply {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: string;
}

/** A JSON reply. */
export function jsonReply(status: number, body: unknown, headers: Readonly<Record<string, string>> = {}): SandboxReply {
  return { status, headers: { 'Content-Type': 'application/json', ...headers }, body: JSON.stringify(body) };
}
