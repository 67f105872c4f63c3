import { describe, expect, test } from 'vitest';
import { redactError, redactFields, redactText } from '../../../src-main/log/redact.ts';

describe('a text before and after', () => {
  test.each([
    ['key sk_test_madeUp0000 used', 'key [removed] used'],
    ['rk_live_madeUp_0000', '[removed]'],
    ['pk_test_madeUp0000,whsec_madeUp0000', '[removed],[removed]'],
    ['client_secret=pi_madeUp_secret_madeUp', 'client_secret=[removed]'],
    ['Authorization: Basic bWFkZS11cDptYWRlLXVw', 'Authorization: [removed]'],
    ['authorization: bearer made.up-token==', 'authorization: [removed]'],
    ['GET https://user:madeup@example.test/x', 'GET https://[removed]example.test/x'],
    ['token SCE1mAdEuPmAdEuP was used', 'token [removed] was used'],
    ['paymentToken CmAdEuP0mAdEuP0', 'paymentToken [removed]'],
    ['mandate MmAdEuP0mAdEuP0!', 'mandate [removed]!'],
    ['receipt to zoe.cote+salon@example.test now', 'receipt to [removed] now'],
    ['receipt to zoë@exämple.test', 'receipt to [removed]'],
    ['?email=zoe%40example.test&x=1', '?email=[removed]&x=1'],
    ['call +1 (514) 555-0199 now', 'call [removed] now'],
    ['call 514-555-0199', 'call [removed]'],
    ['call 5145550199.', 'call [removed].'],
    ['tél. 01 99 00 00 00', 'tél. [removed]'],
    ['+33199000000', '[removed]'],
    ['number 4242 4242 4242 4242 typed', 'number [removed] typed'],
    ['4242424242424242', '[removed]'],
    ['3782-822463-10005', '[removed]'],
    ['note4242424242424242x', 'note[removed]x'],
    ['1234242424242424242', '[removed]'],
  ])('%s', (before, after) => {
    expect(redactText(before)).toBe(after);
  });

  test.each([
    'operation op-7f3k04pzmnqr ended done in 312 ms',
    'POST /v1/payment_intents/pi_3MadeUp/capture 200',
    'customer cus_MadeUp, card pm_1MadeUp',
    'GET /customervault/v1/profiles/2f1d3b8e-6c1a-4d4b-9a50-0c1d2e3f4a5b',
    'merchantRefNum=cpt-0123abcd amount=8000',
    'since 2026-11-20 at 15:42:07',
    'Comptoir 0.1.0, SQLite 3.54.1, error 5031, status 402',
    'Customers refreshed, Declined by the bank',
  ])('stays as it is: %s', (text) => {
    expect(redactText(text)).toBe(text);
  });

  test('is not endless', () => {
    expect(redactText('x'.repeat(10_000))).toHaveLength(2001);
    const card = `${'a@example.test '.repeat(532)}    4242424242424242`;
    expect(card.indexOf('4242')).toBeLessThan(8000);
    expect(redactText(card)).not.toMatch(/\d{6}/);
  });

  test('is done in no time, whatever is written', () => {
    const started = performance.now();
    for (const piece of ['1 ', 'a@', '+(1', '4-', 'C1', 'x_secret_']) redactText(piece.repeat(20_000));
    expect(performance.now() - started).toBeLessThan(1000);
  });
});

describe('the fields of a line', () => {
  test('only known fields with plain values pass', () => {
    const fields = {
      provider: 'stripe',
      status: 402,
      left: true,
      why: null,
      customerName: 'Zoë Côté',
      body: '{"card":"…"}',
      authorization: 'Basic x',
      detail: { nested: 'Zoë' },
    };
    expect(redactFields(fields)).toEqual({
      provider: 'stripe',
      status: 402,
      left: true,
      why: null,
      detail: '[removed]',
    });
  });

  test('a known field is cleaned too, also when the number stands as a number', () => {
    expect(redactFields({ detail: 'zoe@example.test', ref: 4242424242424242 })).toEqual({
      detail: '[removed]',
      ref: '[removed]',
    });
  });
});

describe('an error', () => {
  test('keeps its kind, code, cleaned message and cause, and where it was without this computer’s folders', () => {
    const cause = new Error('connect as sk_test_madeUp0000');
    const error = Object.assign(new TypeError('no such customer zoe@example.test', { cause }), { code: 'ENOENT' });
    error.stack =
      'TypeError: x\n    at charge (file:///home/zoe/comptoir/src/settle.ts:12:3)\n    at C:\\Users\\Zoe\\out\\main.js:1:2';
    expect(redactError(error)).toEqual({
      name: 'TypeError',
      code: 'ENOENT',
      message: 'no such customer [removed]',
      cause: 'Error: connect as [removed]',
      stack: 'charge (src/settle.ts:12:3) | out\\main.js:1:2',
    });
  });

  test('may be anything that was thrown', () => {
    expect(redactError('4242 4242 4242 4242')).toEqual({ message: '[removed]' });
    expect(redactError({ customer: 'Zoë' })).toEqual({ message: 'object' });
  });
});
