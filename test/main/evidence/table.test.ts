import { describe, expect, it } from 'vitest';
import type { TableCell, TableHead } from '../../../src-main/contract/table-file.ts';
import { pdfTable } from '../../../src-main/evidence/table.ts';
import { noPdfReader, pagesOfPdf } from '../../support/pdf-text.ts';

const reader = noPdfReader();
const head: TableHead = {
  form: 'pdf',
  language: 'fr',
  name: 'clients-2026-11-20.pdf',
  title: 'Clients · Atelier',
  about: ['Selon les filtres\u00a0: «\u00a0Zoë\u00a0»', 'Fait le vendredi 20 novembre'],
  columns: [
    { title: 'Nom', share: 3 },
    { title: 'Solde', share: 1 },
    { title: 'Opération', share: 0 },
  ],
  page: (at, of) => `Page ${at} sur ${of}`,
};
async function drawn(rows: readonly (readonly TableCell[])[], end = { complete: true, sentence: 'Complète' }) {
  const pieces: Uint8Array[] = [];
  const file = {
    write: async (piece: string | Uint8Array) => void pieces.push(Buffer.from(piece)),
    finish: async () => undefined,
    drop: async () => undefined,
  };
  const table = await pdfTable(file, { head, say: ({ amount }) => `${amount / 100}\u00a0$` });
  await table.write(rows);
  await table.finish(end);
  return pagesOfPdf(Buffer.concat(pieces));
}

describe.skipIf(reader)(`a list on paper${reader ? ` (skipped: ${reader})` : ''}`, () => {
  it('says what it is, how it was filtered, whether it is all of it, and on each page its titles and number', async () => {
    const rows = Array.from({ length: 120 }, (_, at): TableCell[] => [
      `Zoë Łukasz ${at}`,
      { amount: 100 * at, currency: 'CAD' },
      'op-1',
    ]);
    const pages = await drawn(rows);
    expect(pages.length).toBeGreaterThan(3);
    expect(pages[0]).toMatch(
      /^Clients · Atelier Selon les filtres : « Zoë » Fait le vendredi 20 novembre Complète Nom Solde/,
    );
    for (const [at, page] of pages.entries()) {
      expect(page).toContain('Nom Solde');
      expect(page).toContain(`Page ${at + 1} sur ${pages.length}`);
    }
    const text = pages.join(' ');
    expect(rows.filter(([name]) => !text.includes(String(name)))).toEqual([]);
    expect(text).toContain('119 $');
    // What only a spreadsheet has is not on paper.
    expect(text).not.toContain('op-1');
  });

  it('wraps what is long, over pages where it must, and loses no word of it', async () => {
    const words = Array.from({ length: 900 }, (_, at) => `mot${at}`);
    const long = `${'x'.repeat(400)}END`;
    const pages = await drawn([
      [words.join(' '), null, null],
      [long, null, null],
      ['last', null, null],
    ]);
    const text = pages.join(' ');
    expect(words.filter((word) => !text.includes(word))).toEqual([]);
    expect(text.replace(/[^xEND]/g, '')).toContain(long);
    expect(pages.length).toBeGreaterThan(1);
    expect(pages.at(-1)).toContain('last');
  });

  it('has no card number on it, whoever typed it, and says that something is missing', async () => {
    const [page = ''] = await drawn([['4242 4242 4242 4242', null, null]], {
      complete: false,
      sentence: 'INCOMPLÈTE, 1 inscription illisible',
    });
    expect(page).toContain('••••');
    expect(page).not.toContain('4242');
    expect(page).toContain('INCOMPLÈTE');
  });
});
