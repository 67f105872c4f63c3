import { PDFDocument, rgb, type PDFPage } from '@cantoo/pdf-lib';
import * as fontkit from 'fontkit';
import type { Dossier, DossierPart } from '../contract/dossier.ts';
import { embedFace, type Face } from './fonts.ts';
import { withoutCardNumbers } from './no-card-numbers.ts';
import { makeSheet, paper, type Sheet, type Style } from './sheet.ts';

/** What every document says of itself. Its moment is written on its first page, by the house's own clock. */
const maker = 'Comptoir';

/**
 * A dossier as one PDF: every fact in order, then the signed papers, each page with its number of all. Anything that looks like a card number is
 * taken out of the words, whoever typed it.
 * @returns the bytes of the document
 */
export async function writeDossier(dossier: Dossier): Promise<Uint8Array> {
  const document = await PDFDocument.create({ updateMetadata: false });
  document.registerFontkit(fontkit as unknown as Parameters<PDFDocument['registerFontkit']>[0]);
  document.setTitle(withoutCardNumbers(dossier.title));
  document.setLanguage(dossier.language);
  document.setCreator(maker);
  document.setProducer(maker);
  const words = wordsOf(dossier);
  const [regular, strong] = [await embedFace(document, 400, words), await embedFace(document, 600, words)];
  const styles = stylesOf(regular, strong);
  const sheet = makeSheet(document);
  sheet.write(withoutCardNumbers(dossier.title), styles.title);
  sheet.write(withoutCardNumbers(dossier.under), styles.second);
  for (const part of dossier.parts) writePart(sheet, part, styles);
  for (const paperOf of dossier.papers) await addPaper(document, sheet, { dossier, paperOf, styles });
  numberPages(document, dossier, regular);
  return document.save();
}

/** Every letter that may be drawn. */
function wordsOf({ papers, ...dossier }: Dossier): string {
  const captions = papers.map(({ caption }) => caption);
  return `${JSON.stringify([dossier, captions])} ${dossier.page(1_234_567_890, 1)} •?`;
}

interface Styles {
  readonly title: Style;
  readonly heading: Style;
  readonly text: Style;
  readonly second: Style;
}

function stylesOf(regular: Face, strong: Face): Styles {
  return {
    title: { face: strong, size: 17, leading: 23 },
    heading: { face: strong, size: 11.5, leading: 17 },
    text: { face: regular, size: 9.5, leading: 13.5 },
    second: { face: regular, size: 9, leading: 13, second: true },
  };
}

const factColumn = 150;
const quoteIndent = 14;

function writePart(sheet: Sheet, part: DossierPart, styles: Styles): void {
  const say = withoutCardNumbers;
  sheet.space(12);
  // A heading never stands alone at the bottom of a page.
  sheet.keep(70);
  sheet.write(say(part.heading), styles.heading);
  sheet.rule();
  sheet.space(3);
  for (const { label, value } of part.facts ?? []) sheet.pair(say(label), say(value), styles.text, factColumn);
  if (part.quote !== undefined) {
    sheet.space(6);
    sheet.write(say(part.quote), styles.text, { left: quoteIndent });
  }
  for (const { when, text, detail } of part.lines ?? []) {
    sheet.keep(styles.text.leading * 2);
    sheet.pair(say(when), say(text), styles.text, factColumn);
    if (detail) sheet.write(say(detail), styles.second, { left: factColumn });
  }
  if (part.note !== undefined) sheet.write(say(part.note), styles.second);
}

const captionRoom = 40;

/** A signed paper on pages of its own: pictures as large as they fit, a PDF page by page. One that cannot be read is said to be so. */
async function addPaper(
  document: PDFDocument,
  sheet: Sheet,
  { dossier, paperOf, styles }: { dossier: Dossier; paperOf: Dossier['papers'][number]; styles: Styles },
): Promise<void> {
  const room = {
    width: paper.width - 2 * paper.side,
    height: paper.height - paper.top - paper.bottom - captionRoom,
  };
  const captioned = (): PDFPage => {
    const page = sheet.newPage();
    sheet.write(withoutCardNumbers(paperOf.caption), styles.second);
    return page;
  };
  const placeOf = ({ width, height }: { readonly width: number; readonly height: number }) => {
    const scale = Math.min(room.width / width, room.height / height, 1.5);
    const size = { width: width * scale, height: height * scale };
    return { x: paper.side, y: paper.height - paper.top - captionRoom - size.height, ...size };
  };
  try {
    if (paperOf.kind === 'pdf') {
      const pages = (await PDFDocument.load(paperOf.bytes)).getPageIndices();
      for (const one of await document.embedPdf(paperOf.bytes, pages)) {
        const page = captioned();
        page.drawPage(one, placeOf(one));
      }
      return;
    }
    const picture = paperOf.kind === 'png' ? document.embedPng : document.embedJpg;
    const one = await picture.call(document, paperOf.bytes);
    captioned().drawImage(one, placeOf(one));
  } catch {
    captioned();
    sheet.write(dossier.unreadable, styles.text);
  }
}

function numberPages(document: PDFDocument, dossier: Dossier, face: Face): void {
  const pages = document.getPages();
  for (const [index, page] of pages.entries()) {
    const number = dossier.page(index + 1, pages.length);
    const texts = [
      { text: withoutCardNumbers(dossier.foot), x: paper.side },
      { text: number, x: paper.width - paper.side - face.width(number, 8) },
    ];
    for (const { text, x } of texts) {
      let at = x;
      for (const run of face.runs(text)) {
        page.drawText(run.text, { x: at, y: 34, size: 8, font: run.font, color: rgb(0.36, 0.38, 0.42) });
        at += run.font.widthOfTextAtSize(run.text, 8);
      }
    }
  }
}
