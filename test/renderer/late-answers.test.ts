import { flushPromises, mount } from '@vue/test-utils';
import { createPinia, setActivePinia } from 'pinia';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { CustomerPage } from '../../src-main/contract/customer.ts';
import { done, type Reply } from '../../src-main/contract/failure.ts';
import { setDesk } from '../../src-renderer/desk.ts';
import MoneyInput from '../../src-renderer/parts/MoneyInput.vue';
import BilledCustomer from '../../src-renderer/screens/dialogs/BilledCustomer.vue';
import { useCustomers } from '../../src-renderer/stores/customers.ts';
import { useDialog, useOwnDialog } from '../../src-renderer/stores/dialog.ts';
import { useOrders } from '../../src-renderer/stores/orders.ts';

/** Questions that main has not answered yet: what it was asked, and how it answers. */
let asked: { readonly name: string; readonly input: unknown; readonly answer: (reply: Reply<unknown>) => void }[];
const call = (name: string) => [
  name,
  (input: unknown) => new Promise<Reply<unknown>>((answer) => void asked.push({ name, input, answer })),
];

beforeEach(() => {
  setActivePinia(createPinia());
  asked = [];
  setDesk({
    calls: Object.fromEntries(
      ['customers.list', 'customers.get', 'customers.link', 'payments.get', 'payments.askNow'].map(call),
    ) as never,
    on: () => () => undefined,
  });
});
afterEach(() => setDesk(null));
async function answers(at: number, value: unknown): Promise<void> {
  asked[at]?.answer(done(value));
  await flushPromises();
}

describe('an answer that comes when somebody is at something else already', () => {
  it('neither closes nor replaces the dialog that is open by then', () => {
    const dialog = useDialog();
    dialog.show({ kind: 'bill' });
    const bill = useOwnDialog();
    dialog.close();
    dialog.show({ kind: 'charge', customerId: 'stripe:b' });
    const charge = useOwnDialog();
    bill.close();
    bill.show({ kind: 'charge', customerId: 'stripe:a' });
    expect(dialog.open).toEqual({ kind: 'charge', customerId: 'stripe:b' });
    expect([bill.here(), charge.here()]).toEqual([false, true]);
    charge.close();
    expect(dialog.open).toBe(null);
    bill.show({ kind: 'bill' });
    expect(dialog.open).toBe(null);
  });

  it('about one person does not bring them back over the next one', async () => {
    const customers = useCustomers();
    const page = (id: string) => ({ id, name: id, cardsUnread: false }) as unknown as CustomerPage;
    void customers.open('stripe:a');
    await flushPromises();
    await answers(0, page('stripe:a'));
    const linked = customers.link('stripe:a', 'paysafe:a');
    void customers.open('stripe:b');
    await flushPromises();
    const [of, to] = ['customers.get', 'customers.link'].map((name) => asked.findLastIndex((one) => one.name === name));
    await answers(of!, page('stripe:b'));
    await answers(to!, page('stripe:a'));
    expect(await linked).toBe(null);
    expect([customers.openId, customers.page?.id]).toEqual(['stripe:b', 'stripe:b']);
  });

  it('about one order does not empty the page of the next one, with what is typed there', async () => {
    const orders = useOrders();
    const detail = (id: string) => ({ operation: { id } });
    void orders.readDetail('op-a');
    await answers(0, detail('op-a'));
    const again = orders.askNow('op-a');
    void orders.readDetail('op-b');
    await answers(2, detail('op-b'));
    await answers(1, detail('op-a'));
    await again;
    expect(orders.detail?.operation.id).toBe('op-b');
  });

  it('has no rows of an older search below those that were found', async () => {
    const customers = useCustomers();
    const rows = (...ids: string[]) => ({
      rows: ids.map((id) => ({ id })),
      total: 1,
      capped: false,
      asOf: 1,
      filling: false,
    });
    void customers.read();
    await answers(0, rows('a', 'b', 'c'));
    customers.search = 'ann';
    expect(customers.isAnswered).toBe(false);
    // A list that was filled meanwhile is read on top of the search.
    void customers.read(true);
    await answers(1, rows('ann'));
    expect(customers.isAnswered).toBe(true);
    expect(customers.rows.map(({ id }) => id)).toEqual(['ann']);
  });
});

describe('whom a bill is for', () => {
  const found = (name: string) => ({ rows: [{ id: `stripe:${name}`, name, phone: null, email: null }] });

  it('is nobody of an older search, and is not chosen by the key that saves the bill', async () => {
    const made = mount(BilledCustomer, { props: { modelValue: null }, attachTo: document.body });
    const field = made.get('input');
    const enter = (ctrlKey: boolean) => field.trigger('keydown', { key: 'Enter', ctrlKey });
    await field.setValue('Ann');
    await answers(0, found('Ann'));
    await enter(true);
    expect(made.emitted('update:modelValue')).toBe(undefined);
    await field.setValue('Annette B');
    await enter(false);
    expect(made.emitted('update:modelValue')).toBe(undefined);
    await answers(1, found('Annette'));
    await enter(false);
    expect(made.emitted('update:modelValue')).toEqual([[{ id: 'stripe:Annette', name: 'Annette' }]]);
    made.unmount();
  });
});

describe('the field for an amount', () => {
  it('does not take the cursor from a reason that somebody is typing in the same dialog', () => {
    const Both = {
      components: { MoneyInput },
      template: `<div role="dialog"><MoneyInput ref="money" :model-value="8000" currency="CAD" label="Amount" /><input class="why" /></div>`,
    };
    const made = mount(Both, { attachTo: document.body });
    const why = made.get<HTMLInputElement>('.why').element;
    why.focus();
    const { focus } = made.getComponent(MoneyInput).vm as unknown as { focus(): void };
    const marked = (): number => (field.selectionEnd ?? 0) - (field.selectionStart ?? 0);
    const field = made.get<HTMLInputElement>('input[inputmode=decimal]').element;
    focus();
    expect([document.activeElement === why, marked()]).toEqual([true, 0]);
    why.blur();
    focus();
    expect(marked()).toBe('80.00'.length);
    made.unmount();
  });
});
