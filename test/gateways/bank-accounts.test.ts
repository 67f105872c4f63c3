import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { PlanOf } from '../../src-main/payments/order.ts';
import { filled, unwrittenMark } from '../../src-main/payments/unwritten.ts';
import { paysafeTill, type PaysafeTill } from './paysafe-till.ts';
import { ask, openTown, operationOf, type Town } from './town.ts';

type BankPlan = PlanOf<'save_bank_account'>;

let town: Town;
let till: PaysafeTill;
let count = 0;
beforeAll(async () => {
  town = await openTown('bank accounts');
  till = paysafeTill(town.sandbox);
});
afterAll(() => town.close());

/** What each scheme has beside its number, and a number of it. */
const schemes = {
  eft: { codes: { institutionId: '001', transitNumber: '25039' }, number: '739105528', country: 'CA', mandate: null },
  ach: {
    codes: { routingNumber: '011000015', accountType: 'CHECKING' },
    ...{ number: '73910552847', country: 'US', mandate: null },
  },
  bacs: { codes: { sortCode: '070246' }, number: '73910552', country: 'GB', mandate: 'B4C51234AA' },
  sepa: { codes: {}, number: 'DE89370400440532013000', country: 'DE', mandate: 'SEPAMANDATE0001' },
} as const;
type Scheme = keyof typeof schemes;

async function planned(instrument: Scheme, customerRef?: string): Promise<BankPlan> {
  const ref = customerRef ?? (await till.profile());
  const { codes, number, country, mandate } = schemes[instrument];
  const address = { street: '2255 avenue du Mont-Royal', city: 'Montréal', zip: 'H2H 1K2', country };
  const placed = await town.providers.addresses.place(ref, address);
  if (!placed.ok) throw new Error(placed.detail);
  const agreed = { textId: 'visits', textVersion: 1, shown: 'Words', purposes: [], language: 'en' } as const;
  return {
    ...{ kind: 'save_bank_account', key: `cpt-bank-${(count += 1)}`, customerRef: ref, addressRef: placed.value },
    ...{ instrument, holder: 'Nadia Roy', codes, lastDigits: number.slice(-2), currency: 'CAD', witness: 'Maude' },
    mandate: mandate === null ? null : `${mandate.slice(0, -1)}${count % 10}`,
    agreed: { ...agreed, capEach: null, capTotal: null, endsAt: null },
  };
}
async function send(plan: BankPlan) {
  const gateway = town.providers.gateways.paysafe;
  const prepared = await gateway.prepare(plan);
  const operation = operationOf(plan, { provider: 'paysafe', prepared });
  const request = filled(operation, schemes[plan.instrument].number);
  if (!request) throw new Error('Nothing to send');
  const result = await town.providers.sender.send('paysafe', request, gateway.repeat);
  if (result.got === 'nothing') return { operation, reading: null };
  return { operation, reading: gateway.read(plan, prepared.memo, result.answer) };
}
const cardsOf = async (ref: string) => {
  const read = await town.providers.readers.paysafe.readCustomer(ref);
  if (!read.ok) throw new Error(read.detail);
  return read.value.cards;
};

describe('a bank account that is kept at Paysafe', () => {
  it.each(['eft', 'ach', 'bacs', 'sepa'] as const)(
    '%s: is stored without its number, and found by our reference',
    async (instrument) => {
      const plan = await planned(instrument);
      const { operation, reading } = await send(plan);
      expect(operation.request.body).toContain(unwrittenMark);
      expect(operation.request.body).not.toContain(schemes[instrument].number);
      expect(reading?.outcome).toMatchObject({ is: 'done' });
      expect(await till.ran(plan)).toBe(1);
      expect(await ask(town.providers, operation)).toMatchObject({
        found: 'outcome',
        reading: { outcome: { is: 'done', reference: (reading?.outcome as { reference: string }).reference } },
      });
      const other = operationOf(
        { ...plan, key: 'cpt-bank-never-sent' },
        { provider: 'paysafe', prepared: { request: operation.request, memo: {} } },
      );
      expect(await ask(town.providers, other)).toEqual({ found: 'absent' });
    },
  );

  it('BACS: waits for its mandate, and is charged by the mandate once the bank has confirmed it', async () => {
    const plan = await planned('bacs');
    const { reading } = await send(plan);
    expect(reading?.records.cards).toMatchObject([{ kind: 'bacs', chargeable: false, payToken: '' }]);
    await till.batch();
    const [account] = await cardsOf(plan.customerRef);
    expect(account).toMatchObject({ chargeable: true });
    expect(account?.payToken).toMatch(/^M/);
  });

  it('SEPA: may be charged at once, and not any more when its mandate is called off', async () => {
    const plan = await planned('sepa');
    const { reading } = await send(plan);
    const [kept] = reading?.records.cards ?? [];
    expect(kept).toMatchObject({ kind: 'sepa', chargeable: true });
    const path = `/customervault/v1/profiles/${plan.customerRef}`;
    const { body } = await till.call('GET', `${path}/sepabankaccounts/${kept?.ref}`);
    const [mandate] = body['mandates'] as { id: string }[];
    await till.call('PUT', `${path}/mandates/${mandate?.id}`, { status: 'CANCELLED' });
    expect(await cardsOf(plan.customerRef)).toMatchObject([{ chargeable: false, payToken: '' }]);
  });

  it('that is there already is the one that was to be there', async () => {
    const first = await planned('eft');
    const { reading } = await send(first);
    const again = await send(await planned('eft', first.customerRef));
    expect(again.reading?.outcome).toMatchObject({
      is: 'done',
      elsewhere: true,
      reference: (reading?.outcome as { reference: string }).reference,
    });
  });

  it('is never sent without its number, and Stripe keeps none', async () => {
    const plan = await planned('eft');
    const { operation } = await send(plan);
    expect(filled(operation, null)).toBeNull();
    await expect(town.providers.gateways.stripe.prepare(plan)).rejects.toMatchObject({ code: 'card_not_usable' });
  });
});
