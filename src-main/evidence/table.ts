import { PDFDocument, rgb, type PDFPage } from '@cantoo/pdf-lib';
import * as fontkit from 'fontkit';
import { mostOnPaper } from '../contract/export.ts';
import type { Money } from '../contract/money.ts';
import type { TableCell, TableEnd, TableFile, TableHead } from '../contract/table-file.ts';
import type { Pieces } from './csv.ts';
import { embedFace, type Face } from './fonts.ts';
import { withoutCardNumbers } from './no-card-numbers.ts';
import { linesOf, type Style } from './sheet.ts';

/** Letter paper, lying, in points. */
const paper = { width: 792, height: 612, side: 36, top: 40, bottom: 46 } as const;
const inner = paper.width - 2 * paper.side;
const gap = 8;
const ink = {
  text: rgb(0.1, 0.11, 0.13),
  second: rgb(0.36, 0.38, 0.42),
  line: rgb(0.82, 0.84, 0.87),
  missing: rgb(0.66, 0.1, 0.1),
} as const;

/** A cell as it is drawn: its lines, and whether they stand at the right. */
interface Drawn {
  readonly lines: readonly string[];
  readonly right: boolean;
}

interface Ways {
  readonly head: TableHead;
  /** an amount in the language of the table */
  readonly say: (money: Money) => string;
}

/**
 * A table on paper: what it is, by what it was filtered and whether it is all of it, then every row, its words wrapped and never cut, with the titles
 * again on each page and each page's number of all. It is kept in memory until it is whole, which is why it takes only so many rows.
 */
export async function pdfTable(file: Pieces, ways: Ways): Promise<TableFile> {
  const shown = ways.head.columns.flatMap(({ share }, at) => (share > 0 ? [at] : []));
  const rows: TableCell[][] = [];
  return {
    most: mostOnPaper,
    async write(more) {
      for (const row of more) rows.push(shown.map((at) => row[at] ?? null));
    },
    async finish(end) {
      await file.write(await drawTable(rows, end, ways));
      await file.finish();
    },
    drop: () => file.drop(),
  };
}

async function drawTable(rows: readonly (readonly TableCell[])[], end: TableEnd, ways: Ways): Promise<Uint8Array> {
  const { head, say } = ways;
  const document = await PDFDocument.create({ updateMetadata: false });
  document.registerFontkit(fontkit as unknown as Parameters<PDFDocument['registerFontkit']>[0]);
  document.setTitle(withoutCardNumbers(head.title));
  document.setLanguage(head.language);
  document.setCreator('Comptoir');
  document.setProducer('Comptoir');
  const columns = head.columns.filter(({ share }) => share > 0);
  const texts = rows.map((row) => row.map((cell) => textOf(cell, say)));
  const letters = new Set([
    ...`${head.title}${head.about.join('')}${end.sentence}${columns.map(({ title }) => title).join('')}${head.page(1_234_567_890, 1)}?•`,
  ]);
  for (const row of texts) for (const text of row) for (const letter of text) letters.add(letter);
  const words = [...letters].join('');
  const [regular, strong] = [
    measured(await embedFace(document, 400, words)),
    measured(await embedFace(document, 600, words)),
  ];
  const style: Style = { face: regular, size: 8, leading: 10.5 };
  const bold: Style = { ...style, face: strong };

  const shares = columns.reduce((sum, { share }) => sum + share, 0);
  const widths = columns.map(({ share }) => (inner * share) / shares);
  const lefts = widths.map((_width, at) => paper.side + widths.slice(0, at).reduce((sum, width) => sum + width, 0));
  const isAmount = columns.map((_column, at) => rows.some((row) => isMoney(row[at] ?? null)));
  const room = (at: number): number => (widths[at] ?? 0) - gap;
  const drawnOf = (cells: readonly string[], as: Style): Drawn[] =>
    cells.map((text, at) => ({
      lines: text === '' ? [] : linesOf(text, as, room(at)),
      right: isAmount[at] ?? false,
    }));
  const titles = drawnOf(
    columns.map(({ title }) => title),
    bold,
  );

  let page = document.addPage([paper.width, paper.height]);
  let y = paper.height - paper.top;
  const put = (cells: readonly Drawn[], as: Style, from: number): void => {
    for (const [at, { lines, right }] of cells.entries())
      for (const [number, line] of lines.entries()) {
        const over = right ? Math.max(0, room(at) - as.face.width(line, as.size)) : 0;
        drawText(page, { text: line, style: as, x: (lefts[at] ?? 0) + over, y: from - as.leading * (number + 1) });
      }
  };
  const heightOf = (cells: readonly Drawn[]): number =>
    Math.max(1, ...cells.map(({ lines }) => lines.length)) * style.leading + 5;
  const rule = (at: number): void =>
    page.drawLine({
      start: { x: paper.side, y: at },
      end: { x: paper.width - paper.side, y: at },
      thickness: 0.5,
      color: ink.line,
    });
  const title = (): void => {
    put(titles, bold, y);
    y -= heightOf(titles);
    rule(y + 1);
  };

  for (const { text, style: as } of headings({ head, end, style, strong })) {
    for (const line of linesOf(text, as, inner)) {
      y -= as.leading;
      drawText(page, { text: line, style: as, x: paper.side, y, missing: text === end.sentence && !end.complete });
    }
  }
  y -= 10;
  title();
  for (const [number, row] of texts.entries()) {
    // A long paper takes its time: others have their turn in between.
    if (number % 10 === 9) await new Promise((resolve) => setImmediate(resolve));
    let rest = drawnOf(row, style);
    while (rest.length > 0) {
      if (y - heightOf(rest) < paper.bottom && y < fullPage) {
        page = document.addPage([paper.width, paper.height]);
        y = paper.height - paper.top;
        title();
      }
      // One row that is longer than a whole page goes on on the next.
      const fits = Math.max(1, Math.floor((y - paper.bottom - 5) / style.leading));
      const here = rest.map(({ lines, right }) => ({ lines: lines.slice(0, fits), right }));
      const left = rest.map(({ lines, right }) => ({ lines: lines.slice(fits), right }));
      put(here, style, y - 2);
      y -= heightOf(here);
      rule(y + 1);
      rest = left.some(({ lines }) => lines.length > 0) ? left : [];
    }
  }
  numberPages(document, { head, face: regular });
  return document.save({ objectsPerTick: 5 });
}

/** The same face with the width of each word measured once: a list says the same words again and again, and laying one out costs most of the work. */
function measured(face: Face): Face {
  const known = new Map<string, number>();
  const of = (word: string): number => {
    const found = known.get(word);
    if (found !== undefined) return found;
    const width = face.width(word, 1);
    known.set(word, width);
    return width;
  };
  return {
    runs: (text) => face.runs(text),
    width(text, size) {
      const words = text.split(' ');
      return (words.reduce((all, word) => all + of(word), 0) + (words.length - 1) * of(' ')) * size;
    },
  };
}

/** Below this a page has rows on it already. */
const fullPage = paper.height - paper.top - 60;

function headings({
  head,
  end,
  style,
  strong,
}: {
  readonly head: TableHead;
  readonly end: TableEnd;
  readonly style: Style;
  readonly strong: Face;
}): { readonly text: string; readonly style: Style }[] {
  const under: Style = { ...style, size: 9, leading: 12.5, second: true };
  const about = head.about
    .filter((one) => one !== '')
    .map((text) => ({ text: withoutCardNumbers(text), style: under }));
  return [
    { text: withoutCardNumbers(head.title), style: { face: strong, size: 16, leading: 21 } },
    ...about,
    { text: end.sentence, style: { ...under, face: strong, second: false } },
  ];
}

const isMoney = (cell: TableCell): cell is Money => cell !== null && typeof cell !== 'string';

function textOf(cell: TableCell, say: (money: Money) => string): string {
  if (cell === null) return '';
  return isMoney(cell) ? say(cell) : withoutCardNumbers(cell).replace(/\s*\n\s*/g, ' ');
}

function drawText(
  page: PDFPage,
  {
    text,
    style: { face, size, second },
    x,
    y,
    missing = false,
  }: {
    readonly text: string;
    readonly style: Style;
    readonly x: number;
    readonly y: number;
    readonly missing?: boolean;
  },
): void {
  let at = x;
  const color = missing ? ink.missing : second ? ink.second : ink.text;
  for (const run of face.runs(text)) {
    page.drawText(run.text, { x: at, y, size, font: run.font, color });
    at += run.font.widthOfTextAtSize(run.text, size);
  }
}

function numberPages(document: PDFDocument, { head, face }: { readonly head: TableHead; readonly face: Face }): void {
  const pages = document.getPages();
  const style: Style = { face, size: 8, leading: 10, second: true };
  for (const [index, page] of pages.entries()) {
    const number = head.page(index + 1, pages.length);
    drawText(page, { text: withoutCardNumbers(head.title), style, x: paper.side, y: 26 });
    drawText(page, { text: number, style, x: paper.width - paper.side - face.width(number, 8), y: 26 });
  }
}
