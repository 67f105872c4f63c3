import { createServer } from 'node:http';
import type { CardPageFacts } from '../house/cards/card-window.ts';
import { cardPage, cardPagePolicy } from './page.ts';
import { cardPageScript, cardPageStyle } from './script.ts';

export interface ServedPage {
  readonly url: string;
  close(): void;
}

/**
 * One card page on 127.0.0.1, at a port and a path that nobody can guess, for as long as its window is open. It takes GET only and hears nothing: what
 * the page has to say goes through the window's preload. Another name for this PC (DNS rebinding) is turned away.
 */
export async function serveCardPage(facts: CardPageFacts, path: string): Promise<ServedPage> {
  const files: Readonly<Record<string, readonly [type: string, body: string]>> = {
    [`/${path}/`]: ['text/html', cardPage(facts)],
    [`/${path}/card.js`]: ['text/javascript', cardPageScript],
    [`/${path}/card.css`]: ['text/css', cardPageStyle],
  };
  let host = '';
  const server = createServer((request, response) => {
    const file = request.method === 'GET' && request.headers.host === host ? files[request.url ?? ''] : undefined;
    response.setHeader('Cache-Control', 'no-store');
    response.setHeader('Referrer-Policy', 'no-referrer');
    response.setHeader('X-Content-Type-Options', 'nosniff');
    response.setHeader('Content-Security-Policy', cardPagePolicy(facts));
    if (!file) return void response.writeHead(404).end();
    response.writeHead(200, { 'Content-Type': `${file[0]}; charset=utf-8` }).end(file[1]);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The card page has no port');
  host = `127.0.0.1:${address.port}`;
  return {
    url: `http://${host}/${path}/`,
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}
