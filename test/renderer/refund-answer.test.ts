import { flushPromises, mount, type VueWrapper } from '@vue/test-utils';
import { createPinia, setActivePinia } from 'pinia';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createMemoryHistory, createRouter } from 'vue-router';
import { done } from '../../src-main/contract/failure.ts';
import type { OperationDetail, OperationState } from '../../src-main/contract/operation.ts';
import type { SessionState, Verb } from '../../src-main/contract/staff.ts';
import { setDesk } from '../../src-renderer/desk.ts';
import RefundAnswerDialog from '../../src-renderer/screens/dialogs/RefundAnswerDialog.vue';
import RefundAnswer from '../../src-renderer/screens/payments/RefundAnswer.vue';
import { useDialog } from '../../src-renderer/stores/dialog.ts';
import { useSession } from '../../src-renderer/stores/session.ts';
import { useStatus } from '../../src-renderer/stores/status.ts';
import { language } from '../../src-renderer/wording/language.ts';
import { operation } from './order-on-screen.ts';

const now = Date.UTC(2026, 10, 27, 16, 42);
const lost: OperationState = {
  ...{ name: 'rejected', at: 9, code: 'refund_failed', message: '', reference: 're_1' },
  was: { name: 'done', at: Date.UTC(2026, 10, 20, 16, 42), moved: { refunded: 8000 } },
};
const detail: OperationDetail = { operation: operation('refund', lost), group: [], trail: [] };
const answered = { reason: 'Cash from the till', by: 'Sylvie', at: now - 3_600_000 };
const context = { language: 'en', timeZone: 'America/Toronto', now } as const;
const plain = (text: string): string => text.replaceAll(/[\s\u00a0\u202f]+/g, ' ').trim();
let shown: VueWrapper | null = null;
let asked: { readonly name: string; readonly input: unknown }[] = [];

beforeEach(() => {
  setActivePinia(createPinia());
  asked = [];
  const hear = (name: string) => async (input: unknown) => {
    asked.push({ name, input });
    return done(detail);
  };
  const names = ['payments.answerRefund', 'payments.askRefundAgain'];
  setDesk({ calls: Object.fromEntries(names.map((name) => [name, hear(name)])), on: () => () => undefined });
  useStatus().now = now;
});
afterEach(() => {
  shown?.unmount();
  shown = null;
  setDesk(null);
  language.value = 'en';
});
function as(verbs: readonly Verb[]): { readonly global: { readonly plugins: [ReturnType<typeof createRouter>] } } {
  useSession().state = {
    ...{ timeZone: 'America/Toronto', currency: 'CAD' },
    signedIn: { id: 'st-1', name: 'Sylvie', role: 'manager', verbs },
  } as unknown as SessionState;
  const routes = [{ path: '/:rest(.*)*', component: { template: '<p />' } }];
  return { global: { plugins: [createRouter({ history: createMemoryHistory(), routes })] } };
}
function card(own: OperationDetail, verbs: readonly Verb[] = ['find', 'resolve']): VueWrapper {
  shown = mount(RefundAnswer, { props: { detail: own, context }, ...as(verbs), attachTo: document.body });
  return shown;
}

describe('a refund that failed, on its own page', () => {
  it('is answered by whoever may; anybody else reads why they may not', async () => {
    const closed = card(detail, ['find']);
    expect(closed.get('button').attributes('aria-description')).toContain('Your role may not');
    closed.unmount();
    const made = card(detail);
    expect(plain(made.get('button').text())).toBe('Given back in another way…');
    await made.get('button').trigger('click');
    expect(useDialog().open).toMatchObject({ kind: 'refund_answer', operation: { id: detail.operation.id } });
  });

  it('says how the client was given it, by whom and when, and that can be taken back', async () => {
    const made = card({ ...detail, answered });
    expect(plain(made.text())).toContain('Cash from the till');
    expect(plain(made.text())).toContain('Sylvie, Fri, Nov 27, 10:42 a.m.');
    await made.get('button').trigger('click');
    await flushPromises();
    expect(asked).toEqual([{ name: 'payments.askRefundAgain', input: { operationId: detail.operation.id } }]);
    language.value = 'fr';
    await flushPromises();
    expect(plain(made.text())).toContain('Remboursé autrement');
    expect(plain(made.text())).toContain('Revenir sur cette réponse');
  });
});

it('what is said of it in the dialog goes out with its reason, and says that nothing moves', async () => {
  shown = mount(RefundAnswerDialog, {
    props: { open: true, operation: detail.operation },
    ...as(['find', 'resolve']),
    attachTo: document.body,
  });
  await flushPromises();
  const says = () => plain(document.body.textContent ?? '');
  expect(says()).toContain('$80.00 given back in another way');
  expect(says()).toContain('Nothing moves by this: the bill still counts the payment by card.');
  const field = document.querySelector<HTMLInputElement>('[role=dialog] input');
  if (!field) throw new Error('no field');
  field.value = 'Cash from the till';
  field.dispatchEvent(new Event('input'));
  await flushPromises();
  [...document.querySelectorAll('button')].find((one) => one.textContent.includes('Keep the answer'))?.click();
  await flushPromises();
  expect(asked).toEqual([
    { name: 'payments.answerRefund', input: { operationId: detail.operation.id, reason: 'Cash from the till' } },
  ]);
});
