import { describe, expect, it } from 'vitest';
import { judgeImport } from '../../../tools/import-table.ts';
import { importsOf, sourcesOf, textOf } from './sources.ts';

const sources = [...sourcesOf('src-main'), ...sourcesOf('src-renderer')];

describe('the import table', () => {
  it('holds for every import of the app', () => {
    const broken = sources
      .flatMap((path) => importsOf(path, textOf(path)))
      .map(judgeImport)
      .filter((said) => said !== undefined);
    expect(broken).toEqual([]);
    expect(sources.length).toBeGreaterThan(20);
  });

  const refused: readonly (readonly [string, string, string])[] = [
    ['src-main/payments/settle.ts', "import { x } from '../ledger/ledger.ts'", 'payments is the engine'],
    ['src-main/payments/settle.ts', "import { request } from 'node:http'", 'payments is the engine'],
    ['src-main/payments/settle.ts', "const e = await import('electron')", 'payments is the engine'],
    ['src-main/gateways/stripe/orders.ts', "import { a } from '../paysafe/orders.ts'", 'never the other gateway'],
    ['src-main/gateways/stripe/orders.ts', "import { next } from '../../payments/transition.ts'", 'types of payments'],
    ['src-main/gateways/paysafe/orders.ts', "import Stripe from 'stripe'", 'gateways/paysafe'],
    ['src-main/ledger/operations.ts', "import { m } from '../mirror/mirror.ts'", 'never mirror'],
    ['src-main/ledger/migrations/0001.ts', "import { sql } from 'kysely'", 'imports nothing'],
    ['src-main/ledger/migrations/0002.ts', "import { a } from './0001.ts'", 'imports nothing'],
    ['src-main/sandbox/stripe/charges.ts', "export { a } from '../../payments/order.ts'", 'sandbox'],
    ['src-main/preload/preload.ts', "import { readFile } from 'node:fs'", 'preload'],
    ['src-main/shell/window.ts', "let x: import('../payments/order.ts').Order", 'shell'],
    ['src-main/somewhere/new.ts', "import { app } from 'electron'", 'has no row'],
    [
      'src-renderer/screens/holds/Holds.vue',
      '<script setup lang="ts">\nimport X from \'../today/Today.vue\'\n</script>',
      'never another screen',
    ],
    ['src-renderer/parts/MoneyText.vue', "<script>import { s } from '../stores/session.ts'</script>", 'never a store'],
    ['src-renderer/stores/holds.ts', "import { Ledger } from '../../src-main/ledger/ledger.ts'", 'A store may'],
    ['src-renderer/main.ts', "import { ipcRenderer } from 'electron'", 'never another path of src-main, Electron'],
  ];
  it.each(refused)('refuses in %s: %s', (path, source, sentence) => {
    const said = importsOf(path, source).map(judgeImport);
    expect(said).toEqual([expect.stringContaining(sentence)]);
  });

  it.each([
    ['src-main/payments/settle.ts', "import type { Money } from '../contract/money.ts'"],
    ['src-main/gateways/stripe/orders.ts', "import type { Gateway } from '../../payments/ports.ts'"],
    ['src-main/main.ts', "import { app } from 'electron'"],
    ['src-renderer/screens/holds/Holds.vue', "<script>import D from './CaptureDialog.vue'</script>"],
    ['src-renderer/App.vue', "<script>import T from './screens/today/Today.vue'</script>"],
  ])('allows in %s: %s', (path, source) => {
    const asked = importsOf(path, source);
    expect(asked).toHaveLength(1);
    expect(asked.map(judgeImport)).toEqual([undefined]);
  });
});

describe('every source file', () => {
  const own = [...sources, ...['test', 'tools', 'bench'].flatMap((folder) => sourcesOf(folder))];

  it('is one idea: 400 lines at most', () => {
    const long = own
      .map((path) => ({ path, lines: textOf(path).split('\n').length }))
      .filter(({ lines }) => lines > 400);
    expect(long).toEqual([]);
  });

  it('is named after what it holds: no index.ts that re-exports a folder', () => {
    expect(own.filter((path) => /(^|\/)index\.ts$/.test(path))).toEqual([]);
  });

  it('lives in a folder named after the trade or a border, not after its being shared', () => {
    expect(own.filter((path) => /(^|\/)(utils?|helpers?|common|managers?)(\/|\.)/i.test(path))).toEqual([]);
  });
});
