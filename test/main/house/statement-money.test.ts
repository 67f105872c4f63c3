import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { BillView } from '../../../src-main/contract/bill.ts';
import type { OperationView } from '../../../src-main/contract/operation.ts';
import type { MatchCandidates } from '../../../src-main/contract/payouts.ts';
import { amountOf, day, openStatementDesk, results, type StatementDesk } from './statement-desk.ts';

// What statements leave out, in which way each of their lines moved money, and what two of them may say of one payment.
let house: StatementDesk;
beforeAll(async () => {
  house = await openStatementDesk('statement-money');
}, 120_000);
afterAll(() => house.close());

describe('what Comptoir took at Paysafe', () => {
  it('and the statements of its days do not name, is said; of days that none covers, nothing', async () => {
    const lost = await house.charge(7700);
    const named = await house.charge(3300);
    house.salon.pass(30 * day);
    await house.as('Sylvie');
    expect((await house.show()).missing).toEqual([]);
    await house.bring(
      [
        `${house.on(31)},Settlement,p-1,q-1,1.00,,CAD,J-1,`,
        `${house.on(29)},Settlement,${named.ref},,33.00,,CAD,J-1,`,
        // Not a week after them: the file may name them later.
        `${house.on(25)},Settlement,p-2,q-2,1.00,,CAD,J-1,`,
      ],
      'Half.csv',
    );
    expect((await house.show()).missing).toEqual([]);
    await house.bring(
      [`${house.on(24)},Settlement,p-3,q-3,1.00,,CAD,J-1,`, `${house.on(20)},Settlement,p-4,q-4,1.00,,CAD,J-1,`],
      'Rest.csv',
    );
    const { missing } = await house.show();
    expect(missing).toMatchObject([{ provider: 'paysafe', amount: 7700, why: 'no_statement' }]);
    expect((await house.show()).compared).toEqual([
      { currency: 'CAD', instrument: 'card', spans: [{ from: house.on(31), to: house.on(27) }] },
    ]);

    // Somebody answers it, with a reason; it can be taken back.
    const [one] = missing;
    const said = { operationId: one?.operationId, reason: 'Paysafe owes it: case 4411' };
    await house.as('Maude');
    expect((await house.desk.refusal('payouts.explainMissing', said)).code).toBe('not_allowed');
    await house.as('Sylvie');
    await house.desk.must('payouts.explainMissing', said);
    const answered = await house.show();
    expect(answered.missing).toEqual([]);
    expect(answered.missingExplained).toMatchObject([{ ...said, by: 'Sylvie', amount: 7700 }]);
    // Both ways it is in a file of its own, which says what was compared.
    for (const [language, state] of [
      ['en', 'In no payout, answered'],
      ['fr', 'Dans aucun versement, avec réponse'],
    ] as const) {
      const { end, text } = await house.exported({ list: 'in_no_payout' }, language);
      expect(end).toMatchObject({ saved: true, lines: 1, left: 0, unsound: false });
      for (const word of [state, said.reason, 'Sylvie', language === 'en' ? '77.00' : '77,00', 'Paysafe'])
        expect(text).toContain(word);
    }
    expect((await house.desk.refusal('payouts.explainMissing', said)).code).toBe('line_decided');
    expect(await house.history('missing_explained')).toMatchObject([
      { outcome: 'done', detail: { reason: said.reason, operation: said.operationId, amount: 7700 } },
    ]);
    await house.desk.must('payouts.undo', { matchId: answered.missingExplained[0]?.matchId });
    expect(await house.history('payout_undone')).toMatchObject([{ detail: { operation: said.operationId } }]);
    expect((await house.show()).missing).toMatchObject([{ operationId: said.operationId }]);
    await house.desk.must('payouts.explainMissing', { ...said, reason: 'It is there' });
    await house.bring([`${house.on(28)},Settlement,${lost.ref},${lost.key},77.00,,CAD,J-2,`], 'Found.csv');
    expect(await house.show()).toMatchObject({ missing: [], missingExplained: [] });
    expect((await house.desk.refusal('payouts.explainMissing', said)).code).toBe('line_decided');
  });

  it('and called off whole before its batch is missed by nobody: nothing of it shows on a statement', async () => {
    const off = await house.charge(8800);
    const here = await house.charge(4400);
    const elsewhere = await house.charge(6600);
    const lost = await house.charge(2200);
    const back = await house.desk.must<OperationView>('payments.refund', {
      ...{ ticket: randomUUID(), paymentId: `paysafe:${off.ref}`, amount: amountOf(8800), reason: 'Typed twice' },
    });
    expect(back.state).toMatchObject({ name: 'done', cancelled: true });
    // Another one on Paysafe's own site, as our lists have it since.
    await house.till.call('PUT', `${house.till.cards}/settlements/${elsewhere.ref}`, { status: 'CANCELLED' });
    house.salon.pass(30 * day);
    await house.as('Sylvie');
    await house.desk.must('desk.refresh', {});
    await house.bring(
      [
        `${house.on(31)},Settlement,p-5,q-5,1.00,,CAD,K-1,`,
        `${house.on(30)},Settlement,${here.ref},,44.00,,CAD,K-1,`,
        `${house.on(10)},Settlement,p-6,q-6,1.00,,CAD,K-1,`,
      ],
      'Off.csv',
    );
    expect((await house.show()).missing.map(({ amount }) => amount)).toEqual([2200]);
    await house.bring([`${house.on(29)},Settlement,${lost.ref},,22.00,,CAD,K-1,`], 'Back.csv');
    expect((await house.show()).missing).toEqual([]);
  });
});

describe('a file without signs, with what became of each line', () => {
  const unsigned = 'Date,Type,Id,Amount,Status';
  it('adds up to what the bank gets: a person says what fees and chargebacks do, and what failed moved nothing', async () => {
    const lines = [
      '2026-11-20,Settlement,u-1,200.00,COMPLETED',
      '2026-11-20,Settlement,u-2,90.00,FAILED',
      '2026-11-20,Refund,u-3,20.00,COMPLETED',
      '2026-11-20,Fee,u-4,15.00,COMPLETED',
      '2026-11-20,Chargeback,u-5,50.00,COMPLETED',
      '2026-11-20,Settlement,u-6,1.00,On its way',
    ];
    const file = await house.chosen(lines, 'Unsigned.csv', unsigned);
    const asked = { fileId: file.id, mapping: file.mapping };
    expect((await house.desk.refusal('statements.preview', asked)).facts).toEqual({ field: 'kind' });
    const kinds = ['Fee', 'Chargeback'].map((word) => ({ word, is: 'other_turned' as const }));
    const said = { ...file.mapping, kinds: [...file.mapping.kinds, ...kinds] };
    expect((await house.desk.refusal('statements.run', { ...asked, mapping: said })).facts).toEqual({
      field: 'status',
    });
    const statuses = [...said.statuses, { word: 'On its way', is: 'not_moved' as const }];
    const kept = await house.run(file, { ...said, statuses });
    expect(results(kept)).toEqual(['2 added', '3 skipped', '4 added', '5 added', '6 added', '7 skipped']);
    expect(kept.sums).toEqual([{ currency: 'CAD', amount: 11_500, fees: null }]);
    const { payouts, statements } = await house.show();
    const own = statements.find(({ file: name }) => name === 'Unsigned.csv');
    expect(payouts.find(({ statementId }) => statementId === own?.id)).toMatchObject({
      amount: 11_500,
      lines: 2,
      other: 2,
    });
    await house.desk.must('statements.withdraw', { statementId: own?.id });
  });
});

describe('a payment taken elsewhere that two reports word differently', () => {
  const visit = async (total: number): Promise<BillView> =>
    house.desk.must<BillView>('bills.make', {
      ...{ customerId: null, customerName: 'Ada Long', day: house.on(0), time: null, service: 'Coupe' },
      ...{ withWhom: null, lines: [], total, tax: null, note: null },
    });
  it('is matched once; with a second bill only where somebody says that it is another payment', async () => {
    await house.bring([`${house.on(3)},Settlement,,SHOP-9,71.00,,CAD,Q-1,`], 'Orders.csv');
    await house.bring(
      [
        `${house.on(2)},Settlement,tx-9,SHOP-9,71.00,,CAD,Q-2,`,
        `${house.on(2)},Settlement,tx-10,SHOP-9,72.00,,CAD,Q-2,`,
      ],
      'Deposited.csv',
    );
    const lines = async () => (await house.oddNow()).filter(({ amount }) => amount === 7100 || amount === 7200);
    expect((await lines()).map(({ alike }) => alike)).toEqual([null, null, null]);
    const [first, second] = [await visit(7100), await visit(7100)];
    const [one] = (await lines()).filter(({ amount }) => amount === 7100);
    const said = { remaining: 7100, another: false };
    await house.desk.must('payouts.match', { ...said, lineId: one?.id, billId: first.id });

    const [rest] = (await lines()).filter(({ amount }) => amount === 7100);
    expect(rest?.alike).toMatchObject({ id: first.id, code: first.code });
    // Another sum under the same name is another payment.
    expect((await lines()).find(({ amount }) => amount === 7200)?.alike).toBeNull();
    const asked = await house.desk.must<MatchCandidates>('payouts.candidates', { lineId: rest?.id, search: null });
    expect(asked).toMatchObject({ shut: null, alike: { id: first.id } });
    const again = { ...said, lineId: rest?.id, billId: second.id };
    expect(await house.desk.refusal('payouts.match', again)).toEqual({
      code: 'line_alike',
      facts: { reference: first.code },
    });
    expect(await house.desk.must<BillView>('bills.get', { id: second.id })).toMatchObject({ remaining: 7100 });
    await house.desk.must('payouts.match', { ...again, another: true });
    expect(await house.desk.must<BillView>('bills.get', { id: second.id })).toMatchObject({ remaining: 0 });
    expect((await house.history('payout_matched'))[0]?.detail).toMatchObject({ alike: first.code });
  });
});
