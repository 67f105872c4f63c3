import { makeBillFiles } from './house/bill-files.ts';
import type { World } from './house/world.ts';

/**
 * What makes documents and keeps them where a person says, and reads the files that a person chooses. What draws a PDF is loaded when the first one is wanted: a desk starts without it.
 * @param given `saveDocument` asks where one should go, `openBillFile` which one to read; without them (no window) nothing is kept or chosen
 */
export function papers(
  given: Partial<Pick<World, 'saveDocument' | 'openBillFile'>>,
): Pick<World, 'writeDossier' | 'saveDocument' | 'openBillFile' | 'billFiles'> {
  return {
    writeDossier: async (dossier) => (await import('./evidence/write.ts')).writeDossier(dossier),
    saveDocument: given.saveDocument ?? (async () => false),
    openBillFile: given.openBillFile ?? (async () => null),
    billFiles: makeBillFiles(),
  };
}
