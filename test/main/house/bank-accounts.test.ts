import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { BillView } from '../../../src-main/contract/bill.ts';
import type { ConsentView } from '../../../src-main/contract/consent.ts';
import type { CustomerPage } from '../../../src-main/contract/customer.ts';
import type { TodayView } from '../../../src-main/contract/desk-status.ts';
import type { SureView } from '../../../src-main/contract/doubt.ts';
import type { OperationDetail, OperationView } from '../../../src-main/contract/operation.ts';
import { paysafeTill, type PaysafeTill } from '../../gateways/paysafe-till.ts';
import { putBack } from '../../support/put-back.ts';
import { openSalon, type Salon, type SalonDesk } from '../../support/salon.ts';

const day = 86_400_000;
const number = '739105528';
let salon: Salon;
let till: PaysafeTill;
let front: SalonDesk;
let count = 0;
const ticket = (): string => `bank-account-${String((count += 1)).padStart(8, '0')}`;

beforeAll(async () => {
  salon = await openSalon('bank accounts');
  till = paysafeTill(salon.sandbox);
  front = await salon.desk('Front 1');
  const { username, password } = salon.sandbox.paysafeKey;
  await front.signIn('Hélène');
  await front.must('settings.setPaysafeKey', {
    ...{ username, password, mode: 'test' },
    accounts: salon.sandbox.paysafeAccounts.filter(({ currency }) => currency === 'CAD'),
  });
  await front.signIn('Maude');
}, 120_000);
afterAll(() => salon.close());

async function client(): Promise<{ readonly id: string; readonly ref: string }> {
  const ref = await till.profile();
  await front.signIn('Sylvie');
  const { customerId: id } = await front.must<{ customerId: string }>('customers.bringIn', {
    by: 'profileId',
    value: ref,
  });
  await front.signIn('Maude');
  return { id, ref };
}

const agreement = {
  textId: 'visits',
  purposes: ['future_visits', 'balance', 'this_visit'],
  capEach: 20_000,
  capTotal: null,
  endsAt: null,
};
const eft = { kind: 'eft', holder: 'Nadia Roy', institutionId: '001', transitNumber: '25039' } as const;
const address = { street: '2255 avenue du Mont-Royal', city: 'Montréal', zip: 'H2H 1K2' };

async function wish(customerId: string, accountNumber = number, language: 'en' | 'fr' = 'fr') {
  const { shown } = await front.must<{ shown: string }>('bankAccounts.words', {
    ...{ customerId, kind: 'eft', holder: eft.holder, lastDigits: accountNumber.slice(-2), language, agreement },
  });
  const account = { ...eft, accountNumber };
  return { ticket: ticket(), customerId, account, address, language, agreement, shown, witness: 'Maude' };
}
const add = async (customerId: string, accountNumber = number): Promise<OperationView> =>
  front.must('bankAccounts.add', await wish(customerId, accountNumber));
const fault = async (path: string, what: string): Promise<void> => {
  await fetch(`${salon.sandbox.paysafeUrl}/_control/fault`, {
    method: 'POST',
    body: JSON.stringify({ method: 'POST', path, nth: 1, times: 1, fault: what }),
  });
};
const accountsAt = async (ref: string): Promise<{ id: string; merchantRefNum?: string }[]> => {
  const { body } = await till.call('GET', `/customervault/v1/profiles/${ref}?fields=eftbankaccounts`);
  return (body['eftBankAccounts'] as { id: string }[] | undefined) ?? [];
};
const cardsOf = async (id: string) => (await front.must<CustomerPage>('customers.get', { id })).cards;
const billed = (customerId: string, total: number): Promise<BillView> =>
  front.must('bills.make', {
    ...{ customerId, customerName: 'Nadia Roy', day: '2026-11-20', time: null, service: 'Soin' },
    ...{ withWhom: null, lines: [], total, tax: null, note: null },
  });
const bill = (id: string): Promise<BillView> => front.must('bills.get', { id });
interface Debit {
  readonly id: string;
  readonly cardId: string;
  readonly billId: string;
  readonly cents: number;
}
/** As staff give it, who look at what stands out first: all clients of this test have one name. */
async function debitOf({ id: customerId, cardId, billId, cents }: Debit) {
  const amount = { amount: cents, currency: 'CAD' };
  const seen = await front.must<SureView>('payments.sure', { customerId, cardId, amount, tip: null, billId });
  const sure = seen.doubts.map(({ fact }) => fact);
  const nothing = { tip: null, note: null, receiptEmail: null };
  return { ticket: ticket(), customerId, cardId, amount, ...nothing, sure, cause: { purpose: 'balance', billId } };
}
const debit = async (of: Debit): Promise<OperationView> => front.must('payments.charge', await debitOf(of));
async function askedAgain(operationId: string): Promise<OperationView> {
  await front.signIn('Maude');
  return (await front.must<OperationDetail>('payments.askNow', { operationId })).operation;
}
/** An account that is kept, and a bill of this much that is debited from it. */
async function debited(cents: number) {
  const { id } = await client();
  await add(id);
  const [account] = await cardsOf(id);
  const made = await billed(id, cents);
  const cardId = account?.id ?? '';
  return { id, cardId, made, operation: await debit({ id, cardId, billId: made.id, cents }) };
}

/** All that the desk has written, said and kept. */
function kept(): string {
  const folder = salon.folder('Front 1');
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(join(entry.parentPath, entry.name)).toString('latin1'));
  return [...files, ...front.log, JSON.stringify(front.events)].join('\n');
}

describe('a bank account of a client of Paysafe', () => {
  it('is kept with its mandate and consent, and its number is in no file, line or event of the desk', async () => {
    const { id, ref } = await client();
    const offer = await front.must('bankAccounts.offer', { customerId: id });
    expect(offer).toEqual({ kind: 'eft', currency: 'CAD', address: null });
    const operation = await add(id);
    expect(operation).toMatchObject({ kind: 'save_bank_account', state: { name: 'done' }, card: { lastFour: '28' } });
    const [account, ...more] = await cardsOf(id);
    expect(more).toEqual([]);
    expect(account).toMatchObject({ kind: 'eft', lastFour: '28', holder: 'Nadia Roy', unusable: null });
    expect(await accountsAt(ref)).toHaveLength(1);
    const { consents } = await front.must<{ consents: ConsentView[] }>('consents.ofCustomer', { customerId: id });
    expect(consents).toMatchObject([{ cardId: account?.id, channel: 'verbal', witness: 'Maude', state: 'ok' }]);
    expect(consents[0]?.text).toMatch(/^Je soussigné\(e\), Nadia Roy, autorise Atelier .*qui finit par 28/);
    const text = kept();
    expect(text).toContain('not written down');
    expect(text).not.toContain(number);
    // The address is there from now on, and is used again instead of a second one.
    expect(await front.must('bankAccounts.offer', { customerId: id })).toMatchObject({ address });
    await add(id, '5550037');
    const { body } = await till.call('GET', `/customervault/v1/profiles/${ref}?fields=addresses`);
    expect(body['addresses']).toHaveLength(1);
  });

  it('that is there already is shown, and nothing is added', async () => {
    const { id, ref } = await client();
    await add(id);
    const again = await add(id);
    expect(again.state).toMatchObject({ name: 'done', elsewhere: true });
    expect([await accountsAt(ref), await cardsOf(id)].map(({ length }) => length)).toEqual([1, 1]);
  });

  it.each([
    { how: 'drop-after', ends: 'done', there: 1 },
    { how: 'drop-before', ends: 'not_done', there: 0 },
  ])('whose answer was lost ($how) is looked for, never sent again, and ends $ends', async ({ how, ends, there }) => {
    const { id, ref } = await client();
    await fault('/eftbankaccounts$', how);
    let operation = await add(id);
    expect(operation.state.name).toBe('unknown');
    for (let asks = 0; asks < 4 && operation.state.name === 'unknown'; asks += 1) {
      salon.pass(130_000);
      operation = await askedAgain(operation.id);
    }
    expect(operation.state.name).toBe(ends);
    expect(await accountsAt(ref)).toHaveLength(there);
    const posts = (await requests()).filter(({ method, path }) => method === 'POST' && path.includes(`${ref}/eftb`));
    expect(posts).toHaveLength(1);
    expect(kept()).not.toContain(number);
  });

  it('is not sent with what does not add up, and the refusal does not repeat it', async () => {
    const { id } = await client();
    const good = await wish(id);
    const odd = [
      { ...good, account: { ...eft, accountNumber: '12' } },
      { ...good, account: { ...eft, transitNumber: '2503', accountNumber: number } },
      { ...good, account: { kind: 'sepa', holder: 'Nadia Roy', iban: 'DE89370400440532013001', bic: null } },
      { ...good, account: { ...eft, accountNumber: number, more: 'x' } },
    ];
    for (const input of odd) {
      const failure = await front.refusal('bankAccounts.add', input);
      expect(failure.code).toBe('bad_input');
      expect(JSON.stringify(failure)).not.toMatch(/739105528|37040044|2503/);
    }
    const iban = { kind: 'sepa', holder: 'Nadia Roy', iban: 'DE89370400440532013000', bic: null };
    expect((await front.refusal('bankAccounts.add', { ...good, account: iban })).code).toBe('bank_kind_missing');
    const changed = { ...good, shown: `${good.shown} And more.` };
    expect((await front.refusal('bankAccounts.add', changed)).code).toBe('consent_text_changed');
    // Another account under the same ticket is another order.
    await front.must('bankAccounts.add', good);
    const other = { ...(await wish(id, '4440011')), ticket: good.ticket };
    expect((await front.refusal('bankAccounts.add', other)).code).toBe('ticket_reused');
  });
});

describe('a debit of a bank account', () => {
  it('is accepted and not collected: its bill is on its way, and paid when the days for a return are over', async () => {
    const { made, operation } = await debited(7_350);
    expect(operation.state.name).toBe('pending');
    expect(await bill(made.id)).toMatchObject({ state: 'coming', coming: 7_350, paid: 7_350, remaining: 0 });
    await till.batch();
    salon.pass(3 * day);
    expect((await askedAgain(operation.id)).state.name).toBe('pending');
    salon.pass(6 * day);
    expect((await askedAgain(operation.id)).state).toMatchObject({ name: 'done', moved: { charged: 7_350 } });
    expect(await bill(made.id)).toMatchObject({ state: 'paid', coming: 0, paid: 7_350, remaining: 0 });
  });

  it('that the bank sends back is due again, in the bank’s own code, and can be charged once more', async () => {
    // The provider's published amount for "not enough money".
    const { id, cardId, made, operation } = await debited(9_001);
    const second = { id, cardId, billId: made.id, cents: 9_001 };
    const stopped = await front.refusal('payments.charge', await debitOf(second));
    expect(stopped.code).toBe('bill_over');
    await till.batch();
    salon.pass(day);
    await front.signIn('Maude');
    // By itself, as F5 does it: nobody opened the payment.
    await front.must('desk.refresh', {});
    const { operation: ended } = await front.must<OperationDetail>('payments.get', { operationId: operation.id });
    expect(ended.state).toMatchObject({ name: 'declined', code: '901' });
    expect(await bill(made.id)).toMatchObject({ state: 'due', coming: 0, paid: 0, remaining: 9_001 });
    const backNow = async () => (await front.must<TodayView>('desk.today', {})).sentBack;
    expect(await backNow()).toMatchObject([{ operation: { id: operation.id }, billId: made.id }]);
    expect((await debit(second)).state.name).toBe('pending');
    expect(await backNow()).toEqual([]);
  });

  it('that somebody called off at Paysafe before the batch is due again', async () => {
    const { made, operation } = await debited(5_820);
    const reference = operation.state.name === 'pending' ? operation.state.reference : '';
    // EFT is COMPLETED from the first moment here; what Paysafe still holds back is called off on its own site.
    await till.call('PUT', `/directdebit/v1/accounts/${till.accountOf('eft')}/purchases/${reference}`, {
      status: 'CANCELLED',
    });
    expect((await askedAgain(operation.id)).state).toMatchObject({ name: 'rejected', code: 'cancelled' });
    expect(await bill(made.id)).toMatchObject({ state: 'due', remaining: 5_820 });
  });
});

describe('a key of Paysafe, entered while a debit is on its way', () => {
  it('that is of no account the debit went to is not stored without a word: nobody would hear that the bank sent it back', async () => {
    await debited(4_310);
    await front.signIn('Hélène');
    const { username, password } = salon.sandbox.paysafeKey;
    const accounts = salon.sandbox.paysafeAccounts.filter(({ currency }) => currency === 'CAD');
    const input = { username, password, mode: 'test', accounts: accounts.filter(({ kind }) => kind === 'card') };
    expect(await front.refusal('settings.setPaysafeKey', input)).toMatchObject({
      ...{ code: 'key_other_account', facts: { provider: 'paysafe' } },
    });
    await front.must('settings.setPaysafeKey', { ...input, accounts });
    await front.signIn('Maude');
  });
});

describe('a house without Stripe that put a backup back', () => {
  it('still hears that a bank sent a debit back: its bill is due again, whatever nobody can ask at Stripe', async () => {
    const [before, name] = [front, 'Without Stripe'];
    const desk = await salon.desk(name);
    await desk.signIn('Hélène');
    const { username, password } = salon.sandbox.paysafeKey;
    const accounts = salon.sandbox.paysafeAccounts.filter(({ currency }) => currency === 'CAD');
    await desk.must('settings.setPaysafeKey', { username, password, mode: 'test', accounts });
    await desk.must('settings.forgetKey', { provider: 'stripe', mode: 'test' });
    await desk.must('records.backUp', {});
    front = await putBack(salon, name, desk);
    await front.signIn('Sylvie');
    await front.must('records.without', { provider: 'stripe' });
    await front.signIn('Maude');
    const { made, operation } = await debited(9_001);
    await till.batch();
    salon.pass(day);
    await front.signIn('Maude');
    await front.must('desk.refresh', {});
    const { operation: ended } = await front.must<OperationDetail>('payments.get', { operationId: operation.id });
    expect(ended.state).toMatchObject({ name: 'declined', code: '901' });
    expect(await bill(made.id)).toMatchObject({ state: 'due', paid: 0, remaining: 9_001 });
    front = before;
  }, 60_000);
});

async function requests(): Promise<readonly { readonly method: string; readonly path: string }[]> {
  const reply = await fetch(`${salon.sandbox.paysafeUrl}/_control/requests`);
  return ((await reply.json()) as { requests: { method: string; path: string }[] }).requests;
}
