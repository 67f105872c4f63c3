import * as v from 'valibot';
import { headersKey } from '../../list-file/heads.ts';
import type { SettingBook } from '../../ledger/settings.ts';

const mostKept = 20;

/** How the columns of files were read the last time, newest first; each kind of file (bills, statements) has its own setting. */
export interface RememberedMappings<Mapping> {
  /** for a file with this head; null for a new one, and for what is damaged */
  of(settings: Pick<SettingBook, 'get'>, headers: readonly string[]): Promise<Mapping | null>;
  keep(settings: SettingBook, headers: readonly string[], mapping: Mapping): Promise<void>;
}

export function rememberedMappings<Mapping>(
  setting: string,
  shape: v.GenericSchema<unknown, Mapping>,
): RememberedMappings<Mapping> {
  const kept = v.array(v.object({ head: v.string(), mapping: shape }));
  const readAll = async (settings: Pick<SettingBook, 'get'>): Promise<{ head: string; mapping: Mapping }[]> => {
    const read = v.safeParse(kept, (await settings.get(setting)) ?? []);
    return read.success ? read.output : [];
  };
  return {
    async of(settings, headers) {
      const head = headersKey(headers);
      return (await readAll(settings)).find((one) => one.head === head)?.mapping ?? null;
    },
    async keep(settings, headers, mapping) {
      const head = headersKey(headers);
      const others = (await readAll(settings)).filter((one) => one.head !== head);
      await settings.set(setting, [{ head, mapping }, ...others].slice(0, mostKept));
    },
  };
}
