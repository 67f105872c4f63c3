import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { contentSecurityPolicy } from '../../src-main/shell/policy.ts';
import { serveDesk } from '../../src-main/shell/protocol.ts';
import { hostileAddresses } from './hostile-addresses.ts';

let folder: string;
let ask: (url: string, method?: string) => Promise<Response>;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'comptoir-protocol-'));
  const root = join(folder, 'renderer');
  mkdirSync(join(root, 'assets'), { recursive: true });
  mkdirSync(join(root, 'folder.js'));
  writeFileSync(join(root, 'index.html'), '<!doctype html>');
  writeFileSync(join(root, 'assets/index-B3f_x.js'), 'export {};');
  writeFileSync(join(root, 'assets/inter.woff2'), 'font');
  writeFileSync(join(root, 'notes.txt'), 'not a part of the window');
  writeFileSync(join(folder, 'secret.json'), '{"key":"made-up"}');
  mkdirSync(join(folder, 'renderer-old'));
  writeFileSync(join(folder, 'renderer-old/index.html'), 'sibling');
  symlinkSync(join(folder, 'secret.json'), join(root, 'linked.json'));
  symlinkSync(folder, join(root, 'out'));
  const serve = serveDesk(root);
  ask = (url, method = 'GET') => serve({ url, method });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('the app’s own address serves the built window', () => {
  it.each([
    ['app://desk/', 'text/html; charset=utf-8'],
    ['app://desk', 'text/html; charset=utf-8'],
    ['app://desk/index.html', 'text/html; charset=utf-8'],
    ['app://desk/index.html?x=1#/customers/1', 'text/html; charset=utf-8'],
    ['app://desk/assets/index-B3f_x.js', 'text/javascript; charset=utf-8'],
    ['app://desk/assets/inter.woff2', 'font/woff2'],
  ])('%s', async (url, type) => {
    const response = await ask(url);
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe(type);
    expect(response.headers.get('content-security-policy')).toBe(contentSecurityPolicy);
    expect(response.headers.get('x-content-type-options')).toBe('nosniff');
  });
});

const waysOut = [
  'app://desk/../secret.json',
  'app://desk/assets/../../secret.json',
  'app://desk/%2e%2e/secret.json',
  'app://desk/%2E%2E%2Fsecret.json',
  'app://desk/..%2fsecret.json',
  'app://desk/%252e%252e/secret.json',
  'app://desk/..%5csecret.json',
  'app://desk/..\\secret.json',
  'app://desk/%5c..%5csecret.json',
  'app://desk/....//secret.json',
  'app://desk//etc/passwd',
  'app://desk/%2fetc%2fpasswd',
  'app://desk/C:/Windows/win.ini',
  'app://desk/C%3A/secret.json',
  'app://desk/index.html%00.js',
  'app://desk/%00',
  'app://desk/index.html%20',
  'app://desk/index.html.',
  'app://desk/index.html::$DATA',
  'app://desk/../renderer-old/index.html',
  'app://desk/linked.json',
  'app://desk/out/secret.json',
  'app://desk/folder.js',
  'app://desk/assets/',
  'app://desk/assets',
  'app://desk/notes.txt',
  'app://desk/nothing.js',
  'app://desk/%',
  'app://desk/%E0%A4%A',
  'app://desk/index.html/',
  'app://desk/.env.json',
];

describe('nothing else is there', () => {
  it.each([...waysOut, ...hostileAddresses])('%s', async (url) => {
    const response = await ask(url);
    expect(response.status).toBe(404);
    expect(await response.text()).toBe('');
    expect(response.headers.get('content-security-policy')).toBe(contentSecurityPolicy);
  });

  it.each(['POST', 'PUT', 'DELETE', 'HEAD'])('and nothing but reading: %s', async (method) => {
    expect((await ask('app://desk/index.html', method)).status).toBe(405);
  });
});
