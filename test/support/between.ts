import { createServer } from 'node:http';

/** A server of this machine that hands requests on as they are, after `before` has had its turn (a status from it is the whole answer), and answers what `says` makes of the reply. */
export async function standBetween(
  root: string,
  before: (request: { readonly method: string; readonly path: string }) => Promise<number | undefined>,
  says: (text: string) => string = (text) => text,
): Promise<{ readonly url: string; close(): Promise<void> }> {
  const server = createServer((message, response) => {
    const chunks: Buffer[] = [];
    message.on('data', (chunk: Buffer) => chunks.push(chunk));
    message.on('end', () => {
      const { method = 'GET', url: path = '/', headers } = message;
      const authorization = headers.authorization ?? '';
      before({ method, path })
        .then(async (own) => {
          if (own !== undefined) return response.writeHead(own).end();
          const reply = await fetch(`${root}${path}`, {
            method,
            headers: { authorization, 'content-type': headers['content-type'] ?? 'text/plain' },
            ...(chunks.length > 0 ? { body: Buffer.concat(chunks) } : {}),
          });
          return response.writeHead(reply.status).end(says(await reply.text()));
        })
        .catch((error: unknown) => response.writeHead(599).end(String(error)));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('No port');
  return {
    url: `http://127.0.0.1:${address.port}`,
    async close() {
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}
