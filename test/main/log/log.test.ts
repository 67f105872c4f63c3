import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openLog } from '../../../src-main/log/log.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'log-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const linesOf = (file: string): unknown[] =>
  readFileSync(file, 'utf8')
    .trim()
    .split(/\r?\n/)
    .map((line) => JSON.parse(line) as unknown);

describe('the log', () => {
  test('is one JSON line for each thing that happened, in a file of this user alone', () => {
    const file = join(folder, 'demo', 'comptoir.log');
    const log = openLog({ file });
    log.info('request', { provider: 'stripe', status: 200, customerName: 'Zoë' });
    log.warn('100% odd: %s', { detail: 'a\nb' });
    log.error('mirror refresh for zoe@example.test', new Error('sk_test_madeUp0000 refused'), { operation: 'op-1' });
    expect(linesOf(file)).toEqual([
      {
        at: expect.stringMatching(/^20\d\d-\d\d-\d\dT.*Z$/) as string,
        level: 'info',
        what: 'request',
        provider: 'stripe',
        status: 200,
      },
      {
        at: expect.stringMatching(/^20\d\d-\d\d-\d\dT.*Z$/) as string,
        level: 'warn',
        what: '100% odd: %s',
        detail: 'a\nb',
      },
      {
        at: expect.stringMatching(/^20\d\d-\d\d-\d\dT.*Z$/) as string,
        level: 'error',
        what: 'mirror refresh for [removed]',
        operation: 'op-1',
        error: expect.objectContaining({ name: 'Error', message: '[removed] refused' }),
      },
    ]);
    if (process.platform !== 'win32') expect(statSync(file).mode & 0o777).toBe(0o600);
  });

  test('two desks of one test write two files', () => {
    const [a, b] = [join(folder, 'a.log'), join(folder, 'b.log')];
    const [one, other] = [openLog({ file: a }), openLog({ file: b })];
    one.info('one');
    other.info('other');
    one.info('one again');
    expect(linesOf(a)).toMatchObject([{ what: 'one' }, { what: 'one again' }]);
    expect(linesOf(b)).toMatchObject([{ what: 'other' }]);
  });

  test('a full file is put aside and another begins', () => {
    const file = join(folder, 'comptoir.log');
    const log = openLog({ file, most: 1000 });
    for (let index = 0; index < 30; index += 1) log.info('request', { status: index });
    expect(existsSync(join(folder, 'comptoir.old.log'))).toBe(true);
    expect(statSync(file).size).toBeLessThan(1200);
    expect(linesOf(file).at(-1)).toMatchObject({ status: 29 });
  });
});
