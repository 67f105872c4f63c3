import { readFile } from 'node:fs/promises';
import { realpathSync } from 'node:fs';
import { extname, join, sep } from 'node:path';
import { deskOrigin, securityHeaders } from './policy.ts';

/** Only what a built renderer consists of. */
const contentTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
};

/**
 * The file inside `root` that an `app://desk/…` address names, or undefined for anything else: another host, a way out of
 * the folder however it is written (encoded dots and slashes, backslashes, NUL, drive letters, links), an unknown type.
 */
export function fileOfAddress(root: string, address: string): string | undefined {
  const match = new RegExp(`^${deskOrigin}(/[^?#]*)?(?:[?#].*)?$`, 's').exec(address);
  if (match === null) return undefined;
  let path: string;
  try {
    path = decodeURIComponent(match[1] ?? '/');
  } catch {
    // A malformed escape names no file.
    return undefined;
  }
  if (path === '/') path = '/index.html';
  // Strict rather than clever: names of built files hold none of these, so there is nothing to normalise.
  const segments = path.slice(1).split('/');
  if (!segments.every((segment) => /^[\w-][\w.-]*$/.test(segment) && !segment.includes('..'))) return undefined;
  if (contentTypes[extname(path)] === undefined) return undefined;
  try {
    // The sync call is the one that Electron teaches to look inside an asar archive.
    const file = realpathSync(join(root, ...segments));
    return file.startsWith(realpathSync(root) + sep) ? file : undefined;
  } catch {
    // No such file.
    return undefined;
  }
}

const refused = (status: number): Response =>
  new Response(null, { status, headers: { ...securityHeaders, 'Content-Type': 'text/plain; charset=utf-8' } });

/**
 * Handler for `protocol.handle('app', …)`: the built renderer, read-only, with the security headers on every answer.
 * @param root absolute folder of the built renderer
 */
export function serveDesk(root: string): (request: Pick<Request, 'url' | 'method'>) => Promise<Response> {
  return async ({ url, method }) => {
    if (method !== 'GET') return refused(405);
    const file = fileOfAddress(root, url);
    if (file === undefined) return refused(404);
    try {
      const headers = { ...securityHeaders, 'Content-Type': contentTypes[extname(file)] ?? 'text/plain' };
      return new Response(new Uint8Array(await readFile(file)), { headers });
    } catch {
      // A folder whose name looks like a file, or one that vanished: not there, as far as the window is concerned.
      return refused(404);
    }
  };
}
