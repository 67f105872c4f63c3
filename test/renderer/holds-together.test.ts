import { flushPromises, mount, type VueWrapper } from '@vue/test-utils';
import { createPinia, setActivePinia } from 'pinia';
import { nextTick } from 'vue';
import { createMemoryHistory, createRouter } from 'vue-router';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { done, refused, type Reply } from '../../src-main/contract/failure.ts';
import type { ReviewedHold } from '../../src-main/contract/hold-review.ts';
import { setDesk } from '../../src-renderer/desk.ts';
import HoldsTogetherDialog from '../../src-renderer/screens/dialogs/HoldsTogetherDialog.vue';
import { useHoldRuns } from '../../src-renderer/stores/hold-runs.ts';
import { useSession } from '../../src-renderer/stores/session.ts';
import { useStatus } from '../../src-renderer/stores/status.ts';

const cad = (amount: number) => ({ amount, currency: 'CAD' });
const hold = (at: number, amount: number, given: Partial<ReviewedHold> = {}): ReviewedHold => ({
  ...{ id: `stripe:${at}`, provider: 'stripe', customerId: 'stripe:a', customerPhone: null, card: null },
  ...{ customerName: at === 1 ? 'Luc' : 'Zoé', authorized: cad(amount), capturable: cad(amount), placedAt: 1 },
  ...{ deadline: null, state: 'open', purpose: null, placedBy: null, busy: null, bill: null, plan: null, notes: [] },
  ...given,
});
type Sent = { readonly lines: readonly Record<string, unknown>[]; readonly note?: string | null };
let sent: Sent[];
let answer: () => Promise<Reply<unknown>>;
let runs: ReturnType<typeof useHoldRuns>;
let dialog: VueWrapper;

beforeEach(() => {
  setActivePinia(createPinia());
  [sent, runs] = [[], useHoldRuns()];
  answer = async () => done({ id: 'run-1', lines: [] });
  const run = async (input: unknown): Promise<Reply<unknown>> => {
    sent.push(input as Sent);
    return answer();
  };
  setDesk({ calls: { 'holdRuns.capture': run, 'holdRuns.release': run }, on: () => () => undefined });
  useSession().state = {
    ...{ timeZone: 'America/Toronto', currency: 'CAD', approvals: [], staff: [], demoPins: null },
    signedIn: { id: 'st-2', name: 'Sylvie', role: 'manager', verbs: ['capture', 'release'] },
  } as never;
  useStatus().status = { moneyShut: null, providers: [{ provider: 'stripe', health: 'ok' }] } as never;
  runs.tick([hold(1, 8_000), hold(2, 6_000)], true);
  runs.change('stripe:1', { amount: 5_000, reason: 'Half of it' });
});

afterEach(() => dialog.unmount());

function open(order: 'capture' | 'release' = 'capture'): void {
  const router = createRouter({
    history: createMemoryHistory(),
    routes: [{ path: '/:all(.*)*', component: { template: '<i />' } }],
  });
  dialog = mount(HoldsTogetherDialog, { props: { open: true, order }, global: { plugins: [router] } });
}
const said = (): string => (document.querySelector('.dialog')?.textContent ?? '').replace(/[\u00a0\u202f]/g, ' ');
const press = async (): Promise<void> => {
  await nextTick();
  const keys = { key: 'Enter', ctrlKey: true, bubbles: true };
  document.querySelector('.dialog')?.dispatchEvent(new KeyboardEvent('keydown', keys));
  await flushPromises();
};
const see = async (...rows: ReviewedHold[]): Promise<void> => {
  await nextTick();
  runs.seen(rows);
  await nextTick();
};

describe('holds that are captured together, while somebody confirms', () => {
  it('stay as they stood when the dialog opened: those amounts are sent, and nothing else', async () => {
    open();
    await press();
    expect(sent.map(({ lines }) => lines)).toEqual([
      [
        { holdId: 'stripe:1', held: 8_000, amount: cad(5_000), note: 'Half of it' },
        { holdId: 'stripe:2', held: 6_000, amount: cad(6_000), note: null },
      ],
    ]);
  });

  it('one that holds another sum meanwhile is said on its line, and nothing is sent: never another amount', async () => {
    open();
    await see(hold(1, 7_000), hold(2, 5_500));
    expect(said()).toContain('$70.00 is held by now');
    expect(said()).toContain('$55.00 is held by now');
    expect(said()).toContain('Capture $110.00');
    await press();
    expect(sent).toEqual([]);
    expect(said()).toContain('2 holds have changed since this was opened');
  });

  it('are given back for the reason that was typed, also when the dialog was closed meanwhile', async () => {
    open('release');
    await nextTick();
    const reason = () => [...document.querySelectorAll<HTMLInputElement>('.dialog input')].at(-1)!;
    reason().value = 'She comes another day';
    reason().dispatchEvent(new Event('input', { bubbles: true }));
    await nextTick();
    dialog.unmount();
    open('release');
    await nextTick();
    expect(reason().value).toBe('She comes another day');
    await press();
    expect(sent.map(({ note }) => note)).toEqual(['She comes another day']);
    // Sent, it is nobody's reason any more.
    expect(runs.releaseNote).toBe('');
  });

  it('one that is no longer open meanwhile stays on its line, which says so, and nothing is sent', async () => {
    open('release');
    await see(hold(2, 6_000, { state: 'captured' }));
    expect(said()).toContain('No longer open, or being checked');
    expect(said()).toContain('Release $140.00');
    await press();
    expect(sent).toEqual([]);
  });

  it('are shown as they are now once somebody asks for it, with the amount that they had chosen', async () => {
    open();
    await see(hold(1, 7_000), hold(2, 6_000, { busy: 'op-1' }));
    [...document.querySelectorAll<HTMLButtonElement>('.dialog button')]
      .find(({ textContent }) => textContent?.includes('Show them as they are now'))
      ?.click();
    await press();
    expect(sent.map(({ lines }) => lines)).toEqual([
      [{ holdId: 'stripe:1', held: 7_000, amount: cad(5_000), note: 'Half of it' }],
    ]);
  });

  it('a reason typed there is sent, and kept for the next time', async () => {
    runs.change('stripe:1', { reason: '' });
    answer = async () => refused('internal', { reference: 'CPT-7F3K' });
    open();
    await nextTick();
    const field = document.querySelector<HTMLInputElement>('.dialog input.small');
    field!.value = 'One product less';
    field!.dispatchEvent(new Event('input', { bubbles: true }));
    await press();
    expect(sent[0]?.lines[0]).toMatchObject({ note: 'One product less' });
    expect(runs.choices[0]?.reason).toBe('One product less');
  });

  it('that are on their way are not said to have changed by it', async () => {
    let end: (reply: Reply<unknown>) => void = () => undefined;
    answer = () => new Promise((resolve) => (end = resolve));
    open();
    await press();
    await see(hold(1, 0, { state: 'captured' }), hold(2, 6_000, { busy: 'op-1' }));
    expect(said()).not.toContain('changed');
    end(done({ id: 'run-1', lines: [] }));
    await flushPromises();
    expect(said()).not.toContain('changed');
    expect(runs.choices).toEqual([]);
  });
});
