import type { Session, WebContents, WebPreferences } from 'electron';

/** The one origin of the window; `protocol.ts` serves it from the built renderer. */
export const deskOrigin = 'app://desk';
export const deskPage = `${deskOrigin}/index.html`;

/** The window needs no network, no inline code and no evaluated text; everything it shows comes from its own origin. */
export const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
].join('; ');

/** Sent with every answer of the `app` scheme, errors included. */
export const securityHeaders = {
  'Content-Security-Policy': contentSecurityPolicy,
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Cache-Control': 'no-store',
} as const;

/** What Electron must know of our scheme before it is ready: a standard, secure origin like https, and no more. */
export const deskScheme = {
  scheme: 'app',
  privileges: { standard: true, secure: true, supportFetchAPI: true },
} as const;

const remote = { urls: ['http://*/*', 'https://*/*', 'ws://*/*', 'wss://*/*'] };

/** The parts of a session that say no. */
export type DenyingSession = Pick<
  Session,
  'setPermissionRequestHandler' | 'setPermissionCheckHandler' | 'setDevicePermissionHandler' | 'on'
>;
type GuardedSession = DenyingSession & { readonly webRequest: Pick<Session['webRequest'], 'onBeforeRequest'> };

/** Denies what Electron would otherwise allow: every permission (its default is to grant), every device, every download. */
export function denyAll(session: DenyingSession): void {
  session.setPermissionRequestHandler((_contents, _permission, decide) => decide(false));
  session.setPermissionCheckHandler(() => false);
  session.setDevicePermissionHandler(() => false);
  session.on('will-download', (event) => event.preventDefault());
}

/** The desk's own session: all of that, and every request to a network. */
export function guardSession(session: GuardedSession): void {
  denyAll(session);
  session.webRequest.onBeforeRequest(remote, (_details, decide) => decide({ cancel: true }));
}

/** What a page of ours may do in its process: nothing beyond its preload. */
export function lockedPreferences(own: {
  readonly preload: string;
  readonly session: Session;
  readonly devTools: boolean;
}): WebPreferences {
  return {
    ...own,
    contextIsolation: true,
    sandbox: true,
    nodeIntegration: false,
    nodeIntegrationInWorker: false,
    nodeIntegrationInSubFrames: false,
    webviewTag: false,
    navigateOnDragDrop: false,
    // The spell checker downloads dictionaries, and would read client names.
    spellcheck: false,
    // A middle click would open a second window.
    disableBlinkFeatures: 'Auxclick',
  };
}

/** The page stays where it is: no navigation of any frame, no second window, no webview. Links go through `external.ts`. */
export function guardContents(contents: Pick<WebContents, 'on' | 'setWindowOpenHandler'>): void {
  contents.on('will-navigate', (event) => event.preventDefault());
  contents.on('will-frame-navigate', (event) => event.preventDefault());
  contents.on('will-redirect', (event) => event.preventDefault());
  contents.on('will-attach-webview', (event) => event.preventDefault());
  contents.setWindowOpenHandler(() => ({ action: 'deny' }));
}
