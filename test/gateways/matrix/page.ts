import { readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { ProviderName } from '../../../src-main/contract/provider.ts';
import type { Chapter, Row } from './faults.ts';
import { impossibleHere, providerName, type Said } from './words.ts';

/** What a run found at one provider. */
export interface Found {
  readonly provider: ProviderName;
  readonly titles: readonly string[];
  readonly chapters: readonly Chapter[];
  /** words of a cell, by row and title of the order */
  cell(row: Row, title: string): string;
  /** all that staff were told, in the order it was first said */
  readonly said: readonly Said[];
  readonly orders: number;
}

const page = resolve(import.meta.dirname, '../../../docs/reliability.md');
const begin = (provider: ProviderName): string => `<!-- fault matrix: ${provider} -->\n`;
const end = (provider: ProviderName): string => `<!-- end of fault matrix: ${provider} -->`;

/** What the page says of this provider now. @throws Error when its marks are gone */
export function onThePage(provider: ProviderName): string {
  const [, rest] = readFileSync(page, 'utf8').split(begin(provider));
  const [section] = rest?.split(end(provider)) ?? [];
  if (rest === undefined || section === undefined || section === rest)
    throw new Error(`docs/reliability.md has lost the marks of the matrix of ${provider}.`);
  return section;
}

export function putOnThePage(provider: ProviderName, section: string): void {
  const text = readFileSync(page, 'utf8');
  writeFileSync(
    page,
    text.replace(begin(provider) + onThePage(provider), () => begin(provider) + section),
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
    `### At ${providerName(found.provider)}`,
    '',
    `${found.orders.toLocaleString('en')} orders were given for this table.`,
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
