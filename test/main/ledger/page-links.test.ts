import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { HouseLedger } from '../../../src-main/ledger/ledger.ts';
import type { BillSeen } from '../../../src-main/payments/bill.ts';
import type { LinkAdvance } from '../../../src-main/payments/link-ports.ts';
import type { PageLink } from '../../../src-main/payments/page-link.ts';
import { newLink } from './new-link.ts';
import { auditOf, grounds, newCharge, titleOf, written, type Ground } from './ground.ts';

const bill = (id: string) => ({
  id,
  code: `B-${id}`,
  customerId: 'stripe:a',
  customerName: 'Odile Fortin',
  visit: { day: '2026-11-20', time: null, service: 'Coupe', withWhom: null },
  lines: [],
  total: 10_000,
  tax: null,
  currency: 'CAD',
  source: 'hand' as const,
  sourceRef: null,
  note: null,
  cancelled: null,
  createdAt: 1,
  createdBy: 'Maya',
  version: 1,
});
const chargeFor = (billId: string) => {
  const charge = newCharge();
  if (charge.plan.kind !== 'charge') throw new Error('not a charge');
  const cause = { purpose: 'balance', billId, consentId: null } as const;
  return { ...charge, plan: { ...charge.plan, cause } };
};
const about = { trail: written, audit: auditOf('link_payment'), seen: null };
const completed = {
  name: 'completed',
  at: 9,
  moved: { amount: 1500, currency: 'CAD' },
  paymentRef: 'pi-1',
  customerRef: 'a',
  cardRef: 'pm-1',
  card: null,
  saved: true,
} as const;
const paying = (link: PageLink): LinkAdvance => ({
  link,
  step: { sessionRef: 'cs-1', state: completed, trail: written },
  at: 9,
  audit: auditOf('link_payment', { outcome: 'done' }),
  credit: { id: 'credit-1', amount: 1500, paymentId: 'stripe:pi-1', note: null },
  consent: { id: 'consent-1', cardId: 'stripe:pm-1', customerId: 'stripe:a' },
});

describe.each(grounds)('$name', (kind) => {
  describe.skipIf(kind.why !== null)(titleOf('pages for clients', kind), () => {
    let ground: Ground;
    let ledger: HouseLedger;
    beforeEach(async () => {
      ground = await kind.make();
      ledger = await ground.open();
      await ledger.bills.add(bill('bill-1'));
    });
    afterEach(() => ground.clear());

    async function added(more: Partial<PageLink> = {}): Promise<PageLink> {
      const result = await ledger.pageLinks.add(newLink(more), about);
      if (!('added' in result)) throw new Error(JSON.stringify(result));
      return result.added;
    }

    it('a page is read back as it was written, with its exact request, by its id and its ticket', async () => {
      const link = await added();
      expect(link).toEqual({ ...newLink(), version: 1 });
      expect(await ledger.pageLinks.byId('link-1')).toEqual(link);
      expect(await ledger.pageLinks.byTicket('ticket-link-1')).toEqual(link);
      expect(await ledger.pageLinks.live()).toEqual([link]);
    });

    it('money came on the day its client paid, however much later the desk heard of it', async () => {
      const [paidAt, heardAt] = [500_000, 900_000];
      for (let place = 0; place < 25; place += 1) {
        const link = await added({ id: `link-${place}`, ticket: `ticket-${place}`, updatedAt: 6 });
        const step = { sessionRef: null, trail: written, state: { ...completed, at: 10 + place } };
        await ledger.pageLinks.advance({ ...paying(link), step, at: 20 + place, credit: null, consent: null });
      }
      const late = await added({ id: 'link-late', ticket: 'ticket-late' });
      const step = { sessionRef: null, trail: written, state: { ...completed, at: paidAt } };
      await ledger.pageLinks.advance({ ...paying(late), step, at: heardAt, credit: null, consent: null });
      const lasts = [heardAt + 1, heardAt - 1, paidAt, 21, 10].map((at) => ledger.days.lastMoneyBefore(at));
      expect(await Promise.all(lasts)).toEqual([paidAt, paidAt, 34, 20, null]);
    });

    it('the same ticket is the same page, and a bill has one page at a time', async () => {
      const first = await added({ billId: 'bill-1' });
      expect(await ledger.pageLinks.add(newLink({ id: 'link-2' }), about)).toEqual({ known: first });
      const second = newLink({ id: 'link-2', ticket: 'ticket-link-2', billId: 'bill-1' });
      expect(await ledger.pageLinks.add(second, about)).toEqual({ standing: first });
      await ledger.pageLinks.advance({ ...paying(first), credit: null, consent: null });
      expect(await ledger.pageLinks.add(second, about)).toMatchObject({ added: { id: 'link-2' } });
    });

    it('no charge of a bill is opened while it may be paid on a page, and no page while a charge of it is not known', async () => {
      await added({ billId: 'bill-1' });
      expect(await ledger.operations.open(chargeFor('bill-1'), written, auditOf())).toEqual({ page: 'link-1' });
      await ledger.bills.add(bill('bill-2'));
      await ledger.operations.open(chargeFor('bill-2'), written, auditOf());
      const late = newLink({ id: 'link-3', ticket: 'ticket-link-3', billId: 'bill-2' });
      const seen = { billId: 'bill-2', operations: 1, credits: 0 };
      expect(await ledger.pageLinks.add(late, { ...about, seen })).toEqual({ billBusy: true });
    });

    it('no page is made for an amount that was worked out before something else was paid', async () => {
      const seen = { billId: 'bill-1', operations: 0, credits: 0 };
      const cash = { id: 'cash-1', kind: 'cash', amount: 500, paymentId: null, note: null, by: 'Maya', at: 2 } as const;
      await ledger.bills.credit('bill-1', cash);
      expect(await ledger.pageLinks.add(newLink({ billId: 'bill-1' }), { ...about, seen })).toEqual({ billBusy: true });
      expect(await ledger.pageLinks.byId('link-1')).toBeNull();
    });

    it('a charge, and cash, that were judged before something else was paid are not written: what was seen is not so any more', async () => {
      const seen = { billId: 'bill-1', operations: 0, credits: 0 };
      const cash = { id: 'cash-1', kind: 'cash', amount: 500, paymentId: null, note: null, by: 'Maya', at: 2 } as const;
      expect(await ledger.bills.credit('bill-1', cash, seen)).toBe(true);
      expect(await ledger.bills.credit('bill-1', { ...cash, id: 'cash-2' }, seen)).toBe(false);
      const charge = chargeFor('bill-1');
      const open = (now: BillSeen) => ledger.operations.open(charge, written, auditOf(), undefined, now);
      expect(await open(seen)).toEqual({ changed: 'bill-1' });
      expect(await open({ ...seen, credits: 1 })).toMatchObject({ opened: { state: { name: 'open' } } });
      // The same click once more is the same order, whatever it has made of the bill.
      expect(await open({ ...seen, credits: 1 })).toMatchObject({ busy: { id: charge.id } });
      expect(await ledger.bills.credit('bill-1', { ...cash, id: 'cash-3' }, { ...seen, credits: 1 })).toBe(false);
    });

    it('cash is not noted while the bill may be paid on a page that another desk has made', async () => {
      const seen = { billId: 'bill-1', operations: 0, credits: 0 };
      const cash = { id: 'cash-1', kind: 'cash', amount: 500, paymentId: null, note: null, by: 'Maya', at: 2 } as const;
      await added({ billId: 'bill-1' });
      expect(await ledger.bills.credit('bill-1', cash, seen)).toBe(false);
      expect((await ledger.bills.credits(['bill-1'])).get('bill-1') ?? []).toEqual([]);
    });

    it('what a paid page brings is written with it, once: the credit of its bill and the consent of its card', async () => {
      const link = await added({ billId: 'bill-1' });
      const first = await ledger.pageLinks.advance(paying(link));
      expect(first).toMatchObject({ written: true, link: { sessionRef: 'cs-1', version: 2 } });
      const again = await ledger.pageLinks.advance({
        ...paying(link),
        credit: { ...paying(link).credit, id: 'other' } as never,
      });
      expect(again).toEqual({ written: false, link: first.link });
      const credits = (await ledger.bills.credits(['bill-1'])).get('bill-1');
      expect(credits).toMatchObject([{ kind: 'provider', amount: 1500, paymentId: 'stripe:pi-1', by: 'Maya' }]);
      const consents = await ledger.consents.ofCards(['stripe:pm-1']);
      expect(consents).toMatchObject([
        { channel: 'page', textVersion: 1, capEach: 15_000, shown: 'Le salon peut débiter le solde.' },
      ]);
      expect(await ledger.pageLinks.live()).toEqual([]);
    });

    it('pages are found by customer and bill; without either, those that are not over', async () => {
      const link = await added({ billId: 'bill-1' });
      await ledger.pageLinks.advance(paying(link));
      await added({ id: 'link-2', ticket: 'ticket-link-2', customerId: 'stripe:b', createdAt: 8 });
      const ids = async (of: { customerIds: string[]; billId: string | null }) =>
        (await ledger.pageLinks.list(of)).map(({ id }) => id);
      expect(await ids({ customerIds: ['stripe:a'], billId: null })).toEqual(['link-1']);
      expect(await ids({ customerIds: [], billId: 'bill-1' })).toEqual(['link-1']);
      expect(await ids({ customerIds: [], billId: null })).toEqual(['link-2']);
    });
  });
});
