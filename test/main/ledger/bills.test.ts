import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Bill } from '../../../src-main/ledger/bills.ts';
import type { Consent } from '../../../src-main/ledger/consents.ts';
import type { HouseLedger } from '../../../src-main/ledger/ledger.ts';
import { auditOf, doneState, grounds, newCharge, titleOf, written, type Ground } from './ground.ts';

const at = Date.UTC(2026, 10, 20, 15);
const bill = (more: Partial<Bill> = {}): Bill => ({
  id: 'bill-1',
  code: 'B-7F3K2',
  customerId: 'stripe:cus_made_up',
  customerName: 'Zoë Côté-Lévesque',
  visit: { day: '2026-11-20', time: '16:10', service: 'Coupe et couleur', withWhom: 'Inès' },
  lines: [{ what: 'Coupe', amount: 6_000 }],
  total: 18_400,
  tax: 2_400,
  currency: 'CAD',
  source: 'hand',
  sourceRef: null,
  note: null,
  cancelled: null,
  createdAt: at,
  createdBy: 'Maya',
  version: 1,
  ...more,
});
const consent = (more: Partial<Consent> = {}): Consent => ({
  id: 'consent-1',
  cardId: 'stripe:pm_made_up',
  customerId: 'stripe:cus_made_up',
  purposes: ['this_visit', 'balance'],
  textId: 'visit',
  textVersion: 1,
  language: 'fr',
  shown: 'J’autorise l’Atelier Fleury à débiter le solde de ma visite.',
  capEach: 20_000,
  capTotal: 30_000,
  currency: 'CAD',
  endsAt: null,
  channel: 'verbal',
  witness: 'Maya',
  scanId: null,
  at,
  staffId: 'staff-1',
  staffName: 'Maya',
  desk: 'Front 1',
  withdrawn: null,
  version: 1,
  ...more,
});
const chargeFor = (billId: string, consentId: string, change: Parameters<typeof newCharge>[0] = {}) => {
  const charge = newCharge(change);
  if (charge.plan.kind !== 'charge') throw new Error('not a charge');
  return { ...charge, plan: { ...charge.plan, cause: { purpose: 'balance' as const, billId, consentId } } };
};

describe.each(grounds)('$name', (kind) => {
  describe.skipIf(kind.why !== null)(titleOf('bills and consents', kind), () => {
    let ground: Ground;
    let ledger: HouseLedger;
    beforeEach(async () => {
      ground = await kind.make();
      ledger = await ground.open();
    });
    afterEach(() => ground.clear());

    it('of a payment are written with that payment on them, once, also by two desks in the same moment', async () => {
      const deposit = { kind: 'provider', amount: 5000, paymentId: 'stripe:pi_web', note: null, by: '', at } as const;
      const entry = (id: string) => ({
        bill: bill({ id, code: `B-${id.toUpperCase()}`, source: 'provider', sourceRef: 'stripe:pi_web' }),
        credit: { ...deposit, id: `credit-${id}` },
      });
      const other = await ground.open();
      const made = await Promise.all([
        ledger.bills.addPaid(entry('one'), () => 'B-OTHER'),
        other.bills.addPaid(entry('two'), () => 'B-OTHER'),
      ]);
      expect(made.filter((one) => one !== null)).toHaveLength(1);
      const [own] = await ledger.bills.ofDays('2026-11-20', '2026-11-20');
      expect(await ledger.bills.creditedTo('stripe:pi_web')).toBe(own?.id);
      expect((await ledger.bills.credits([own?.id ?? ''])).get(own?.id ?? '')).toHaveLength(1);
    });

    it('of a payment that stands on another bill are not written: that bill has the money', async () => {
      await ledger.bills.add(bill());
      const credit = {
        id: 'credit-1',
        kind: 'provider',
        amount: 5000,
        paymentId: 'stripe:pi_web',
        note: null,
      } as const;
      await ledger.bills.credit('bill-1', { ...credit, by: 'Maya', at });
      const late = bill({ id: 'bill-2', code: 'B-LATE', source: 'provider', sourceRef: 'stripe:pi_web' });
      const answer = await ledger.bills.addPaid(
        { bill: late, credit: { ...credit, id: 'credit-2', by: '', at } },
        () => 'B-X',
      );
      expect(answer).toBeNull();
      expect(await ledger.bills.byId('bill-2')).toBeNull();
      expect(await ledger.bills.creditedTo('stripe:pi_web')).toBe('bill-1');
    });

    it('a bill is read back as it was written, by its id, its code and its day', async () => {
      await ledger.bills.add(bill());
      expect(await ledger.bills.byId('bill-1')).toEqual(bill());
      expect(await ledger.bills.byCode('B-7F3K2')).toEqual(bill());
      expect(await ledger.bills.ofDays('2026-11-20', '2026-11-20')).toEqual([bill()]);
      expect(await ledger.bills.ofDays('2026-11-21', '2026-11-30')).toEqual([]);
    });

    it('the day is in the order of its visits; those without an hour come last', async () => {
      const visit = bill().visit;
      await ledger.bills.add(bill({ id: 'b-none', code: 'B-3', visit: { ...visit, time: null } }));
      await ledger.bills.add(bill({ id: 'b-late', code: 'B-2', visit: { ...visit, time: '18:00' } }));
      await ledger.bills.add(bill({ id: 'b-early', code: 'B-1', visit: { ...visit, time: '09:00' } }));
      const ids = (await ledger.bills.ofDays('2026-11-20', '2026-11-20')).map(({ id }) => id);
      expect(ids).toEqual(['b-early', 'b-late', 'b-none']);
    });

    it('the same line of a file makes one bill, however often it is brought in', async () => {
      const first = bill({ source: 'csv', sourceRef: 'inv-4711' });
      expect(await ledger.bills.add(first)).toEqual({ added: first });
      expect(await ledger.bills.add({ ...first, id: 'bill-2', code: 'B-9' })).toEqual({ known: first });
    });

    it('a code that another bill has already is replaced by a fresh one', async () => {
      await ledger.bills.add(bill({ code: 'B-SAME1' }));
      const codes = ['B-SAME1', 'B-OTHER'];
      const second = await ledger.bills.add(bill({ id: 'bill-2', code: 'B-SAME1' }), () => codes.shift() ?? '');
      expect(second).toMatchObject({ added: { id: 'bill-2', code: 'B-OTHER' } });
      expect((await ledger.bills.byCode('B-SAME1'))?.id).toBe('bill-1');
      await expect(ledger.bills.add(bill({ id: 'bill-3', code: 'B-SAME1' }))).rejects.toThrow('taken');
    });

    it('two people who change a bill at the same time do not write over each other', async () => {
      await ledger.bills.add(bill());
      expect(await ledger.bills.change({ ...bill(), total: 20_000 })).toMatchObject({ total: 20_000, version: 2 });
      expect(await ledger.bills.change({ ...bill(), total: 1 })).toBeNull();
      expect((await ledger.bills.byId('bill-1'))?.total).toBe(20_000);
    });

    it('a deposit at the provider stands on one bill, once', async () => {
      await ledger.bills.add(bill());
      const credit = {
        id: 'credit-1',
        kind: 'provider' as const,
        amount: 5_000,
        paymentId: 'stripe:pi_1',
        note: null,
        by: 'Maya',
        at,
      };
      expect(await ledger.bills.credit('bill-1', credit)).toBe(true);
      expect(await ledger.bills.credit('bill-1', { ...credit, id: 'credit-2' })).toBe(false);
      expect((await ledger.bills.credits(['bill-1'])).get('bill-1')).toEqual([credit]);
    });

    it('a charge is found by its bill, and counts against its consent while nobody knows what became of it', async () => {
      await ledger.consents.add(consent());
      const charge = chargeFor('bill-1', 'consent-1');
      const opened = await ledger.operations.open(charge, written, auditOf());
      if (!('opened' in opened)) throw new Error('taken');
      expect((await ledger.bills.operations(['bill-1'])).get('bill-1')).toEqual([charge.id]);
      const used = async () => (await ledger.consents.ofCards(['stripe:pm_made_up']))[0]?.used;
      expect(await used()).toBe(8_000);
      await ledger.operations.advance({
        operation: opened.opened,
        state: doneState(),
        trail: written,
        audit: null,
        followUp: null,
        at,
      });
      expect(await used()).toBe(8_000);
      expect((await ledger.operations.byIds([charge.id]))[0]?.plan).toMatchObject({ cause: { billId: 'bill-1' } });
    });

    it('two desks that judged by the same room cannot pass a consent’s cap together, nor charge under one that was withdrawn meanwhile', async () => {
      await ledger.consents.add(consent({ capTotal: 20_000 }));
      const take = (n: number) =>
        ledger.operations.open(
          chargeFor(`bill-${n}`, 'consent-1', { id: `op-cap-${n}`, ticket: `ticket-cap-${n}`, guard: `customer:${n}` }),
          written,
          auditOf(),
        );
      const opened = await Promise.all([1, 2, 3, 4].map(take));
      expect(opened.filter((one) => 'opened' in one)).toHaveLength(2);
      expect(opened.filter((one) => 'consent' in one)).toEqual([{ consent: 'consent-1' }, { consent: 'consent-1' }]);
      await ledger.consents.add(consent({ id: 'consent-2', capTotal: null }));
      await ledger.consents.withdraw('consent-2', { at: at + 1, by: 'Sylvie', reason: null });
      const late = chargeFor('bill-9', 'consent-2', { id: 'op-9', ticket: 'ticket-9', guard: 'customer:9' });
      expect(await ledger.operations.open(late, written, auditOf())).toEqual({ consent: 'consent-2' });
      expect(await ledger.operations.byId('op-9')).toBeNull();
    });

    it('a declined charge uses nothing of a consent', async () => {
      await ledger.consents.add(consent());
      const opened = await ledger.operations.open(chargeFor('bill-1', 'consent-1'), written, auditOf());
      if (!('opened' in opened)) throw new Error('taken');
      const state = { name: 'declined', at, code: 'insufficient_funds', advice: null, reference: null } as const;
      await ledger.operations.advance({
        operation: opened.opened,
        state,
        trail: written,
        audit: null,
        followUp: null,
        at,
      });
      expect((await ledger.consents.ofCards(['stripe:pm_made_up']))[0]?.used).toBe(0);
    });

    it('a consent is withdrawn once, and says by whom', async () => {
      await ledger.consents.add(consent());
      const withdrawn = { at: at + 1, by: 'Sylvie', reason: 'by phone' };
      expect(await ledger.consents.withdraw('consent-1', withdrawn)).toMatchObject({ withdrawn });
      expect(await ledger.consents.withdraw('consent-1', { ...withdrawn, by: 'Maya' })).toBeNull();
      expect((await ledger.consents.byId('consent-1'))?.withdrawn).toEqual(withdrawn);
    });

    it('a text that is changed is a new version; the one that was agreed to is still there', async () => {
      const text = { id: 'visit', language: 'fr' as const, title: 'Visite', by: 'Hélène', at };
      const words = 'J’autorise l’établissement à débiter le solde.';
      expect((await ledger.consents.addText({ ...text, body: words })).version).toBe(1);
      expect((await ledger.consents.addText({ ...text, body: `${words} Jusqu’à 200 $.` })).version).toBe(2);
      expect(await ledger.consents.texts()).toMatchObject([{ id: 'visit', language: 'fr', version: 2 }]);
    });

    it('a signed paper comes back byte for byte, and not at all when a part of it is gone', async () => {
      const bytes = Buffer.from(Array.from({ length: 250_000 }, (_none, index) => index % 251));
      const scan = { id: 'scan-1', name: 'accord.pdf', kind: 'pdf', bytes } as const;
      await ledger.consents.add(consent({ channel: 'paper', scanId: scan.id }), scan);
      const kept = await ledger.consents.scan('scan-1');
      expect(kept?.bytes.equals(bytes)).toBe(true);
      expect(kept).toMatchObject({ name: 'accord.pdf', kind: 'pdf' });
      await ground.tamper('DELETE FROM consent_scan WHERE part = 1');
      expect(await ledger.consents.scan('scan-1')).toBeNull();
      expect(await ledger.check()).toMatchObject({ sound: false });
    });

    it('every version of a text is read again, also many of them, and each language has its own', async () => {
      const text = { id: 'visits', title: 'Visite', by: 'Hélène', at };
      for (let made = 0; made < 130; made += 1)
        for (const language of ['en', 'fr'] as const)
          await ledger.consents.addText({ ...text, language, body: `${language} ${made}` }, 1);
      const versions = await ledger.consents.textVersions('visits', 'fr');
      expect(versions.map(({ version }) => version).slice(0, 2)).toEqual([131, 130]);
      expect(versions.at(-1)).toMatchObject({ version: 2, body: 'fr 0' });
      // A look through everything misses none of them.
      expect(await ledger.check()).toMatchObject({ sound: true });
    });

    it.each([
      ['bill', "UPDATE bill SET total = 1 WHERE id = 'bill-1'"],
      ['consent', "UPDATE consent SET cap_each = 9999999 WHERE id = 'consent-1'"],
    ])('a %s that somebody edited past Comptoir is not believed, and money is shut', async (_what, statement) => {
      await ledger.bills.add(bill());
      await ledger.consents.add(consent());
      await ground.tamper(statement);
      await expect(ledger.bills.byId('bill-1').then(() => ledger.consents.byId('consent-1'))).rejects.toMatchObject({
        code: 'records_damaged',
      });
      expect(ledger.trouble()?.code).toBe('records_damaged');
    });
  });
});
