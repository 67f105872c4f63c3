import { flushPromises, mount } from '@vue/test-utils';
import { createPinia, setActivePinia } from 'pinia';
import { effectScope, nextTick, type EffectScope } from 'vue';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { CustomerPage } from '../../src-main/contract/customer.ts';
import { done } from '../../src-main/contract/failure.ts';
import MoneyInput from '../../src-renderer/parts/MoneyInput.vue';
import { setDesk } from '../../src-renderer/desk.ts';
import { useChargedCard, type ChargedCardChoice } from '../../src-renderer/screens/dialogs/charged-card.ts';

const card = (id: string, isDefault = false) => ({
  id,
  kind: 'card',
  provider: 'stripe',
  isDefault,
  unusable: null,
  busy: null,
});
const page = { cards: [card('blue', true), card('clinic'), card('moms')], lent: [] } as unknown as CustomerPage;

let scope: EffectScope;
/** what main has been asked for the person and has not answered yet */
let asked: (() => void)[];

beforeEach(() => {
  setActivePinia(createPinia());
  [scope, asked] = [effectScope(), []];
  setDesk({
    calls: {
      'customers.get': async () => {
        await new Promise<void>((go) => asked.push(go));
        return done(page);
      },
      'payments.recent': async () => done({ repeats: [] }),
    },
    on: () => () => undefined,
  });
});
afterEach(() => {
  scope.stop();
  setDesk(null);
});
const nothing = async (): Promise<null> => null;
async function answers(): Promise<void> {
  asked.splice(0).forEach((go) => go());
  await flushPromises();
}
const opened = (): ChargedCardChoice =>
  scope.run(() => useChargedCard({ customerId: 'stripe:a', billId: 'bill-1', not: undefined, wanted: () => 'blue' }))!;

describe('the card that is charged', () => {
  it('is the one that its bill names, or the default one', async () => {
    const whose = opened();
    const read = whose.read(nothing);
    await answers();
    expect(await read).toBe(null);
    expect(whose.chosen.value).toBe('blue');
  });

  it('stays the one that somebody has chosen while the bill was still being read', async () => {
    const whose = opened();
    let billIsRead = (): void => undefined;
    const read = whose.read(() => new Promise((go) => (billIsRead = () => go(null))));
    await answers();
    whose.chosen.value = 'moms';
    billIsRead();
    await read;
    expect(whose.chosen.value).toBe('moms');
  });

  it('after a refusal is another one at once, and stays the one that is chosen then, however late main answers', async () => {
    const whose = opened();
    const read = whose.read(nothing);
    await answers();
    await read;
    whose.chosen.value = 'clinic';
    whose.another();
    expect(whose.chosen.value).toBe('blue');
    const again = whose.refresh();
    whose.chosen.value = 'moms';
    await answers();
    await again;
    expect(whose.chosen.value).toBe('moms');
  });
});

describe('the field for an amount', () => {
  it('is marked to be typed over when its dialog is ready, but not under the hand of somebody who has begun to type', async () => {
    const made = mount(MoneyInput, {
      props: { modelValue: 8000, currency: 'CAD', label: 'Amount' },
      attachTo: document.body,
    });
    const field = made.get('input').element;
    made.vm.focus();
    expect([field.selectionStart, field.selectionEnd]).toEqual([0, '80.00'.length]);
    field.value = '6';
    field.dispatchEvent(new Event('input', { bubbles: true }));
    await nextTick();
    field.focus();
    field.setSelectionRange(1, 1);
    made.vm.focus();
    expect([field.selectionStart, field.selectionEnd]).toEqual([1, 1]);
    made.unmount();
  });
});
