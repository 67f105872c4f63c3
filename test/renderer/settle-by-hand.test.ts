import { flushPromises, mount, type VueWrapper } from '@vue/test-utils';
import { createPinia, setActivePinia } from 'pinia';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { done } from '../../src-main/contract/failure.ts';
import {
  operationKinds,
  personReasons,
  type OperationState,
  type OperationView,
  type PersonReason,
} from '../../src-main/contract/operation.ts';
import type { SessionState, Verb } from '../../src-main/contract/staff.ts';
import { setDesk } from '../../src-renderer/desk.ts';
import PaymentBanner from '../../src-renderer/screens/payments/PaymentBanner.vue';
import SettleByHand from '../../src-renderer/screens/payments/SettleByHand.vue';
import { useSession } from '../../src-renderer/stores/session.ts';
import { useStatus } from '../../src-renderer/stores/status.ts';
import { language } from '../../src-renderer/wording/language.ts';
import { outcomeSentence } from '../../src-renderer/wording/sentences.ts';

let asked: { readonly name: string; readonly input: unknown }[];
let shown: VueWrapper[];
beforeEach(() => {
  setActivePinia(createPinia());
  [asked, shown] = [[], []];
  const calls = new Proxy(
    {},
    {
      get: (_none, name: string) => async (input: unknown) => {
        asked.push({ name, input });
        return done({ operation: odd('amount', {}), group: [], trail: [] });
      },
    },
  );
  setDesk({ calls, on: () => () => undefined });
});
afterEach(() => {
  for (const one of shown) one.unmount();
  setDesk(null);
  language.value = 'en';
});

const odd = (
  why: PersonReason,
  evidence: Record<string, string>,
  more: Partial<OperationView> = {},
): OperationView => ({
  ...{ id: 'op-1', group: 'op-1', follows: null, kind: 'charge', provider: 'stripe' },
  ...{ state: { name: 'needs_person', at: 1, why, evidence }, amount: { amount: 8450, currency: 'CAD' }, tip: null },
  ...{ customerId: 'stripe:cus_1', customerName: 'Zoë', targetId: null, note: null, receiptEmail: null },
  ...{ card: { kind: 'card', brand: 'visa', lastFour: '4821', nickname: null }, code: 'CPT-0000-0001' },
  ...{ staffId: 'st-2', staffName: 'Maude', desk: 'Front 1', createdAt: 1, updatedAt: 1 },
  ...more,
});
const plain = (text: string): string => text.replace(/[\u00a0\u202f\s]+/g, ' ').trim();
const says = (): string => plain(shown.map((one) => one.text()).join(' '));
function form(operation: OperationView, verbs: readonly Verb[] = ['find', 'resolve']): VueWrapper {
  useSession().state = {
    ...{ timeZone: 'America/Toronto', currency: 'CAD', staff: [] },
    signedIn: { id: 'st-1', name: 'Sylvie', role: 'manager', verbs },
  } as unknown as SessionState;
  useStatus().now = Date.UTC(2026, 10, 20, 15);
  const own = mount(SettleByHand, { props: { operation }, attachTo: document.body });
  const banner = mount(PaymentBanner, { props: { operation, group: [], busy: false }, attachTo: document.body });
  shown.push(own, banner);
  return own;
}
const button = (own: VueWrapper, words: string) => {
  const found = own.findAll('button').find((one) => plain(one.text()).startsWith(words));
  if (!found) throw new Error(`No button says ${words}: ${own.findAll('button').map((one) => one.text())}`);
  return found;
};
const [moneyField, referenceField, noteField] = [0, 1, 2];
async function write(own: VueWrapper, field: number, text: string): Promise<void> {
  await own.findAll('input')[field]?.setValue(text);
  await flushPromises();
}

/** What each gateway and the engine keep beside each reason. */
const evidenceOf: Record<PersonReason, Record<string, string>> = {
  amount: { asked: '8450', said: '9450' },
  currency: { asked: 'CAD', said: 'usd' },
  customer: { asked: 'cus_asked', said: 'cus_said' },
  card: { asked: 'pm_asked', said: 'pm_said' },
  target: { asked: 'pi_asked', said: '' },
  key: { asked: 'comptoir-asked', said: 'comptoir-said' },
  held_instead_of_charged: { status: 'requires_capture' },
  captured_instead_of_held: { status: 'succeeded' },
  held_for_review: { reference: 'auth-1' },
  waits_for_customer: { status: 'requires_action', reference: 'pi_1' },
  provider_cannot_say: { asked: '14', last: 'accepted_not_found' },
  other: { asked: '', said: 'odd_word' },
};

describe('what a manager is shown of an order that needs a person', () => {
  for (const lang of ['en', 'fr'] as const)
    it.each(personReasons)(
      `(${lang}) says %s in words, sums as money, and the provider’s codes only as its own word`,
      (why) => {
        language.value = lang;
        form(odd(why, evidenceOf[why]));
        const text = says();
        expect(text).toContain(lang === 'en' ? 'What we know' : 'Ce que nous savons');
        expect(text).toContain(lang === 'en' ? 'Asked$84.50' : 'Demandé84,50 $');
        // No name of a field, no reason as the records call it, no minor units, nothing about how we asked.
        const words = text.replace(/(the provider’s own word|le mot du fournisseur) ?: \S+/g, '');
        expect(words).not.toMatch(
          /\b(asked|said|last|status|why|evidence)\b[:\d]|accepted_not_found|requires_|\b(?:8450|9450)\b/,
        );
        if (why.includes('_')) expect(text).not.toContain(why);
        const { said, status, reference } = evidenceOf[why];
        const code = why === 'amount' || why === 'currency' ? undefined : said || status;
        if (code)
          expect(text).toContain(`${lang === 'en' ? 'the provider’s own word:' : 'le mot du fournisseur :'} ${code}`);
        if (reference) expect(text).toContain(reference);
      },
    );

  it('shows both sums, and both currencies', () => {
    form(odd('amount', evidenceOf.amount));
    expect(says()).toContain('Stripe shows$94.50');
    form(odd('currency', evidenceOf.currency));
    expect(says()).toContain('Stripe showsUSD');
    language.value = 'fr';
    form(odd('amount', evidenceOf.amount));
    expect(says()).toContain('Stripe montre94,50 $');
  });
});

describe('what a manager says', () => {
  it('begins with the sum that the provider said, and goes to main as minor units with the reference', async () => {
    const own = form(odd('amount', evidenceOf.amount));
    await write(own, noteField, 'It shows 94.50');
    await write(own, referenceField, ' pi_there ');
    await button(own, 'It is there: $94.50, done').trigger('click');
    await flushPromises();
    expect(asked).toEqual([
      {
        name: 'payments.resolve',
        input: {
          ...{ operationId: 'op-1', outcome: 'done', note: 'It shows 94.50' },
          ...{ sum: { amount: 9450, currency: 'CAD' }, reference: 'pi_there' },
        },
      },
    ]);
  });

  it('is another sum when they write one, and is not taken without one, with nothing or with an odd reference', async () => {
    const own = form(odd('held_for_review', evidenceOf.held_for_review));
    await write(own, noteField, 'Seen there');
    expect(plain(own.text())).toContain('It is there: $84.50, done');
    for (const [field, text, put] of [
      [moneyField, '', '84.50'],
      [moneyField, '0', '84.50'],
      [referenceField, 'two words', ''],
    ] as const) {
      await write(own, field, text);
      await button(own, 'It is there').trigger('click');
      await flushPromises();
      expect(asked).toEqual([]);
      await write(own, field, put);
    }
    await write(own, moneyField, '70');
    await button(own, 'It is there: $70.00, done').trigger('click');
    await flushPromises();
    expect(asked[0]?.input).toMatchObject({ sum: { amount: 7000, currency: 'CAD' }, reference: null });
  });

  it('has no sum where nothing moved, or where the order moves no money', async () => {
    const own = form(odd('amount', evidenceOf.amount));
    await write(own, noteField, 'Nothing there');
    await button(own, 'It is not there').trigger('click');
    await flushPromises();
    expect(asked[0]?.input).toMatchObject({ outcome: 'not_done', sum: null, reference: null });
    for (const kind of operationKinds.filter((one) => /remove|save|default|verify|profile/.test(one))) {
      const bare = form(odd('target', evidenceOf.target, { kind, amount: null }));
      expect(bare.findAll('input'), kind).toHaveLength(1);
    }
  });

  it('is not taken from the front desk', async () => {
    const own = form(odd('amount', evidenceOf.amount), ['find']);
    await write(own, noteField, 'It shows 94.50');
    await button(own, 'It is there').trigger('click');
    await flushPromises();
    expect(asked).toEqual([]);
  });

  it('is what the order says from then on: the sum, who saw it, and what was asked', () => {
    const state: OperationState = { name: 'done', at: 1, reference: '', moved: { charged: 9450 }, saidBy: 'Sylvie' };
    const settled = odd('amount', {}, { state });
    const said = (lang: 'en' | 'fr') =>
      plain(outcomeSentence(settled, [], { language: lang, timeZone: 'UTC', now: 1 }));
    expect(said('en')).toContain('$94.50 charged');
    expect(said('en')).toContain('Sylvie saw it on Stripe’s site; $84.50 was asked.');
    expect(said('fr')).toContain('Sylvie l’a vu sur le site de Stripe; 84,50 $ étaient demandés.');
  });
});
