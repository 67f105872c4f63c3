import { readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { ProviderName } from '../../../src-main/contract/provider.ts';
import type { Chapter, Row } from './faults.ts';
import { impossibleHere, providerName, type Said } from './words.ts';

/** One table of the page. */
export interface Table {
  readonly provider: ProviderName;
  readonly of: 'orders' | 'pages';
  /** of its columns, in their order */
  readonly titles: readonly string[];
}

/** What a run found at one provider. */
export interface Found extends Table {
  readonly chapters: readonly Chapter[];
  /** words of a cell, by row and title of the order */
  cell(row: Row, title: string): string;
  /** all that staff were told, in the order it was first said */
  readonly said: readonly Said[];
  /** orders, or pages */
  readonly given: number;
}

const page = resolve(import.meta.dirname, '../../../docs/reliability.md');
const markOf = ({ of, provider }: Table): string => (of === 'orders' ? provider : `${of} ${provider}`);
const begin = (table: Table): string => `<!-- fault matrix: ${markOf(table)} -->\n`;
const end = (table: Table): string => `<!-- end of fault matrix: ${markOf(table)} -->`;

/** What the page says of this provider now. @throws Error when its marks are gone */
export function onThePage(table: Table): string {
  const [, rest] = readFileSync(page, 'utf8').split(begin(table));
  const [section] = rest?.split(end(table)) ?? [];
  if (rest === undefined || section === undefined || section === rest)
    throw new Error(`docs/reliability.md has lost the marks of the matrix of ${markOf(table)}.`);
  return section;
}

export function putOnThePage(table: Table, section: string): void {
  const text = readFileSync(page, 'utf8');
  writeFileSync(
    page,
    text.replace(begin(table) + onThePage(table), () => begin(table) + section),
  );
}

/** The matrix of one provider as Markdown: a row a fault, a column an order; orders that fare alike share a column. */
export function asMarkdown(found: Found): string {
  const columns = merged(found);
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  const lines = found.chapters.flatMap(({ title, rows }) => {
    const shown = rows.map((row) => [row.words, ...columns.map(([first = '']) => found.cell(row, first))]);
    const real = shown.filter(([, ...cells]) => cells.some((cell) => cell !== impossibleHere));
    return real.length === 0 ? [] : [[`**${title}**`, ...columns.map(() => '')], ...real];
  });
  const words = found.said.toSorted((a, b) => a.word.localeCompare(b.word, 'en'));
  return [
    '<!-- prettier-ignore-start -->',
    '',
    ...headOf(found),
    '',
    line(['What goes wrong', ...columns.map((titles) => titles.join(', '))]),
    line(['---', ...columns.map(() => '---')]),
    ...lines.map(line),
    '',
    line(['In the table', 'On the chip', 'Staff read']),
    line(['---', '---', '---']),
    ...words.map(({ word, chip, sentence }) => line([word, chip, sentence])),
    '',
    '<!-- prettier-ignore-end -->',
    '',
  ].join('\n');
}

function headOf({ of, provider, given }: Found): readonly string[] {
  const count = given.toLocaleString('en');
  return of === 'orders'
    ? [`### At ${providerName(provider)}`, '', `${count} orders were given for this table.`]
    : [`### Pages for clients, at ${providerName(provider)}`, '', `${count} pages were made for this table.`];
}

/** Orders side by side whose cells are the same in every row. */
function merged({ titles, chapters, cell }: Found): readonly (readonly string[])[] {
  const cells = (title: string): string =>
    chapters.flatMap(({ rows }) => rows.map((row) => cell(row, title))).join('|');
  const groups: string[][] = [];
  for (const title of titles) {
    const last = groups.at(-1);
    if (last?.[0] !== undefined && cells(last[0]) === cells(title)) last.push(title);
    else groups.push([title]);
  }
  return groups;
}
