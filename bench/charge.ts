import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import Stripe from 'stripe';
import type { CustomerPage } from '../src-main/contract/customer.ts';
import type { OperationView } from '../src-main/contract/operation.ts';
import type { Rooms } from '../src-main/rooms-options.ts';
import { must, openBenchHouse } from './house.ts';
import { newPayers } from './payers.ts';
import { startProvider } from './provider.ts';
import type { Measured } from './run.ts';

const warmUp = 40;
const cents = 1250;

/**
 * A charge through the whole desk without its window (validation, role, limits, durable row, Stripe request, reply, second commit, list) over what
 * nobody can do without: the Stripe package's own call and two bare durable commits. Turn by turn, on one sandbox that runs in a process of its own.
 * npm run bench -- charge [how many; 400 unless told]
 */
export async function run([size = '400']: readonly string[]): Promise<Measured & { readonly added_ms: number }> {
  const folder = mkdtempSync(join(tmpdir(), 'comptoir-bench-'));
  const provider = await startProvider(join(folder, 'sandbox.sqlite'));
  try {
    const stripe = new Stripe(provider.key, {
      host: '127.0.0.1',
      port: provider.port,
      protocol: 'http',
      maxNetworkRetries: 0,
    });
    const customerIds = await newPayers(provider, Number(size) + warmUp);
    const rooms = await openBenchHouse({
      folder,
      provider,
      // The pace of a real provider is not what is measured.
      wait: (ms) => (ms === 60 ? new Promise((done) => setTimeout(done, ms)) : Promise.resolve()),
    });
    const commit = bareCommits(join(folder, 'bare.sqlite'));
    const cards = await cardsOf(rooms, customerIds);
    const [app, bare]: [number[], number[]] = [[], []];
    for (const [turn, card] of cards.entries()) {
      const ticket = randomBytes(12).toString('hex');
      const throughDesk = (): Promise<number> =>
        timed(async () => {
          const amount = { amount: cents, currency: 'CAD' };
          const order = {
            ticket,
            customerId: card.customerId,
            cardId: card.id,
            amount,
            tip: null,
            note: null,
            receiptEmail: null,
          };
          const operation = must(await rooms.call('payments.charge', order)) as OperationView;
          if (operation.state.name !== 'done') throw new Error(`The charge ended ${operation.state.name}.`);
        });
      const byHand = (): Promise<number> =>
        timed(async () => {
          commit(ticket);
          await stripe.paymentIntents.create(
            {
              amount: cents,
              currency: 'cad',
              customer: card.customerId.slice('stripe:'.length),
              payment_method: card.id.slice('stripe:'.length),
              confirm: true,
              allowed_payment_method_types: ['card'],
              expand: ['latest_charge'],
              off_session: true,
              metadata: { operation: ticket },
            },
            { idempotencyKey: `bare-${ticket}` },
          );
          commit(ticket);
        });
      // Each goes first every other time.
      const first = turn % 2 === 0 ? await throughDesk() : null;
      if (first !== null) must(await rooms.call('customers.get', { id: card.customerId }));
      const bareMs = await byHand();
      const appMs = first ?? (await throughDesk());
      // What goes on behind the answer is nobody's waiting, and must not fall into the other one's turn either.
      must(await rooms.call('customers.get', { id: card.customerId }));
      if (turn < warmUp) continue;
      app.push(appMs);
      bare.push(bareMs);
    }
    await rooms.close();
    return {
      name: 'charge',
      ratio: round(median(app) / median(bare)),
      added_ms: round(median(app) - median(bare)),
      p99: round(at(app, 0.99)),
      n: app.length,
      of: 'payments.charge through the desk ÷ (stripe package call + two bare durable commits), one sandbox process',
    };
  } finally {
    provider.child.kill();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function cardsOf(rooms: Rooms, customerIds: readonly string[]): Promise<CustomerPage['cards']> {
  const found: CustomerPage['cards'] = [];
  for (const id of customerIds) {
    const { cards } = must(await rooms.call('customers.refresh', { id })) as CustomerPage;
    const [usable] = cards.filter(({ unusable }) => unusable === null);
    if (!usable) throw new Error('A customer of the bench has no card to charge.');
    found.push(usable);
  }
  return found;
}

/** One durable commit of a row as small as they come, with the ledger's own settings. */
function bareCommits(file: string): (value: string) => void {
  const database = new Database(file);
  database.pragma('journal_mode = WAL');
  database.pragma('synchronous = FULL');
  database.exec('CREATE TABLE line (id INTEGER PRIMARY KEY, value TEXT)');
  const insert = database.prepare('INSERT INTO line (value) VALUES (?)');
  return (value) => void insert.run(value);
}

async function timed(work: () => Promise<void>): Promise<number> {
  const begun = performance.now();
  await work();
  return performance.now() - begun;
}
const at = (times: readonly number[], part: number): number =>
  times.toSorted((a, b) => a - b)[Math.floor(times.length * part)] ?? 0;
const median = (times: readonly number[]): number => at(times, 0.5);
const round = (value: number): number => Math.round(value * 1000) / 1000;
