import { subscribe } from 'node:diagnostics_channel';
import type { ClientRequest } from 'node:http';

/*
 * Playwright offers to compress what it and Chromium say to each other, and Chromium then compresses all of it: each answer to a click, on a wire that
 * never leaves this PC. Both sides spend more on that than on many an answer. Importing this file takes the offer out of each request for such a wire.
 */
subscribe('http.client.request.created', (message) => {
  const { request } = message as { readonly request: ClientRequest };
  if (request.getHeader('upgrade') === 'websocket' && request.host === '127.0.0.1')
    request.removeHeader('sec-websocket-extensions');
});
