/** For each field the column that has one of its names, the likeliest name first; null where none has. */
export function proposeColumns<Field extends string>(
  headers: readonly string[],
  fields: readonly Field[],
  names: Readonly<Record<Field, readonly string[]>>,
): Record<Field, number | null> {
  const folded = headers.map(fold);
  const place = (field: Field): number | null => {
    const name = names[field].find((one) => folded.includes(one));
    return name === undefined ? null : folded.indexOf(name);
  };
  return Object.fromEntries(fields.map((field) => [field, place(field)])) as Record<Field, number | null>;
}

/** The same for every file with these columns in this order: under it the mapping is remembered. */
export function headersKey(headers: readonly string[]): string {
  return headers.map(fold).join('|');
}

/** Without case, accents, spaces and signs: `Merchant Ref. Num` is merchantrefnum. */
export function fold(header: string): string {
  return header
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '');
}
