import * as v from 'valibot';
import { importMapping, type ImportMapping } from '../../contract/bill-import.ts';
import type { SettingBook } from '../../ledger/settings.ts';

const setting = 'billImport.mappings';
/** newest first */
const kept = v.array(v.object({ head: v.string(), mapping: importMapping }));
const mostKept = 20;

/** How the columns of a file with this head were read the last time; null for a new one, and for what is damaged. */
export async function rememberedMapping(
  settings: Pick<SettingBook, 'get'>,
  head: string,
): Promise<ImportMapping | null> {
  return (await readAll(settings)).find((one) => one.head === head)?.mapping ?? null;
}

export async function rememberMapping(settings: SettingBook, head: string, mapping: ImportMapping): Promise<void> {
  const others = (await readAll(settings)).filter((one) => one.head !== head);
  await settings.set(setting, [{ head, mapping }, ...others].slice(0, mostKept));
}

async function readAll(settings: Pick<SettingBook, 'get'>): Promise<v.InferOutput<typeof kept>> {
  const read = v.safeParse(kept, (await settings.get(setting)) ?? []);
  return read.success ? read.output : [];
}
