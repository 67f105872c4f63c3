import { randomUUID } from 'node:crypto';
import { createServer, request, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { OperationDetail, OperationView } from '../../../src-main/contract/operation.ts';
import type { RecordsView } from '../../../src-main/contract/records.ts';
import { startSandbox, type Sandbox } from '../../../src-main/sandbox/sandbox.ts';
import { stripeTill, type StripeTill } from '../../gateways/stripe-till.ts';
import { putBack } from '../../support/put-back.ts';
import { openSalon, type Salon, type SalonDesk } from '../../support/salon.ts';

// The house has two accounts at Stripe. The answer to an order is lost, and somebody enters the key of the other account before it is known.
let salon: Salon;
let till: StripeTill;
let second: Sandbox;
let line: Server;
/** as the line stands: to which account, whether answers to orders are lost, and whether a key may see whose it is */
let now: { to: 'first' | 'second'; lose: boolean; tellsAccount: boolean };

beforeAll(async () => {
  salon = await openSalon('accounts');
  till = stripeTill(salon.sandbox);
  second = await startSandbox({
    ...{ file: join(salon.folder('second.db')), seed: 'second', realNow: salon.now, demoHouse: false },
  });
  line = createServer((asked, answer) => void pass(asked, answer));
  await new Promise<void>((listening) => line.listen(0, '127.0.0.1', listening));
  salon.addresses.stripe = `http://127.0.0.1:${(line.address() as AddressInfo).port}`;
}, 120_000);
beforeEach(() => {
  now = { to: 'first', lose: false, tellsAccount: true };
});
afterAll(async () => {
  line.closeAllConnections();
  line.close();
  await second.close();
  await salon.close();
});

async function bytesOf(stream: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of stream) parts.push(part as Buffer);
  return Buffer.concat(parts);
}
async function pass(asked: IncomingMessage, answer: ServerResponse): Promise<void> {
  const { to, lose, tellsAccount } = now;
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

const sum = { amount: 8_000, currency: 'CAD' };
/** An order whose answer was lost, and what Stripe shows of it. */
async function lost(kind: 'capture' | 'refund' | 'charge' | 'remove_card', desk: SalonDesk): Promise<OperationView> {
  const saved = await till.save();
  const ids = { customerId: `stripe:${saved.customerRef}`, cardId: `stripe:${saved.cardRef}` };
  const taken = async (): Promise<string> =>
    (
      await till.stripe.paymentIntents.create({
        ...{ amount: 8_000, currency: 'cad', customer: saved.customerRef, payment_method: saved.payToken },
        ...{ allowed_payment_method_types: ['card'], off_session: true, confirm: true },
      })
    ).id;
  const ref = kind === 'capture' ? await till.hold(saved, 8_000) : kind === 'refund' ? await taken() : '';
  await desk.must('desk.refresh', {});
  await desk.signIn('Hélène');
  now.lose = true;
  const ticket = randomUUID();
  const given = {
    capture: ['holds.capture', { ticket, holdId: `stripe:${ref}`, amount: sum, note: null }],
    refund: ['payments.refund', { ticket, paymentId: `stripe:${ref}`, amount: sum, reason: 'Changed her mind' }],
    charge: ['payments.charge', { ticket, ...ids, amount: sum, tip: null, note: null, receiptEmail: null, sure: [] }],
    remove_card: ['cards.remove', { ticket, cardId: ids.cardId, reason: 'Asked for it' }],
  } as const;
  const [call, input] = given[kind];
  const operation = await desk.must<OperationView>(call, input);
  now.lose = false;
  expect(operation.state.name).toBe('unknown');
  return operation;
}
const stateOf = async (desk: SalonDesk, { id: operationId }: OperationView) =>
  (await desk.must<OperationDetail>('payments.askNow', { operationId })).operation.state;

describe('the key of another Stripe account, entered while an order is not known', () => {
  it.each([
    ['capture', true],
    ['refund', true],
    ['charge', true],
    ['remove_card', true],
    ['capture', false],
    ['refund', false],
    ['charge', false],
    ['remove_card', false],
  ] as const)(
    'is refused, and used all the same it never makes the %s “failed” or “done” (Stripe tells whose key it is: %s)',
    async (kind, tellsAccount) => {
      now.tellsAccount = tellsAccount;
      const name = `Front ${kind} ${tellsAccount}`;
      const desk = await salon.desk(name);
      const operation = await lost(kind, desk);

      now.to = 'second';
      expect(await desk.refusal('settings.setStripeKey', { key: second.stripeKey })).toEqual({
        code: 'key_other_account',
        facts: { provider: 'stripe', open: 1 },
      });
      await desk.must('settings.setStripeKey', { key: second.stripeKey, otherAccount: true });
      for (let asked = 0; asked < 3; asked += 1) {
        salon.pass(5 * 60_000);
        await desk.signIn('Hélène');
        expect((await stateOf(desk, operation)).name).toBe('unknown');
      }

      now.to = 'first';
      await desk.must('settings.setStripeKey', { key: salon.sandbox.stripeKey });
      salon.pass(5 * 60_000);
      await desk.signIn('Hélène');
      expect((await stateOf(desk, operation)).name).toBe('done');
    },
    60_000,
  );

  it('is asked about no more and left to a manager, who may say what the other account’s site shows', async () => {
    const desk = await salon.desk('Front person');
    const operation = await lost('charge', desk);
    now.to = 'second';
    await desk.must('settings.setStripeKey', { key: second.stripeKey, otherAccount: true });
    for (let asked = 0; asked < 14; asked += 1) {
      salon.pass(6 * 60_000);
      await desk.signIn('Hélène');
      await stateOf(desk, operation);
    }
    expect(await stateOf(desk, operation)).toMatchObject({
      ...{ name: 'needs_person', why: 'provider_cannot_say', evidence: { last: 'other_account' } },
    });
  }, 60_000);

  it('is refused as well while what happened since a backup is asked for: the other account would answer that nothing did', async () => {
    const desk = await salon.desk('Front restored');
    const saved = await till.save();
    await desk.must('desk.refresh', {});
    await desk.signIn('Hélène');
    const ids = { customerId: `stripe:${saved.customerRef}`, cardId: `stripe:${saved.cardRef}` };
    const about = { ...ids, amount: sum, tip: null, note: null, receiptEmail: null, sure: [] };
    await desk.must('payments.charge', { ticket: randomUUID(), ...about });
    await desk.must('settings.forgetKey', { provider: 'stripe', mode: 'test' });
    await desk.must('records.backUp', {});
    const after = await putBack(salon, 'Front restored', desk);
    await after.signIn('Hélène');
    now.to = 'second';
    expect(await after.refusal('settings.setStripeKey', { key: second.stripeKey })).toMatchObject({
      ...{ code: 'key_other_account', facts: { provider: 'stripe' } },
    });
    now.to = 'first';
    await after.must('settings.setStripeKey', { key: salon.sandbox.stripeKey });
    await expect.poll(async () => (await after.must<RecordsView>('records.view', {})).gap).toBeNull();
  }, 60_000);

  it('is taken without a word where nothing is open, and so is a new key of the same account where something is', async () => {
    const desk = await salon.desk('Front quiet');
    await desk.must('desk.refresh', {});
    await desk.signIn('Hélène');
    now.to = 'second';
    await desk.must('settings.setStripeKey', { key: second.stripeKey });
    now.to = 'first';
    await desk.must('settings.setStripeKey', { key: salon.sandbox.stripeKey });
    await lost('charge', desk);
    for (const tells of [true, false]) {
      now.tellsAccount = tells;
      await desk.must('settings.setStripeKey', { key: salon.sandbox.stripeKey });
    }
  }, 60_000);
});
