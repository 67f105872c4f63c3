import { flushPromises, mount, type VueWrapper } from '@vue/test-utils';
import { createPinia, setActivePinia } from 'pinia';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createMemoryHistory, createRouter } from 'vue-router';
import { done, refused, type Reply } from '../../src-main/contract/failure.ts';
import type { OperationKind, OperationState, OperationView } from '../../src-main/contract/operation.ts';
import type { PaymentChain as Chain, Receipt } from '../../src-main/contract/receipt.ts';
import type { SessionState, Verb } from '../../src-main/contract/staff.ts';
import { setDesk } from '../../src-renderer/desk.ts';
import ReceiptDialog from '../../src-renderer/screens/dialogs/ReceiptDialog.vue';
import PaymentChain from '../../src-renderer/screens/payments/PaymentChain.vue';
import { useSession } from '../../src-renderer/stores/session.ts';
import { language } from '../../src-renderer/wording/language.ts';
import { hasReceipt } from '../../src-renderer/wording/sentences.ts';

const at = Date.parse('2026-11-20T11:42:00-05:00');
const cad = (amount: number) => ({ amount, currency: 'CAD' });
const given: Receipt = {
  ...{ language: 'fr', title: 'Reçu', house: 'Atelier', what: 'Débité sur la carte', to: 'zoe@example.com' },
  facts: [{ label: 'Montant', value: '80,00 $' }],
  lines: [{ when: 'vendredi 20 novembre 2026', text: 'Remboursé : 30,00 $' }],
};
interface Asked {
  readonly name: string;
  readonly input: unknown;
}
let asked: Asked[];
let shown: VueWrapper | null;
let answers: Record<string, () => Reply<unknown>>;

beforeEach(() => {
  setActivePinia(createPinia());
  [asked, shown] = [[], null];
  answers = {
    'receipts.show': () => done(given),
    'receipts.save': () => done({ saved: true, name: 'recu-CPT-1.pdf' }),
    'receipts.write': () => done({ opened: false }),
  };
  const get = (_none: object, name: string) => async (input: unknown) => {
    asked.push({ name, input });
    return answers[name]?.() ?? done({});
  };
  setDesk({ calls: new Proxy({}, { get }), on: () => () => undefined });
  may(['find', 'charge']);
});
afterEach(() => {
  shown?.unmount();
  setDesk(null);
  language.value = 'en';
});

function may(verbs: readonly Verb[]): void {
  const signedIn = { id: 'st-1', name: 'Maude', role: 'front_desk', verbs };
  useSession().state = { timeZone: 'America/Toronto', currency: 'CAD', staff: [], signedIn } as unknown as SessionState;
}
async function dialog(): Promise<void> {
  const props = { open: true, operationId: 'op-1', code: 'CPT-1' };
  shown = mount(ReceiptDialog, { props, attachTo: document.body });
  await flushPromises();
}
const says = (): string => (document.body.textContent ?? '').replace(/[\u00a0\u202f\s]+/g, ' ');
async function press(name: string): Promise<void> {
  const button = [...document.querySelectorAll('button')].find((one) => one.textContent?.trim().startsWith(name));
  button?.click();
  await flushPromises();
}
const order = (
  id: string,
  kind: OperationKind,
  amount: number,
  state: object = { name: 'done', moved: {} },
): OperationView =>
  ({
    ...{ id, kind, amount: cad(amount), state, provider: 'stripe', staffName: 'Maude', createdAt: at, card: null },
  }) as unknown as OperationView;

describe('the receipt of an order', () => {
  it('is shown in the client’s language, saved in it, and written to the address that is known', async () => {
    await dialog();
    expect(says()).toContain('To zoe@example.com');
    expect(says()).toContain('Débité sur la carte');
    expect(says()).toContain('Remboursé : 30,00 $');
    await press('Save as PDF');
    expect(says()).toContain('recu-CPT-1.pdf is saved.');
    await press('Write an email');
    expect(says()).toContain('This PC has no mail program to open');
    expect(asked.map(({ name }) => name)).toEqual(['receipts.show', 'receipts.save', 'receipts.write']);
    expect(asked.at(-1)?.input).toEqual({ operationId: 'op-1', language: null });
  });

  it('says why there is none, and lets nobody save what is not there', async () => {
    answers['receipts.show'] = () => refused('no_receipt');
    await dialog();
    expect(says()).toContain('There is no receipt for this');
    await press('Save as PDF');
    expect(asked.map(({ name }) => name)).toEqual(['receipts.show']);
  });

  it('is only offered of what moved or holds money by this very order', () => {
    const of = (kind: OperationKind, state: object): boolean =>
      hasReceipt({ kind, amount: cad(1), state: state as OperationState });
    expect(of('charge', { name: 'done' })).toBe(true);
    expect(of('charge', { name: 'pending' })).toBe(true);
    for (const name of ['open', 'unknown', 'declined', 'rejected', 'not_done', 'needs_person'])
      expect([name, of('refund', { name })]).toEqual([name, false]);
    expect(of('capture', { name: 'done', elsewhereBy: { from: 'records' } })).toBe(false);
    expect(of('remove_card', { name: 'done' })).toBe(false);
  });
});

describe('what became of a payment', () => {
  const paid = { id: 'stripe:pi_1', amount: cad(8000), taken: cad(8000), at } as unknown as Chain['payment'];
  const chainOf = (over: Partial<Chain>): Chain => ({
    ...{ original: order('op-1', 'charge', 8000), payment: paid, steps: [], elsewhere: null, refundable: cad(8000) },
    ...over,
  });
  async function drawn(chain: Chain): Promise<string> {
    const routes = [{ path: '/:rest(.*)*', component: { template: '<p />' } }];
    const router = createRouter({ history: createMemoryHistory(), routes });
    shown = mount(PaymentChain, { props: { chain, here: 'op-2' }, global: { plugins: [router] } });
    await flushPromises();
    return (shown.element.textContent ?? '').replace(/[\u00a0\u202f\s]+/g, ' ');
  }

  it('stands in its order with who and how much, what was given back elsewhere, and what can still go back', async () => {
    const steps = [order('op-2', 'refund', 3000)];
    const text = await drawn(chainOf({ steps, elsewhere: cad(1000), refundable: cad(4000) }));
    expect(text).toMatch(
      /Charge.*Maude.*\$80\.00.*Refund.*\$30\.00.*Refunded elsewhere.*\$10\.00.*Can still be refunded.*\$40\.00/,
    );
    expect(shown?.get('[aria-current=page]').attributes('href')).toBe('/payments/op-2');
  });

  it('promises nothing while a refund of it is not known, and says when nothing is left', async () => {
    const steps = [order('op-2', 'refund', 3000, { name: 'unknown' })];
    expect(await drawn(chainOf({ steps, refundable: null }))).toContain('is not known now');
    shown?.unmount();
    expect(await drawn(chainOf({ original: null, refundable: cad(0) }))).toMatch(
      /Made elsewhere.*Nothing can be refunded/,
    );
  });
});
