import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { operationKinds, type OperationKind } from '../../../src-main/contract/operation.ts';
import type { ProviderName } from '../../../src-main/contract/provider.ts';
import { paysafeTill } from '../paysafe-till.ts';
import { stripeTill } from '../stripe-till.ts';
import { openTown } from '../town.ts';
import { runCell, type Stage } from './cell.ts';
import { chapters, type Fault, type Row } from './faults.ts';
import { linkColumns } from './link-columns.ts';
import { runLinkCell } from './link-cell.ts';
import { saidOfLink } from './link-words.ts';
import { columns } from './orders.ts';
import { asMarkdown, onThePage, putOnThePage, type Table } from './page.ts';
import { cellWords, impossibleHere, providerName, saidIn, type Said } from './words.ts';

/** What staff were told of one order or page under one fault, at once and in the end; null where the fault cannot meet it. */
type Run = (stage: Stage, title: string, fault: Fault) => Promise<readonly Said[] | null>;

/** Every order × every fault at one provider, through the engine and over HTTP; then the page must say what was found. */
export function proveMatrix(provider: ProviderName): void {
  const own = columns.filter(({ target }) => target[provider] !== undefined);
  const titles = own.map(({ title }) => title);
  const kinds = new Set<OperationKind>();
  prove({ provider, of: 'orders', titles }, async (stage, title, fault) => {
    const column = own.find((one) => one.title === title);
    const seen = column ? await runCell(stage, { provider, column, fault }) : null;
    if (seen && 'group' in seen) for (const { kind } of seen.group) kinds.add(kind);
    return seen && saidIn(seen);
  });
  it(`every kind of order that ${providerName(provider)} takes is a column`, (context) => {
    if (kinds.size === 0) context.skip('the matrix did not run');
    expect(operationKinds.filter((kind) => !kinds.has(kind))).toEqual(provider === 'stripe' ? onlyAtPaysafe : []);
  });
}

/** Stripe's own pages keep cards there, and make clients. */
const onlyAtPaysafe: readonly OperationKind[] = ['verify_card', 'save_card', 'save_bank_account', 'add_profile'];

/** Every page for a client × every fault, made, heard of and closed. */
export function proveLinkMatrix(provider: ProviderName): void {
  const own = linkColumns.filter((column) => column.provider === provider);
  const titles = own.map(({ title }) => title);
  prove({ provider, of: 'pages', titles }, async (stage, title, fault) => {
    const column = own.find((one) => one.title === title);
    const seen = column ? await runLinkCell(stage, column, fault) : null;
    return seen && seen.map(saidOfLink);
  });
}

function prove(table: Table, run: Run): void {
  const { provider, of, titles } = table;
  const cells = new Map<string, string>();
  const said = new Map<string, Said>();
  const nameOf = (row: Row, title: string): string => `${rows.indexOf(row)} ${title}`;
  const rows = chapters.flatMap((chapter) => chapter.rows);
  let stage: Stage;
  let given = 0;
  beforeAll(async () => {
    const town = await openTown(`matrix ${provider}`);
    town.sandbox.faults.dripMs = 1;
    stage = { town, tills: { stripe: stripeTill(town.sandbox), paysafe: paysafeTill(town.sandbox) } };
  });
  afterAll(() => stage.town.close());

  async function proveCell(row: Row, title: string): Promise<void> {
    const found = new Map<string, string[]>();
    for (const fault of row.faults) {
      const seen = await run(stage, title, fault);
      if (!seen) continue;
      given += 1;
      for (const one of seen) if (!said.has(one.sort)) said.set(one.sort, one);
      found.set(cellWords(seen), [...(found.get(cellWords(seen)) ?? []), fault.name]);
    }
    cells.set(nameOf(row, title), [...found.keys()][0] ?? impossibleHere);
    // Faults of one row must be one to staff: otherwise they are rows of their own.
    expect([...found].slice(1)).toEqual([]);
  }

  describe(`${of} at ${providerName(provider)}`, () => {
    // Loops instead of `each`, which would cut the words short.
    for (const { title: chapter, rows: under } of chapters) {
      describe(chapter, () => {
        for (const row of under) {
          describe(row.words, () => {
            for (const title of titles)
              it(`${title}: known in the end, moved once at most`, () => proveCell(row, title));
          });
        }
      });
    }

    it('docs/reliability.md says what was found (npm run matrix writes it anew)', (context) => {
      const missing = rows.flatMap((row) => titles.filter((title) => !cells.has(nameOf(row, title))));
      if (missing.length > 0) context.skip('only a part of the matrix ran');
      const cell = (row: Row, title: string): string => cells.get(nameOf(row, title)) ?? '';
      const section = asMarkdown({ ...table, chapters, given, cell, said: [...said.values()] });
      if (process.env['COMPTOIR_WRITE_MATRIX'] === '1') putOnThePage(table, section);
      expect(section).toBe(onThePage(table));
    });
  });
}
