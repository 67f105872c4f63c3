import { rgb, type PDFDocument, type PDFPage } from '@cantoo/pdf-lib';
import type { Face } from './fonts.ts';

/** Letter paper, in points; what a Canadian bank prints on. */
export const paper = { width: 612, height: 792, side: 54, top: 60, bottom: 64 } as const;
const inner = paper.width - 2 * paper.side;
const ink = { text: rgb(0.1, 0.11, 0.13), second: rgb(0.36, 0.38, 0.42), line: rgb(0.82, 0.84, 0.87) } as const;

export interface Style {
  readonly face: Face;
  readonly size: number;
  readonly leading: number;
  readonly second?: boolean;
}

/** Writes from the top of a page to its bottom, and begins another when there is no more room. */
export interface Sheet {
  /** a paragraph, broken into lines; `left` and `width` in points from the margin */
  write(text: string, style: Style, at?: { readonly left?: number; readonly width?: number }): void;
  /** two columns side by side: neither begins on another page than the other */
  pair(first: string, second: string, style: Style, split: number): void;
  space(points: number): void;
  rule(): void;
  /** begins another page when less than this is left */
  keep(points: number): void;
  newPage(): PDFPage;
}

export function makeSheet(document: PDFDocument): Sheet {
  let page = document.addPage([paper.width, paper.height]);
  let y = paper.height - paper.top;

  const newPage = (): PDFPage => {
    page = document.addPage([paper.width, paper.height]);
    y = paper.height - paper.top;
    return page;
  };
  const keep = (points: number): void => {
    if (y - points < paper.bottom) newPage();
  };
  const draw = (text: string, { face, size, second }: Style, left: number, at: number): void => {
    let x = paper.side + left;
    for (const run of face.runs(text)) {
      page.drawText(run.text, { x, y: at, size, font: run.font, color: second ? ink.second : ink.text });
      x += run.font.widthOfTextAtSize(run.text, size);
    }
  };

  return {
    write(text, style, { left = 0, width = inner - left } = {}) {
      for (const line of linesOf(text, style, width)) {
        keep(style.leading);
        y -= style.leading;
        draw(line, style, left, y);
      }
    },
    pair(first, second, style, split) {
      const quiet = { ...style, second: true };
      const sides = [linesOf(first, style, split - 10), linesOf(second, style, inner - split)] as const;
      for (let line = 0; line < Math.max(sides[0].length, sides[1].length); line += 1) {
        keep(style.leading);
        y -= style.leading;
        draw(sides[0][line] ?? '', quiet, 0, y);
        draw(sides[1][line] ?? '', style, split, y);
      }
    },
    space(points) {
      y -= points;
    },
    rule() {
      keep(8);
      y -= 6;
      page.drawLine({
        start: { x: paper.side, y },
        end: { x: paper.width - paper.side, y },
        thickness: 0.6,
        color: ink.line,
      });
    },
    keep,
    newPage,
  };
}

/** Broken at blanks; a word longer than the line is cut where the line ends. */
export function linesOf(text: string, { face, size }: Style, width: number): string[] {
  const lines: string[] = [];
  for (const paragraph of text.split('\n')) {
    let line = '';
    for (const word of paragraph.split(' ')) {
      const longer = line === '' ? word : `${line} ${word}`;
      if (face.width(longer, size) <= width) {
        line = longer;
        continue;
      }
      if (line !== '') lines.push(line);
      line = word;
      while (face.width(line, size) > width && line.length > 1) {
        let fits = line.length - 1;
        while (fits > 1 && face.width(line.slice(0, fits), size) > width) fits -= 1;
        lines.push(line.slice(0, fits));
        line = line.slice(fits);
      }
    }
    lines.push(line);
  }
  return lines;
}
