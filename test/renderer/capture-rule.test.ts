import { flushPromises, mount, type VueWrapper } from '@vue/test-utils';
import { createPinia, setActivePinia } from 'pinia';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createMemoryHistory, createRouter } from 'vue-router';
import { done, refused } from '../../src-main/contract/failure.ts';
import type { CaptureRuleLeftOut, CaptureRuleLine, CaptureRuleView } from '../../src-main/contract/hold-rule.ts';
import type { SessionState } from '../../src-main/contract/staff.ts';
import { setDesk } from '../../src-renderer/desk.ts';
import CaptureRuleDialog from '../../src-renderer/screens/dialogs/CaptureRuleDialog.vue';
import CaptureRuleBar from '../../src-renderer/screens/holds/CaptureRuleBar.vue';
import { useCaptureRule } from '../../src-renderer/stores/capture-rule.ts';
import { useSession } from '../../src-renderer/stores/session.ts';
import { useStatus } from '../../src-renderer/stores/status.ts';
import { language } from '../../src-renderer/wording/language.ts';

// Friday, November 20, 11:42 in Toronto.
const now = Date.UTC(2026, 10, 20, 16, 42);
const hour = 3_600_000;
const plain = (text: string): string => text.replaceAll(/[\s\u00a0\u202f]+/g, ' ').trim();
const line = (customerName: string, more: Partial<CaptureRuleLine> = {}): CaptureRuleLine => ({
  ...{ holdId: customerName, customerName, held: 8000, amount: 8000, billCode: null, mayLapse: null },
  ...more,
});
const left = (customerName: string, more: Partial<CaptureRuleLeftOut>): CaptureRuleLeftOut => ({
  ...line(customerName),
  ...{ why: 'no_day', lapsesAt: null, bill: null },
  ...more,
});
const viewOf = (more: Partial<CaptureRuleView> = {}): CaptureRuleView => ({
  ...{ rule: { what: 'planned', at: '20:00' }, by: null, next: Date.UTC(2026, 10, 21, 1), lines: [], leftOut: [] },
  ...{ blocked: null, last: null },
  ...more,
});
let view: CaptureRuleView;
let asked: unknown[];
let shown: VueWrapper[] = [];

beforeEach(() => {
  setActivePinia(createPinia());
  asked = [];
  useStatus().now = now;
  useSession().state = {
    ...{ timeZone: 'America/Toronto', currency: 'CAD' },
    signedIn: { id: 'st-1', name: 'Sylvie', role: 'manager', verbs: ['capture', 'bill'] },
  } as unknown as SessionState;
  setDesk({
    calls: {
      'captureRule.get': async () => done(view),
      'captureRule.missed': async () => done({ missed: [] }),
      'bills.close': async (input: unknown) => {
        asked.push(input);
        view = viewOf({ lines: [line('Luc')] });
        return done({});
      },
      'captureRule.turn': async (input: unknown) => {
        asked.push(input);
        view = viewOf({ rule: { what: 'bill', at: '19:00' } });
        return refused('capture_rule_changed');
      },
    },
    on: () => () => undefined,
  });
});
afterEach(() => {
  for (const made of shown) made.unmount();
  shown = [];
  setDesk(null);
  language.value = 'en';
});
const router = createRouter({
  history: createMemoryHistory(),
  routes: [{ path: '/:rest(.*)*', component: { template: '<p />' } }],
});
async function bar() {
  const made = mount(CaptureRuleBar, { global: { plugins: [router] }, attachTo: document.body });
  shown.push(made);
  await flushPromises();
  return made;
}
async function list(): Promise<void> {
  shown.push(mount(CaptureRuleDialog, { props: { open: true }, attachTo: document.body }));
  await flushPromises();
}

describe('the house’s rule, above the holds', () => {
  it.each([
    ['en', 'will be captured today at 8:00 p.m.', 'will be captured tomorrow at 8:00 p.m.'],
    ['fr', 'seront encaissées aujourd’hui à 20 h 00.', 'seront encaissées demain à 20 h 00.'],
  ] as const)('says the day as well as the time: %s', async (spoken, today, tomorrow) => {
    language.value = spoken;
    view = viewOf({ by: { name: 'Sylvie', at: 1 }, lines: [line('Zoë'), line('Luc')] });
    const made = await bar();
    expect(plain(made.text())).toContain(plain(today));
    view = { ...view, next: Date.UTC(2026, 10, 22, 1) };
    await useCaptureRule().read();
    expect(plain(made.text())).toContain(plain(tomorrow));
  });

  it('counts what it leaves to a person apart from what it captures', async () => {
    view = viewOf({
      lines: [line('Zoë')],
      leftOut: [left('Luc', { why: 'lapses', lapsesAt: now + hour }), left('Ana', {}), left('Gaëlle', {})],
    });
    const said = plain((await bar()).text());
    expect(said).toContain('names 1 hold, $80.00, for today at 8:00 p.m. Nobody');
    expect(said).toContain('1 hold lapses before that and is not among them: capture it yourself.');
    expect(said).toContain('2 holds to capture have no day, so the rule does not name them.');
    expect(said).toContain('See which');
  });

  it.each([
    ['en', '1 hold is more than its bill has left to pay, and is not among them: look at it.'],
    ['fr', '1 préautorisation dépasse ce qui reste à payer de sa facture et n’en fait pas partie : regardez-la.'],
  ] as const)('says which holds are more than their bills have left to pay: %s', async (spoken, said) => {
    language.value = spoken;
    view = viewOf({ leftOut: [left('Luc', { why: 'bill_less', billCode: 'B-7F3K' })] });
    expect(plain((await bar()).text())).toContain(plain(said));
  });

  it('does not promise what needs a second person: it says that none of it will be captured, and what to do', async () => {
    const blocked = { code: 'needs_approval', facts: { of: 'capture', from: 10_000, currency: 'CAD' } } as const;
    view = viewOf({ by: { name: 'Sylvie', at: 1 }, lines: [line('Zoë'), line('Luc')], blocked });
    const said = plain((await bar()).text());
    expect(said).toContain(
      'The house’s rule names 2 holds, $160.00, for today at 8:00 p.m., and will not capture them.',
    );
    expect(said).toContain('Needs a second person: the total is $100.00 or more. Capture what is due yourself.');
  });

  it('reads its list anew once its time has come: nothing is said of a time that is over', async () => {
    view = viewOf({ lines: [line('Zoë')] });
    const made = await bar();
    expect(plain(made.text())).toContain('today at 8:00 p.m.');
    view = viewOf({ next: Date.UTC(2026, 10, 22, 1) });
    useStatus().now = Date.UTC(2026, 10, 21, 1, 0, 1);
    await flushPromises();
    expect(plain(made.text())).toContain('tomorrow at 8:00 p.m.');
  });

  it('is turned on as it was seen; where it is another by now it says so, and shows what it would do now', async () => {
    view = viewOf({ lines: [line('Zoë')] });
    const made = await bar();
    await made.findAll('button').at(-1)?.trigger('click');
    await flushPromises();
    expect(asked).toEqual([{ on: true, seen: { what: 'planned', at: '20:00' } }]);
    expect(plain(made.text())).toContain('Somebody changed this rule meanwhile.');
    expect(useCaptureRule().view?.rule.what).toBe('bill');
  });

  it('lists what lapses before its time with when, and leaves it out of the total', async () => {
    useCaptureRule().view = viewOf({
      lines: [line('Zoë', { amount: 6000, billCode: 'B-1' }), line('Pía', { mayLapse: now + 2 * hour })],
      leftOut: [left('Luc', { why: 'lapses', lapsesAt: now + hour })],
    });
    await list();
    const said = plain(document.body.textContent);
    expect(said).toContain('Captured by rule today at 8:00 p.m.');
    expect(said).toContain('$20.00 released');
    expect(said).toContain('may lapse before the rule, by our estimate today at 1:42 p.m.');
    expect(said).toContain('Together$140.00');
    expect(said).toContain('Luclapses today at 12:42 p.m., before the rule: capture it yourself');
  });

  it('says which bills are to be closed first, and closes one where it stands: its hold is among the others then', async () => {
    const bill = { id: 'bill-1', version: 3 };
    view = viewOf({ leftOut: [left('Luc', { why: 'bill_open', bill, billCode: 'B-7F3K' })] });
    const above = await bar();
    expect(plain(above.text())).toContain('1 hold waits for its bill to be closed.');
    await list();
    expect(plain(document.body.textContent)).toContain('Bill B-7F3K · the bill is not closed yet');
    const button = [...document.querySelectorAll('button')].find((one) => one.textContent.includes('Close the bill'));
    button?.click();
    await flushPromises();
    expect(asked).toEqual([bill]);
    expect(plain(document.body.textContent)).toContain('Together$80.00');
  });
});
