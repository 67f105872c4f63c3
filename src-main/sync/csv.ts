/** One value of the file to bring in, with the line it stands on (1 = the first line of the file). */
export interface CsvValue {
  readonly line: number;
  readonly value: string;
}

export interface ProfileCsv {
  /** from the header; null without one: then each value tells by its shape */
  readonly by: 'profileId' | 'merchantCustomerId' | null;
  readonly values: readonly CsvValue[];
}

const profileNames = ['profileid', 'id', 'vaultid', 'vaultprofileid', 'paysafeid', 'profile'];
const customerNames = ['merchantcustomerid', 'customerid', 'merchantid', 'customer', 'reference', 'client', 'idclient'];

/**
 * Reads a list of profiles as people export them: comma, semicolon or tab, with or without quotes, header and byte-order mark. Takes the
 * column that the header names, or the first. Empty lines are left out.
 */
export function readProfileCsv(text: string): ProfileCsv {
  const lines = splitLines(text.replace(/^\uFEFF/, ''));
  const separator = separatorOf(lines[0]?.text ?? '');
  const rows = lines
    .map(({ line, text: row }) => ({ line, cells: cellsOf(row, separator) }))
    .filter(({ cells }) => cells.some((cell) => cell !== ''));
  const heading = rows[0]?.cells.map((cell) => cell.toLowerCase().replace(/[^a-z]/g, '')) ?? [];
  const profileColumn = heading.findIndex((name) => profileNames.includes(name));
  const customerColumn = heading.findIndex((name) => customerNames.includes(name));
  if (profileColumn < 0 && customerColumn < 0) return { by: null, values: column(rows, 0) };
  return profileColumn >= 0
    ? { by: 'profileId', values: column(rows.slice(1), profileColumn) }
    : { by: 'merchantCustomerId', values: column(rows.slice(1), customerColumn) };
}

/** A Vault profile id is a UUID; anything else is the house's own customer id. */
export function looksLikeProfileId(value: string): boolean {
  return /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i.test(value);
}

function column(rows: readonly { line: number; cells: readonly string[] }[], place: number): CsvValue[] {
  return rows.map(({ line, cells }) => ({ line, value: cells[place] ?? '' }));
}

/** Lines of the file; a line break between quotes belongs to its cell. */
function splitLines(text: string): { line: number; text: string }[] {
  const found: { line: number; text: string }[] = [];
  let open: { line: number; text: string } | null = null;
  text.split(/\r\n|\n|\r/).forEach((part, place) => {
    const row: { line: number; text: string } = open
      ? { line: open.line, text: `${open.text} ${part}` }
      : { line: place + 1, text: part };
    const quotes = row.text.split('"').length - 1;
    open = quotes % 2 === 1 ? row : null;
    if (!open) found.push(row);
  });
  // A quote that is never closed must not swallow the rest of the file in silence.
  if (open) found.push(open);
  return found;
}

function separatorOf(firstLine: string): string {
  const bare = firstLine.replace(/"[^"]*"/g, '');
  const counts = [';', '\t', ','].map((sign) => ({ sign, count: bare.split(sign).length - 1 }));
  return counts.reduce((best, each) => (each.count > best.count ? each : best)).sign;
}

function cellsOf(row: string, separator: string): string[] {
  const cells: string[] = [];
  let cell = '';
  let quoted = false;
  for (let place = 0; place < row.length; place += 1) {
    const sign = row.charAt(place);
    if (sign === '"' && quoted && row.charAt(place + 1) === '"') {
      cell += '"';
      place += 1;
    } else if (sign === '"') quoted = !quoted;
    else if (sign === separator && !quoted) {
      cells.push(cell.trim());
      cell = '';
    } else cell += sign;
  }
  return [...cells, cell.trim()];
}
