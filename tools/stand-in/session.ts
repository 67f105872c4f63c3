import { EventEmitter } from 'node:events';
import type { FromPartitionOptions, Protocol, Session, WebContents, WebRequest } from 'electron';
import { record } from './records.ts';

type ProtocolHandler = Parameters<Protocol['handle']>[1];
type RequestHandler = Parameters<Session['setPermissionRequestHandler']>[0];
type CheckHandler = Parameters<Session['setPermissionCheckHandler']>[0];
type DeviceHandler = Parameters<Session['setDevicePermissionHandler']>[0];
type BeforeRequest = NonNullable<Parameters<WebRequest['onBeforeRequest']>[0]>;

/** A match pattern of `webRequest`, whose stars stand for anything, as an expression. */
const matching = (pattern: string): RegExp =>
  new RegExp(`^${pattern.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replaceAll('*', '.*')}$`);

/** Holds the handlers main sets on a session; windows and tests call them. */
export class StandInSession extends EventEmitter {
  readonly partition: string;
  readonly schemes = new Map<string, ProtocolHandler>();
  permissionRequest: RequestHandler = null;
  permissionCheck: CheckHandler = null;
  #beforeRequest: { readonly listener: BeforeRequest; readonly patterns: readonly RegExp[] } | undefined;

  constructor(partition: string) {
    super();
    this.partition = partition;
  }

  readonly protocol = {
    handle: (scheme: string, handler: ProtocolHandler): void => {
      record('protocol.handle', this.partition, scheme);
      this.schemes.set(scheme, handler);
    },
    isProtocolHandled: (scheme: string): boolean => this.schemes.has(scheme),
    unhandle: (scheme: string): void => void this.schemes.delete(scheme),
  } satisfies Pick<Protocol, 'handle' | 'isProtocolHandled' | 'unhandle'>;

  readonly webRequest = {
    onBeforeRequest: (...args: unknown[]): void => {
      record('webRequest.onBeforeRequest', this.partition, ...args);
      const listener = args.at(-1) as BeforeRequest | null;
      const { urls = ['*://*/*'] } = (args.length > 1 ? args[0] : {}) as { readonly urls?: readonly string[] };
      this.#beforeRequest = listener === null ? undefined : { listener, patterns: urls.map(matching) };
    },
    // Pages get their headers from the protocol handler itself, so nothing passes through this one: recorded only.
    onHeadersReceived: (...args: unknown[]): void => record('webRequest.onHeadersReceived', this.partition, ...args),
  } satisfies Pick<WebRequest, 'onBeforeRequest' | 'onHeadersReceived'>;

  setPermissionRequestHandler(handler: RequestHandler): void {
    record('session.setPermissionRequestHandler', this.partition, handler);
    this.permissionRequest = handler;
  }

  setPermissionCheckHandler(handler: CheckHandler): void {
    record('session.setPermissionCheckHandler', this.partition, handler);
    this.permissionCheck = handler;
  }

  setDevicePermissionHandler(handler: DeviceHandler): void {
    record('session.setDevicePermissionHandler', this.partition, handler);
  }

  setSpellCheckerEnabled(enabled: boolean): void {
    record('session.setSpellCheckerEnabled', this.partition, enabled);
  }

  async clearStorageData(): Promise<void> {
    record('session.clearStorageData', this.partition);
  }

  /** Whether main's request listener cancels this one. */
  cancels(details: { readonly url: string; readonly method: string; readonly resourceType: string }): boolean {
    const asked = this.#beforeRequest;
    if (asked === undefined || !asked.patterns.some((pattern) => pattern.test(details.url))) return false;
    let cancelled = false;
    asked.listener(details as never, (response) => void (cancelled = response.cancel === true));
    return cancelled;
  }

  /** What the two permission handlers answer; Electron grants when none is set. */
  judgePermission(permission: string): Promise<{ request: boolean; check: boolean }> {
    const contents = null as unknown as WebContents;
    const check = this.permissionCheck?.(contents, permission as never, 'app://desk', {} as never) ?? true;
    return new Promise((resolve) => {
      if (this.permissionRequest === null) resolve({ request: true, check });
      else this.permissionRequest(contents, permission as never, (request) => resolve({ request, check }), {} as never);
    });
  }
}

const sessions = new Map<string, StandInSession>();

function fromPartition(partition: string, options?: FromPartitionOptions): StandInSession {
  if (partition !== '') record('session.fromPartition', partition, options ?? {});
  const known = sessions.get(partition) ?? new StandInSession(partition);
  sessions.set(partition, known);
  return known;
}

export const session = {
  get defaultSession(): StandInSession {
    return fromPartition('');
  },
  fromPartition,
};

export const protocol = {
  registerSchemesAsPrivileged: (schemes: Parameters<Protocol['registerSchemesAsPrivileged']>[0]): void =>
    record('protocol.registerSchemesAsPrivileged', schemes),
  handle: (scheme: string, handler: ProtocolHandler): void => session.defaultSession.protocol.handle(scheme, handler),
} satisfies Pick<Protocol, 'registerSchemesAsPrivileged' | 'handle'>;
