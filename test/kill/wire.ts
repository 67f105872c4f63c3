import { Agent, request as httpRequest, type IncomingHttpHeaders } from 'node:http';
import { createServer, type Server, type Socket } from 'node:net';
import type { RequestName, WireMoment } from './steps.ts';
import type { Host } from './words.ts';

/** A whole request as it left the desk. */
export interface Sent {
  readonly provider: Host;
  readonly method: string;
  /** with its query */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** The line between one desk and the providers: it knows how far a request has come, and cuts the power there. */
export interface Wire {
  readonly addresses: Readonly<Record<Host, string>>;
  /** counts requests from here; null lets all pass */
  arm(cut: { readonly request: RequestName; readonly moment: WireMoment } | null): void;
  /** requests that move something, since the last arming */
  moneySent(): number;
  /** what was under way when the power went off arrives at the provider now */
  deliverLate(): Promise<void>;
  /** … or never */
  forgetLate(): void;
  close(): Promise<void>;
}

export interface WireParts {
  readonly upstream: Readonly<Record<Host, string>>;
  cutPower(): void;
  /** every request that moves something, before the provider has it */
  leaving(sent: Sent): void;
  fault(error: unknown): void;
}

export async function layWire(parts: WireParts): Promise<Wire> {
  const agent = new Agent({ keepAlive: true });
  const late: Sent[] = [];
  const count = { money: 0, question: 0 };
  let cut: Parameters<Wire['arm']>[0] = null;

  async function pass(sent: Sent): Promise<{ head: string; body: Buffer }> {
    const { status, headers, body } = await atProvider(parts.upstream[sent.provider], sent, agent);
    const lines = Object.entries(headers).flatMap(([name, value]) =>
      ['connection', 'keep-alive', 'transfer-encoding'].includes(name) ? [] : [`${name}: ${String(value)}`],
    );
    return { head: [`HTTP/1.1 ${status} -`, ...lines, '', ''].join('\r\n'), body };
  }

  /** What happens to a request that has come in whole. */
  async function handle(socket: Socket, sent: Sent, moment: WireMoment | null): Promise<void> {
    if (sent.method !== 'GET') parts.leaving(sent);
    switch (moment) {
      case 'first byte':
        return;
      case 'last byte, runs later':
        late.push(sent);
        return parts.cutPower();
      case 'last byte, lost on the way':
        return parts.cutPower();
      case 'run, not answered':
        await pass(sent);
        return parts.cutPower();
      case 'headers of the answer': {
        // The process dies by itself when it has read them, and when it has read the half.
        const { head } = await pass(sent);
        return void socket.write(head);
      }
      case 'half of the answer': {
        const { head, body } = await pass(sent);
        return void socket.write(Buffer.concat([Buffer.from(head), body.subarray(0, Math.ceil(body.length / 2))]));
      }
      // The process died by itself: what has left all the same runs, and its answer meets nobody.
      case 'handed to the line':
      case null: {
        const { head, body } = await pass(sent);
        return void socket.write(Buffer.concat([Buffer.from(head), body]));
      }
    }
  }

  /** The moment at which this request loses its desk, or null. Counted as it begins. */
  function fateOf(method: string): WireMoment | null {
    const of = method === 'GET' ? 'question' : 'money';
    count[of] += 1;
    return cut !== null && cut.request.of === of && cut.request.nth === count[of] ? cut.moment : null;
  }

  function serve(provider: Host, socket: Socket): void {
    let got = Buffer.alloc(0);
    let fate: WireMoment | null | undefined;
    socket.on('error', () => socket.destroy());
    socket.on('data', (chunk) => {
      got = Buffer.concat([got, chunk]);
      if (fate === undefined) {
        fate = fateOf(got.subarray(0, got.indexOf(' ')).toString());
        // The rest of it, if it left at all, goes nowhere.
        if (fate === 'first byte') return parts.cutPower();
      }
      const sent = fate === 'first byte' ? null : wholeRequest(provider, got);
      if (sent === null) return;
      const moment = fate;
      got = Buffer.alloc(0);
      fate = undefined;
      handle(socket, sent, moment).catch((error: unknown) => parts.fault(error));
    });
  }

  const servers = {
    stripe: await listen((socket) => serve('stripe', socket)),
    paysafe: await listen((socket) => serve('paysafe', socket)),
    hosted: await listen((socket) => serve('hosted', socket)),
  };
  return {
    addresses: { stripe: servers.stripe.url, paysafe: servers.paysafe.url, hosted: servers.hosted.url },
    arm(given) {
      cut = given;
      [count.money, count.question] = [0, 0];
    },
    moneySent: () => count.money,
    forgetLate: () => void late.splice(0),
    async deliverLate() {
      for (const sent of late.splice(0)) await pass(sent);
    },
    async close() {
      agent.destroy();
      await Promise.all(Object.values(servers).map((server) => server.close()));
    },
  };
}

/** Null while a part of it is still missing. No desk sends the next request before it has its answer. */
function wholeRequest(provider: Host, got: Buffer): Sent | null {
  const end = got.indexOf('\r\n\r\n');
  if (end === -1) return null;
  const [first = '', ...lines] = got.subarray(0, end).toString('latin1').split('\r\n');
  const headers = Object.fromEntries(
    lines.map((line) => {
      const mark = line.indexOf(':');
      return [line.slice(0, mark).toLowerCase(), line.slice(mark + 1).trim()];
    }),
  );
  const body = got.subarray(end + 4);
  if (body.length < Number(headers['content-length'] ?? '0')) return null;
  const [method = '', path = ''] = first.split(' ');
  return { provider, method, path, headers, body: body.toString('utf8') };
}

function atProvider(
  address: string,
  { method, path, headers, body }: Sent,
  agent: Agent,
): Promise<{ status: number; headers: IncomingHttpHeaders; body: Buffer }> {
  return new Promise((resolve, reject) => {
    const { host: _host, connection: _connection, ...own } = headers;
    const { hostname, port } = new URL(address);
    // The path goes on as it came: an address object would write some characters its own way.
    const outgoing = httpRequest({ hostname, port, path, method, headers: own, agent }, (incoming) => {
      const parts: Buffer[] = [];
      incoming.on('data', (part: Buffer) => parts.push(part));
      incoming.on('end', () =>
        resolve({ status: incoming.statusCode ?? 0, headers: incoming.headers, body: Buffer.concat(parts) }),
      );
      incoming.on('error', reject);
    });
    outgoing.on('error', reject);
    outgoing.end(body);
  });
}

async function listen(serve: (socket: Socket) => void): Promise<{ url: string; close(): Promise<void> }> {
  const sockets = new Set<Socket>();
  const server: Server = createServer((socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
    serve(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The line has no port');
  return {
    url: `http://127.0.0.1:${address.port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}
