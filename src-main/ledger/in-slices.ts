/** SQLite takes 32,766 parameters; far fewer at once keep it quick. */
export function inSlices(ids: readonly string[]): string[][] {
  const slices: string[][] = [];
  for (let at = 0; at < ids.length; at += 500) slices.push(ids.slice(at, at + 500));
  return slices;
}
