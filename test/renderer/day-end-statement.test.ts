import { flushPromises } from '@vue/test-utils';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { done, refused } from '../../src-main/contract/failure.ts';
import { useDialog } from '../../src-renderer/stores/dialog.ts';
import { language } from '../../src-renderer/wording/language.ts';
import { beginDay, button, endDay, leave, on, plain, press, says, screen } from './day-end-on-screen.ts';
import { at, payoutsOf, brought, withStatement } from './made-up-day.ts';

beforeEach(beginDay);
afterEach(endDay);

describe('what Paysafe paid, from its statement', () => {
  it('stands beside what Stripe pays, each with its provider; a line names its day and no time, and is not opened at Stripe', async () => {
    on.payouts = withStatement();
    await screen(['find', 'resolve']);
    const [first, second] = [...document.querySelectorAll('#day-payouts > ul > li')].map((one) =>
      plain(one.textContent),
    );
    expect(first).toContain('Paysafe$684.12');
    expect(first).toContain('From a statement, Lot 4411, last day Thu, Nov 19');
    expect(first).toContain('1 line does not match');
    expect(first).toContain('Thu, Nov 19 · Web shop · on Paysafe’s statement and on nothing here');
    expect(first).not.toContain('p.m.');
    expect(first).not.toContain('in the bank');
    expect(first).not.toContain('Open at Stripe');
    expect(second).toContain('Stripe$2,911.40');
    expect(second).toContain('in the bank Fri, Nov 20');
    await press('Say why');
    const subtitle = plain(document.querySelector('[role=dialog]')?.textContent ?? '');
    expect(subtitle).toContain('Thu, Nov 19 · Web shop');
    expect(subtitle).not.toContain('12:00');
  });

  it('is said where it names a movement of ours a second time, with what to do about it', async () => {
    const [payout] = withStatement().payouts;
    const [line] = payout?.odd ?? [];
    if (!payout || !line) throw new Error('no line');
    const twice = { ...line, why: 'twice' as const, operationId: 'op-9' };
    on.payouts = withStatement({ payouts: [{ ...payout, odd: [twice] }] });
    await screen(['find', 'resolve']);
    expect(says()).toContain('Web shop · Paysafe names this movement a second time');
    expect(says()).toContain('See the payment');
    await press('Say why');
    expect(plain(document.querySelector('[role=dialog]')?.textContent ?? '')).toContain(
      'or the money moved twice, then ask Paysafe',
    );
  });

  it('is matched beside a line like it only by who says that it is another payment', async () => {
    const [payout] = withStatement().payouts;
    const [line] = payout?.odd ?? [];
    if (!payout || !line) throw new Error('no line');
    const alike = { id: 'bill-7', code: 'B-2222', customerName: 'Ada Long' };
    on.alike = alike;
    on.payouts = withStatement({ payouts: [{ ...payout, odd: [{ ...line, may: 'bill', alike }] }] });
    await screen(['find', 'resolve']);
    const sentence = 'A line with the same reference and sum is matched with bill B-2222, Ada Long.';
    expect(plain(document.querySelector('#day-payouts')?.textContent ?? '')).toContain(sentence);
    await press('Match');
    expect(plain(document.querySelector('[role=dialog]')?.textContent ?? '')).toContain(sentence);
    document.querySelector<HTMLInputElement>('input[name="payout-bill"]')?.click();
    await flushPromises();
    expect(button('Match with B-7F3K').getAttribute('aria-description')).toContain('Say that this is another payment');
    await press('Match with B-7F3K');
    expect(on.asked.some(({ name }) => name === 'payouts.match')).toBe(false);
    document.querySelector<HTMLInputElement>('[role=dialog] input[type=checkbox]')?.click();
    await flushPromises();
    await press('Match with B-7F3K');
    expect(on.asked.find(({ name }) => name === 'payouts.match')?.input).toMatchObject({ another: true });
  });

  it('looks done only where something of it was compared', async () => {
    const [payout] = withStatement().payouts;
    if (!payout) throw new Error('no payout');
    on.payouts = withStatement({ payouts: [{ ...payout, odd: [], matched: 0, before: 12 }], unmatched: 0 });
    await screen();
    const chips = () => [...document.querySelectorAll('#day-payouts .chip')].map(({ className }) => className);
    expect(chips()).toEqual([expect.stringContaining('neu')]);
    leave();
    on.payouts = withStatement({ payouts: [{ ...payout, odd: [], matched: 12 }], unmatched: 0 });
    await screen();
    expect(chips()).toEqual([expect.stringContaining('done')]);
  });

  it('that no statement names is missing, with its provider; in French too', async () => {
    on.payouts = withStatement({
      missing: [
        {
          ...{ operationId: 'op-9', customerName: 'Zoë Kowalczyk', amount: 4100, currency: 'CAD', at },
          ...{ why: 'no_statement', provider: 'paysafe' },
        },
      ],
    });
    await screen();
    expect(says()).toContain('the statements of its days do not name it');
    expect(plain(document.querySelector('[aria-label="In no payout yet"]')?.textContent ?? '')).toContain('Paysafe');
    language.value = 'fr';
    await flushPromises();
    expect(says()).toContain('les relevés de ces jours-là ne le nomment pas');
    expect(says()).toContain('D’un relevé, Lot 4411, dernier jour jeu. 19 nov.');
    expect(says()).toContain('jeu. 19 nov. · Web shop · au relevé de Paysafe et sur rien ici');
  });

  const missed = {
    ...{ operationId: 'op-9', customerName: 'Zoë Kowalczyk', amount: 4100, currency: 'CAD', at },
    ...{ why: 'no_statement' as const, provider: 'paysafe' as const },
  };
  it('and does not name is answered by who may, with a reason', async () => {
    on.payouts = withStatement({ missing: [missed] });
    await screen();
    const answer = () =>
      [...document.querySelectorAll<HTMLButtonElement>('[aria-label="In no payout yet"] button')].find((one) =>
        one.textContent.includes('Say why'),
      );
    expect(answer()?.getAttribute('aria-description')).toContain('Your role may not');
    leave();
    await screen(['find', 'resolve']);
    answer()?.click();
    await flushPromises();
    expect(says()).toContain('Say why $41.00 is in no payout');
    expect(button('Keep the reason').getAttribute('aria-description')).toBe('Say why first.');
    const field = document.querySelector<HTMLInputElement>('[role=dialog] input');
    if (!field) throw new Error('no field');
    field.value = 'Paysafe owes it';
    field.dispatchEvent(new Event('input'));
    await flushPromises();
    await press('Keep the reason');
    expect(on.asked.find(({ name }) => name === 'payouts.explainMissing')?.input).toEqual({
      ...{ operationId: 'op-9', reason: 'Paysafe owes it' },
    });
  });

  it('and does not name goes out as a file of its own, by who may', async () => {
    on.payouts = withStatement({ missing: [missed] });
    await screen(['find', 'export']);
    document.querySelector<HTMLButtonElement>('[aria-label="Export what is in no payout"]')?.click();
    await flushPromises();
    expect(useDialog().open).toMatchObject({ kind: 'export', list: { list: 'in_no_payout' } });
    expect(says()).toContain('Export what is in no payout');
    language.value = 'fr';
    await flushPromises();
    expect(says()).toContain('Exporter ce qui n’est dans aucun versement');
  });

  it('and somebody answered is listed apart, by whom and why, and can be asked again', async () => {
    const explained = { ...missed, matchId: 'order:op-9.1', reason: 'Paysafe owes it', by: 'Sylvie', decidedAt: at };
    on.payouts = withStatement({ missingExplained: [explained] });
    await screen(['find', 'resolve']);
    expect(says()).not.toContain('In no payout yet');
    expect(says()).toContain('1 payment in no payout, answered');
    expect(says()).toContain('Paysafe owes it');
    expect(says()).toContain('Sylvie, Fri, Nov 20, 6:48 p.m.');
    await press('Take this back');
    expect(on.asked.find(({ name }) => name === 'payouts.undo')?.input).toEqual({ matchId: 'order:op-9.1' });
  });

  it('says of which days our own money was compared with it: silence is not that all is well', async () => {
    on.payouts = withStatement({
      compared: [
        {
          ...{ currency: 'CAD', instrument: 'card' },
          spans: [
            { from: '2026-09-28', to: '2026-10-12' },
            { from: '2026-10-20', to: '2026-11-12' },
          ],
        },
        { currency: 'CAD', instrument: 'bank', spans: [] },
      ],
    });
    await screen();
    expect(says()).toContain('Cards, CAD: Mon, Sep 28 to Mon, Oct 12; Tue, Oct 20 to Thu, Nov 12');
    expect(says()).toContain('Bank debits, CAD: no day yet');
    expect(says()).toContain('Of other days nobody knows yet whether Paysafe paid what we took.');
    language.value = 'fr';
    await flushPromises();
    expect(says()).toContain('Cartes, CAD : du lun. 28 sept. au lun. 12 oct.; du mar. 20 oct. au jeu. 12 nov.');
    leave();
    on.payouts = withStatement();
    await screen();
    expect(says()).not.toContain('Of other days');
  });

  it('is brought in by who may import; the others are told who may', async () => {
    await screen();
    expect(says()).toContain('Paysafe publishes no payouts: they are read from its statement');
    expect(button('Bring in a statement').getAttribute('aria-description')).toContain('Your role may not');
    leave();
    await screen(['find', 'import']);
    await press('Bring in a statement');
    expect(on.router.currentRoute.value.path).toBe('/day-end/statement');
  });

  it('is taken back with its whole statement, by who may, once they were asked again', async () => {
    on.payouts = withStatement();
    await screen();
    expect(says()).toContain('paysafe-november.csv');
    expect(says()).toContain('12 lines, Thu, Nov 12 to Thu, Nov 19');
    expect(says()).toContain('Sylvie, Fri, Nov 20, 6:48 p.m.');
    expect(button('Take back').getAttribute('aria-description')).toContain('Your role may not');
    leave();
    await screen(['find', 'resolve']);
    await press('Take back');
    expect(says()).toContain('paysafe-november.csv: its 12 lines go from the payouts. No money moves');
    expect(on.asked.some(({ name }) => name === 'statements.withdraw')).toBe(false);
    await press('Cancel');
    await press('Take back');
    on.withdrawing = () => refused('statement_decided');
    await press('Take the statement back');
    expect(on.asked.filter(({ name }) => name === 'statements.withdraw').map(({ input }) => input)).toEqual([
      { statementId: 'st-1' },
    ]);
    expect(says()).toContain('Somebody decided about lines of this statement. Take those decisions back first');
    on.withdrawing = () => done({ statementId: 'st-1' });
    on.payouts = payoutsOf([]);
    await press('Take back');
    await press('Take the statement back');
    expect(says()).not.toContain('paysafe-november.csv');
  });

  it('stays while somebody decided about a line of it, and its button says so', async () => {
    on.payouts = withStatement({ statements: [{ ...brought, decided: 1 }] });
    await screen(['find', 'resolve']);
    expect(button('Take back').getAttribute('aria-description')).toContain('Somebody decided about lines');
    await press('Take back');
    expect(says()).not.toContain('go from the payouts');
  });

  it('is what somebody comes to who has just brought it in', async () => {
    on.payouts = withStatement();
    await screen(['find'], '/day-end#day-payouts');
    expect(document.activeElement?.id).toBe('day-payouts');
  });
});
