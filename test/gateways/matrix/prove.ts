import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ProviderName } from '../../../src-main/contract/provider.ts';
import { paysafeTill } from '../paysafe-till.ts';
import { stripeTill } from '../stripe-till.ts';
import { openTown } from '../town.ts';
import { runCell, type Stage } from './cell.ts';
import { chapters, type Row } from './faults.ts';
import { columns, type Column } from './orders.ts';
import { asMarkdown, onThePage, putOnThePage } from './page.ts';
import { cellWords, impossibleHere, providerName, saidIn, type Said } from './words.ts';

/** Every order × every fault at one provider, through the engine and over HTTP; then the page must say what was found. */
export function proveMatrix(provider: ProviderName): void {
  const own = columns.filter(({ target }) => target[provider] !== undefined);
  const cells = new Map<string, string>();
  const said = new Map<string, Said>();
  const nameOf = (row: Row, title: string): string => `${rows.indexOf(row)} ${title}`;
  const rows = chapters.flatMap((chapter) => chapter.rows);
  let stage: Stage;
  let orders = 0;
  beforeAll(async () => {
    const town = await openTown(`matrix ${provider}`);
    town.sandbox.faults.dripMs = 1;
    stage = { town, tills: { stripe: stripeTill(town.sandbox), paysafe: paysafeTill(town.sandbox) } };
  });
  afterAll(() => stage.town.close());

  async function prove(row: Row, column: Column): Promise<void> {
    const found = new Map<string, string[]>();
    for (const fault of row.faults) {
      const seen = await runCell(stage, { provider, column, fault });
      if (!seen) continue;
      orders += 1;
      for (const one of saidIn(seen)) if (!said.has(one.sort)) said.set(one.sort, one);
      found.set(cellWords(seen), [...(found.get(cellWords(seen)) ?? []), fault.name]);
    }
    cells.set(nameOf(row, column.title), [...found.keys()][0] ?? impossibleHere);
    // Faults of one row must be one to staff: otherwise they are rows of their own.
    expect([...found].slice(1)).toEqual([]);
  }

  describe(`at ${providerName(provider)}`, () => {
    // Loops instead of `each`, which would cut the words short.
    for (const { title, rows: under } of chapters) {
      describe(title, () => {
        for (const row of under) {
          describe(row.words, () => {
            for (const column of own)
              it(`${column.title}: known in the end, moved once at most`, () => prove(row, column));
          });
        }
      });
    }

    it('docs/reliability.md says what was found (npm run matrix writes it anew)', (context) => {
      const missing = rows.flatMap((row) => own.filter(({ title }) => !cells.has(nameOf(row, title))));
      if (missing.length > 0) context.skip('only a part of the matrix ran');
      const section = asMarkdown({
        provider,
        chapters,
        orders,
        titles: own.map(({ title }) => title),
        cell: (row, title) => cells.get(nameOf(row, title)) ?? '',
        said: [...said.values()],
      });
      if (process.env['COMPTOIR_WRITE_MATRIX'] === '1') putOnThePage(provider, section);
      expect(section).toBe(onThePage(provider));
    });
  });
}
