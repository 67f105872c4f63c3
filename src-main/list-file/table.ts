import { parse, type CsvError } from 'csv-parse';
import type { ChosenFile } from '../contract/table-import.ts';

/** One line of the file as people count them (1 = the first); a cell with line breaks makes it several. */
export interface FileRow {
  readonly line: number;
  readonly lastLine: number;
  /** trimmed; none where a quote is out of place and nobody can say which there are */
  readonly cells: readonly string[];
  /** columns: more cells than the head names, so that nobody can say which of them moved */
  readonly trouble: 'quotes' | 'columns' | null;
}

export interface FileTable {
  readonly separator: ChosenFile['separator'];
  readonly headers: readonly string[];
  readonly rows: readonly FileRow[];
}

/** About what is read between two frames. */
const slice = 8_192;

/**
 * Takes a text apart into its head and lines, a slice at a time so that whoever else works in this thread has a turn. Empty lines are left
 * out and still counted. Null without a head and at least one line under it.
 */
export async function readTable(text: string, breathe: () => Promise<unknown>): Promise<FileTable | null> {
  const separator = separatorOf(text);
  const found: FileRow[] = [];
  let line = 1;
  const add = (lastLine: number, cells: readonly string[]): void => {
    if (cells.some((cell) => cell !== '')) {
      const most = found[0]?.cells.length ?? cells.length;
      const moved = cells.slice(most).some((cell) => cell !== '');
      found.push({ line, lastLine, cells, trouble: moved ? 'columns' : null });
    }
    line = lastLine + 1;
  };
  const addBroken = (lastLine: number): void => {
    found.push({ line, lastLine: Math.max(line, lastLine), cells: [], trouble: 'quotes' });
    line = Math.max(line, lastLine) + 1;
  };
  const parser = parse({
    delimiter: separator,
    bom: true,
    relax_column_count: true,
    skip_records_with_error: true,
    on_skip: (error) => {
      // A quote that is never closed takes every line after it along.
      addBroken(error?.code === 'CSV_QUOTE_NOT_CLOSED' ? lastLineOf(text) : lineOf(error));
      return undefined;
    },
    on_record: (record, { lines }) => {
      add(
        lines,
        record.map((cell) => cell.replace(/\s+/g, ' ').trim()),
      );
      return null;
    },
  });
  const ended = new Promise<void>((done, fail) => {
    parser.on('end', done);
    parser.on('error', fail);
  });
  // It is waited for at the end, where what went wrong is thrown; until then nobody must take it for a promise that was forgotten.
  ended.catch(() => undefined);
  parser.resume();
  // Bytes, not signs: a slice may end in the middle of one.
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; at += slice) {
    parser.write(bytes.subarray(at, at + slice));
    await breathe();
  }
  parser.end();
  await ended;
  const [head, ...rows] = found;
  return head?.trouble === null && rows.length > 0 ? { separator, headers: head.cells, rows } : null;
}

function lastLineOf(text: string): number {
  return text.trimEnd().split(/\r\n|\n|\r/).length;
}

function lineOf(error: CsvError | undefined): number {
  const lines: unknown = error?.['lines'];
  return typeof lines === 'number' ? lines : 1;
}

/** The sign that stands most often in the first line that says something, outside of quotes. */
function separatorOf(text: string): FileTable['separator'] {
  const first = /[^\s\uFEFF][^\r\n]*/.exec(text)?.[0] ?? '';
  const bare = first.replace(/"[^"]*"/g, '');
  const counts = ([',', ';', '\t'] as const).map((sign) => ({ sign, count: bare.split(sign).length }));
  return counts.reduce((best, each) => (each.count > best.count ? each : best)).sign;
}
