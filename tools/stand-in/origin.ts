/*
 * Chromium cannot navigate to a custom scheme from outside, so `app://desk/…` is shown to it as a made-up https origin
 * whose requests are all answered by the app's own protocol handler. `.invalid` never resolves, by RFC 2606.
 */
const suffix = '.comptoir.invalid';

/** `app://desk/a.js` → `https://desk.comptoir.invalid/a.js`; other URLs as they are. */
export function toBrowser(url: string): string {
  const match = /^app:\/\/([a-z0-9-]+)(\/.*)?$/.exec(url);
  return match === null ? url : `https://${match[1]}${suffix}${match[2] ?? '/'}`;
}

/** The inverse: what main must see. */
export function toApp(url: string): string {
  const match = /^https:\/\/([a-z0-9-]+)\.comptoir\.invalid(\/.*)?$/.exec(url);
  return match === null ? url : `app://${match[1]}${match[2] ?? '/'}`;
}

export const isAppUrl = (url: string): boolean => toApp(url) !== url;
