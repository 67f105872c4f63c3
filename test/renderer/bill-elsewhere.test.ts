import { flushPromises, mount, type VueWrapper } from '@vue/test-utils';
import { createPinia, setActivePinia } from 'pinia';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { BillView } from '../../src-main/contract/bill.ts';
import { done, refused, type Reply } from '../../src-main/contract/failure.ts';
import type { SessionState } from '../../src-main/contract/staff.ts';
import { setDesk } from '../../src-renderer/desk.ts';
import BillElsewhere from '../../src-renderer/screens/bills/BillElsewhere.vue';
import { useSession } from '../../src-renderer/stores/session.ts';
import { language } from '../../src-renderer/wording/language.ts';

const plain = (text: string): string => text.replace(/[\u00a0\u202f]/g, ' ');
type Elsewhere = BillView['elsewhere'][number];
const there = (more: Partial<Elsewhere> = {}): Elsewhere => ({
  ...{ paymentId: 'stripe:pi_1', provider: 'stripe', at: 1, is: 'taken', amount: 3000, creditId: null },
  card: { kind: 'card', brand: 'visa', lastFour: '4821', nickname: null },
  ...more,
});

let asked: { readonly name: string; readonly input: unknown }[];
let answer: () => Reply<unknown>;
beforeEach(() => {
  setActivePinia(createPinia());
  asked = [];
  answer = () => done({});
  setDesk({
    calls: new Proxy(
      {},
      {
        get: (_none, name: string) => async (input: unknown) => {
          asked.push({ name, input });
          return answer();
        },
      },
    ),
    on: () => () => undefined,
  });
});
afterEach(() => {
  setDesk(null);
  language.value = 'en';
});
function notice(more: Partial<BillView>, verbs: readonly string[] = ['bill']): VueWrapper {
  useSession().state = { signedIn: { verbs } } as unknown as SessionState;
  const bill = { id: 'bill-1', currency: 'CAD', remaining: 8000, cancelled: null, ...more } as unknown as BillView;
  return mount(BillElsewhere, { props: { bill, when: () => 'Fri, 10:12' } });
}

describe('what another desk took for a bill', () => {
  it('is said with its card and time, and one press puts on the bill what it has left to pay of it', async () => {
    const made = notice({ elsewhere: [there({ amount: 9200 })] });
    expect(plain(made.text())).toContain('$92.00 was taken for this bill at another desk.');
    expect(plain(made.text())).toContain('Stripe · Visa 4821 · Fri, 10:12');
    expect(plain(made.get('button').text())).toBe('Put $80.00 on this bill');
    await made.get('button').trigger('click');
    await flushPromises();
    expect(asked[0]).toEqual({
      name: 'bills.creditElsewhere',
      input: { id: 'bill-1', paymentId: 'stripe:pi_1' },
    });
  });

  it('says why where it is refused, and the notice stays', async () => {
    const made = notice({ elsewhere: [there()] });
    answer = () => refused('bill_changed');
    await made.get('button').trigger('click');
    await flushPromises();
    expect(made.get('[role=alert]').text()).not.toBe('');
    expect(made.findAll('button').length).toBeGreaterThan(0);
  });

  it.each([
    ['held', 8000, 'held', 'Capture that hold in Holds, or release it.'],
    ['on its way', 8000, 'coming', 'Until it has come or failed'],
    ['paid here as well', 0, 'taken', 'one of them may have to be given back'],
  ] as const)('and is %s is not put on it, and says what to do', (_what, remaining, is, words) => {
    const made = notice({ remaining, elsewhere: [there({ is })] });
    expect(plain(made.text())).toContain(words);
    expect(made.findAll('button')).toHaveLength(0);
  });

  it('is put on it by whoever may write bills, and is not said any more once it is on it; in French too', () => {
    language.value = 'fr';
    const front = notice({ elsewhere: [there()] }, ['find']);
    expect(plain(front.text())).toContain('30,00 $ ont été reçus pour cette facture à un autre poste.');
    expect(front.findAll('button')).toHaveLength(0);
    expect(notice({ elsewhere: [there({ creditId: 'credit-1' })] }).text()).toBe('');
  });
});
