import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { PDFDocument, PDFFont } from '@cantoo/pdf-lib';

/** A piece of a line that one font can draw. */
export interface Run {
  readonly text: string;
  readonly font: PDFFont;
}

/** One weight of Inter, drawn from as many of its alphabets as the text needs. */
export interface Face {
  runs(text: string): Run[];
  width(text: string, size: number): number;
}

/** Inter comes cut into alphabets; French and English need the first, a Polish or Vietnamese name the next two. */
const alphabets = ['latin', 'latin-ext', 'vietnamese', 'cyrillic', 'cyrillic-ext', 'greek', 'greek-ext'] as const;
const files = createRequire(import.meta.url);
/** for a letter that no alphabet of ours has: a name stays as long as it is, and nobody reads a wrong one */
const unknownLetter = '?';

/**
 * Embeds a weight: 400 for text, 600 for headings, with those of its alphabets that these words need. Only letters that are drawn end up in the
 * document.
 */
export async function embedFace(document: PDFDocument, weight: 400 | 600, words: string): Promise<Face> {
  const wanted = new Set(Array.from(plain(words), (letter) => letter.codePointAt(0) ?? 0));
  const faces: { readonly font: PDFFont; readonly letters: ReadonlySet<number> }[] = [];
  for (const alphabet of alphabets) {
    if (wanted.size === 0) break;
    const file = files.resolve(`@fontsource/inter/files/inter-${alphabet}-${weight}-normal.woff`);
    const font = await document.embedFont(await readFile(file), { subset: true });
    const letters = new Set(font.getCharacterSet());
    if (faces.length === 0 || [...wanted].some((letter) => letters.has(letter))) faces.push({ font, letters });
    for (const letter of letters) wanted.delete(letter);
  }
  const basic = faces[0]?.font ?? missing();

  const fontOf = (letter: string, before: PDFFont | null): PDFFont | null => {
    const code = letter.codePointAt(0) ?? 0;
    const same = faces.find(({ font, letters }) => font === before && letters.has(code));
    return (same ?? faces.find(({ letters }) => letters.has(code)))?.font ?? null;
  };

  function runs(text: string): Run[] {
    const found: { text: string; font: PDFFont }[] = [];
    for (const letter of plain(text)) {
      const last = found.at(-1);
      const font = fontOf(letter, last?.font ?? null);
      const [drawn, drawnWith] = font ? [letter, font] : [unknownLetter, basic];
      if (last && last.font === drawnWith) last.text += drawn;
      else found.push({ text: drawn, font: drawnWith });
    }
    return found;
  }
  return {
    runs,
    width: (text, size) => runs(text).reduce((all, run) => all + run.font.widthOfTextAtSize(run.text, size), 0),
  };
}

/** Composed letters, and no narrow space: no alphabet of Inter has one. Control characters are not drawn. */
function plain(text: string): string {
  return text
    .normalize('NFC')
    .replaceAll('\u202f', '\u00a0')
    .replace(/[\p{Cc}\p{Cf}]/gu, ' ');
}

function missing(): never {
  throw new Error('Inter has no alphabet');
}
