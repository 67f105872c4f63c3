import { Buffer } from 'node:buffer';
import type { PaysafeSandboxKey } from '../core/keys.ts';
import type { SandboxRequest } from '../core/message.ts';
import { refuse } from './refusal.ts';
import type { Route } from './routes.ts';

/**
 * Lets a request through the door of its route.
 *
 * @throws Refusal 5280 without credentials, 5279 for wrong ones, 5270 for the other kind of key, 5271 or 5272 (406) for
 * content types.
 */
export function letIn(request: SandboxRequest, route: Route, key: PaysafeSandboxKey): void {
  if (route.opens !== 'anyone') {
    const kind = keyKind(request.headers['authorization'], key);
    if (kind !== route.opens) refuse('5270');
  }
  checkContent(request);
}

/** @throws Refusal 5280 or 5279. */
export function keyKind(header: string | undefined, key: PaysafeSandboxKey): 'server' | 'single-use' {
  const encoded = /^Basic\s+(\S+)$/i.exec(header ?? '')?.[1];
  if (encoded === undefined) return refuse('5280');
  const sent = Buffer.from(encoded, 'base64').toString('utf8');
  if (sent === `${key.username}:${key.password}`) return 'server';
  if (sent === `${key.singleUseUsername}:${key.singleUsePassword}`) return 'single-use';
  return refuse('5279');
}

function checkContent({ method, headers, body }: SandboxRequest): void {
  const accept = headers['accept'];
  if (accept !== undefined && !/application\/json|application\/\*|\*\/\*/i.test(accept)) refuse('5271');
  const sends = (method === 'POST' || method === 'PUT') && body !== '';
  if (sends && !/^application\/json\b/i.test(headers['content-type'] ?? '')) refuse('5272');
}
