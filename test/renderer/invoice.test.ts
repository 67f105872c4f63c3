import { createPinia, setActivePinia } from 'pinia';
import { beforeEach, describe, expect, it } from 'vitest';
import type { BillView } from '../../src-main/contract/bill.ts';
import type { CustomerPage } from '../../src-main/contract/customer.ts';
import type { SessionState } from '../../src-main/contract/staff.ts';
import { useLinkChoice } from '../../src-renderer/screens/dialogs/link-choice.ts';
import { useSession } from '../../src-renderer/stores/session.ts';
import { dueWords } from '../../src-renderer/wording/links.ts';

beforeEach(() => {
  setActivePinia(createPinia());
  useSession().state = {
    timeZone: 'America/Toronto',
    currency: 'CAD',
    signedIn: { id: 'st-1', name: 'Maude', role: 'front_desk', verbs: ['find', 'make_link'] },
  } as unknown as SessionState;
});
function choice(more: { readonly billId?: string | null; readonly email?: string | null } = {}) {
  const { billId = 'bill-1', email = 'zoe@example.com' } = more;
  const made = useLinkChoice(
    { customerId: 'stripe:a', customerName: 'Zoé Roy', billId, amount: null, use: 'remaining', minutes: 120 },
    String,
  );
  made.bill.value = {
    ...{ currency: 'CAD', remaining: 7_500, state: 'due', code: 'B-1', tax: null, lines: [], missed: null },
    visit: { day: '2026-11-20', time: null, service: 'Coupe', withWhom: null },
  } as unknown as BillView;
  made.person.value = { email, records: [{ provider: 'stripe' }] } as CustomerPage;
  return made;
}

describe('an invoice by email', () => {
  it('is offered for a bill of somebody, beside a page, and for nothing else', () => {
    expect(choice().uses.value).toContain('invoice');
    expect(choice({ billId: null }).uses.value).not.toContain('invoice');
  });

  it('asks for exactly what is left to pay, with its days, and keeps no card', () => {
    const made = choice();
    made.save.value = 'always';
    made.use.value = 'invoice';
    made.days.value = 30;
    expect(made.shut.value).toBeNull();
    expect(made.wish('ticket-1')).toMatchObject({
      kind: 'invoice',
      days: 30,
      save: 'never',
      agreement: null,
      price: { is: 'remaining', amount: 7_500, currency: 'CAD' },
    });
    made.use.value = 'remaining';
    expect(made.wish('ticket-2')).not.toHaveProperty('days');
  });

  it('is Stripe’s, where what is left to pay can be asked by a link of Paysafe too', () => {
    const session = useSession();
    session.state = { ...session.state, paysafePages: true } as SessionState;
    const made = choice();
    made.person.value = {
      email: 'zoe@example.com',
      records: [{ provider: 'paysafe' }, { provider: 'stripe' }],
    } as CustomerPage;
    made.place('paysafe');
    expect(made.wish('ticket-1')).toMatchObject({ provider: 'paysafe', kind: 'payment', save: 'never' });
    made.use.value = 'invoice';
    expect([made.places.value, made.shut.value]).toEqual([['stripe'], null]);
    expect(made.wish('ticket-2')).toMatchObject({ provider: 'stripe', kind: 'invoice', days: 14 });
  });

  it('says why there is none for somebody without an address', () => {
    const made = choice({ email: null });
    made.use.value = 'invoice';
    expect(made.shut.value).toBe('An invoice needs an email address. Stripe has none for this person.');
  });

  it('is due on its day, and was due once that is over, in both languages', () => {
    const at = Date.UTC(2026, 11, 4, 17);
    const context = { timeZone: 'America/Toronto', now: Date.UTC(2026, 10, 20) };
    const plain = (text: string): string => text.replaceAll('\u00a0', ' ');
    expect(plain(dueWords(at, { ...context, language: 'en' }))).toBe('due Dec 4');
    expect(plain(dueWords(at, { ...context, language: 'fr' }))).toBe('à payer d’ici le 4 déc.');
    expect(plain(dueWords(at, { ...context, language: 'en', now: at + 1 }))).toBe('was due Dec 4');
  });
});
