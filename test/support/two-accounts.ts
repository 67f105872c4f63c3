import { createServer, request, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { startSandbox, type Sandbox } from '../../src-main/sandbox/sandbox.ts';
import type { Salon } from './salon.ts';

/** A salon whose line to Stripe ends at one of two accounts. */
export interface TwoAccounts {
  readonly second: Sandbox;
  /** as the line stands: to which account, whether answers to orders are lost, and whether a key may see whose it is */
  now: { to: 'first' | 'second'; lose: boolean; tellsAccount: boolean };
  close(): Promise<void>;
}

async function bytesOf(stream: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of stream) parts.push(part as Buffer);
  return Buffer.concat(parts);
}

/** The desks of the salon that are opened from now on speak to Stripe through this line. */
export async function twoAccounts(salon: Salon): Promise<TwoAccounts> {
  const second = await startSandbox({
    ...{ file: join(salon.folder('second.db')), seed: 'second', realNow: salon.now, demoHouse: false },
  });
  const line = createServer((asked, answer) => void pass(asked, answer));
  await new Promise<void>((listening) => line.listen(0, '127.0.0.1', listening));
  salon.addresses.stripe = `http://127.0.0.1:${(line.address() as AddressInfo).port}`;
  const accounts: TwoAccounts = {
    second,
    now: { to: 'first', lose: false, tellsAccount: true },
    async close() {
      line.closeAllConnections();
      line.close();
      await second.close();
    },
  };

  async function pass(asked: IncomingMessage, answer: ServerResponse): Promise<void> {
    const { to, lose, tellsAccount } = accounts.now;
    const body = await bytesOf(asked);
    const { hostname, port } = new URL(to === 'first' ? salon.sandbox.stripeUrl : second.stripeUrl);
    const { url: path, method, headers } = asked;
    const heard = await new Promise<IncomingMessage>((got, failed) =>
      request({ hostname, port, path, method, headers }, got).once('error', failed).end(body),
    );
    const said = (await bytesOf(heard)).toString();
    if (lose && method === 'POST') return void asked.socket.destroy();
    if (path === '/v1/account' && !tellsAccount) {
      answer.writeHead(403, { 'content-type': 'application/json' });
      return void answer.end('{"error":{"type":"invalid_request_error","message":"Not with this key."}}');
    }
    const { 'content-length': _length, ...kept } = heard.headers;
    answer.writeHead(heard.statusCode ?? 500, kept);
    answer.end(to === 'second' ? said.replaceAll('acct_1DemoAtelierFleury', 'acct_1TheOtherOne') : said);
  }
  return accounts;
}
