import { expect, test } from 'vitest';
import { withoutCardNumbers } from '../../../src-main/evidence/no-card-numbers.ts';

test.each([
  ['typed: 4111 1111 1111 1111, by phone', 'typed: ••••, by phone'],
  ['4242424242424242', '••••'],
  ['3782-822463-10005 amex', '•••• amex'],
  ['5555\u00a05555\u00a05555\u00a04444', '••••'],
])('a card number that somebody typed is not drawn: %s', (typed, drawn) => {
  expect(withoutCardNumbers(typed)).toBe(drawn);
});

test.each([
  'pi_3S8CrqmCXDtpYq54kiQGPXbD',
  '7d1f0a3e-4111-1111-8111-111111111111',
  'CPT-0030-7172',
  'November 20, 2026, 16:42:05',
  '514 555-0142',
  '1,234,567.89',
  'order 4111111111111112',
])('what a bank needs stays: %s', (kept) => {
  expect(withoutCardNumbers(kept)).toBe(kept);
});
