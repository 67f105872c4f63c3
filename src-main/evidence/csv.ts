import { decimalsOf, type Money } from '../contract/money.ts';
import type { TableCell, TableFile, TableHead } from '../contract/table-file.ts';
import { withoutCardNumbers } from './no-card-numbers.ts';

type Language = 'en' | 'fr';

/** Without it a spreadsheet takes UTF-8 for the PC's own letters. */
export const byteOrderMark = '\u{FEFF}';

/** What a spreadsheet of that language expects between two cells, and before the cents. */
const marks: Readonly<Record<Language, { readonly between: string; readonly decimal: string }>> = {
  en: { between: ',', decimal: '.' },
  fr: { between: ';', decimal: ',' },
};

/** Where the pieces of a file go. */
export interface Pieces {
  write(piece: string | Uint8Array): Promise<void>;
  finish(): Promise<void>;
  drop(): Promise<void>;
}

/** A table for a spreadsheet: its titles, its rows as they come, and, only where something is missing, a last line that says so. */
export async function csvTable(file: Pieces, { language, columns }: TableHead): Promise<TableFile> {
  const write = (rows: readonly (readonly TableCell[])[]): Promise<void> => file.write(csvLines(rows, language));
  await file.write(byteOrderMark);
  await write([columns.map(({ title }) => title)]);
  return {
    most: null,
    write,
    async finish({ complete, sentence }) {
      if (!complete) await write([[sentence]]);
      await file.finish();
    },
    drop: () => file.drop(),
  };
}

/** Rows as lines of a CSV file, each with its end. */
export function csvLines(rows: readonly (readonly TableCell[])[], language: Language): string {
  const { between } = marks[language];
  return rows.map((cells) => `${cells.map((cell) => cellText(cell, language)).join(between)}\r\n`).join('');
}

function cellText(cell: TableCell, language: Language): string {
  if (cell === null) return '';
  return typeof cell === 'string' ? wordsText(cell) : numberText(cell, marks[language].decimal);
}

/**
 * Words that somebody typed. What begins like a formula would be one in a spreadsheet and could do anything there, so it begins with an apostrophe
 * (https://owasp.org/www-community/attacks/CSV_Injection); what looks like a card number is hidden.
 */
function wordsText(words: string): string {
  const shown = withoutCardNumbers(words);
  const harmless = /^\s*[=+\-@\t\r\n\uFF1D\uFF0B\uFF0D\uFF20]/.test(shown) ? `'${shown}` : shown;
  return /["\r\n\t;,']/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}

/** Digits alone: no sign of the currency and nothing between the thousands, so that a spreadsheet adds them up. */
function numberText({ amount, currency }: Money, decimal: string): string {
  const decimals = decimalsOf(currency);
  const digits = String(Math.abs(amount)).padStart(decimals + 1, '0');
  const whole = digits.slice(0, digits.length - decimals);
  return `${amount < 0 ? '-' : ''}${whole}${decimals === 0 ? '' : decimal + digits.slice(-decimals)}`;
}
