import type { SandboxReply, SandboxRequest } from '../core/message.ts';
import { framePage, frameScript, frameStyle, isFieldName } from './fields-frame.ts';
import { fieldsScript } from './fields-script.ts';

/**
 * The origin of Paysafe's hosted fields: the script that a page loads, one frame per field, and the call with which those frames get their token.
 * The card page is on another origin and can read none of it.
 */
export function makeHostedFields(paysafe: {
  handle(request: SandboxRequest): SandboxReply | Promise<SandboxReply>;
}): (request: SandboxRequest) => SandboxReply | Promise<SandboxReply> {
  return (request) => {
    const { method, path } = request;
    // Only the public key opens this call: the server key is refused by it, and this key by every other.
    if (method === 'POST' && path === '/customervault/v1/singleusetokens') return paysafe.handle(request);
    if (method !== 'GET') return text('text/plain', 'Nothing is served here.', 404);
    if (path === '/js/v1/latest/paysafe.min.js') return text('text/javascript', fieldsScript);
    if (path === '/fields/frame.js') return text('text/javascript', frameScript);
    if (path === '/fields/frame.css') return text('text/css', frameStyle);
    const field = path.startsWith('/fields/') ? path.slice('/fields/'.length) : '';
    return isFieldName(field)
      ? text('text/html', framePage(field))
      : text('text/plain', 'Nothing is served here.', 404);
  };
}

const policy =
  "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; connect-src 'self'; base-uri 'none'; form-action 'none'";

function text(type: string, body: string, status = 200): SandboxReply {
  const headers = {
    'Content-Type': `${type}; charset=utf-8`,
    'Cache-Control': 'no-store',
    'X-Content-Type-Options': 'nosniff',
    ...(type === 'text/html' ? { 'Content-Security-Policy': policy } : {}),
  };
  return { status, headers, body };
}
