import { makeBillFiles } from './house/bill-files.ts';
import type { World } from './house/world.ts';

/** How a person is asked where papers and files are; what is absent (no window) keeps nothing and chooses none. */
export interface PaperWays {
  /** asks where a document should go */
  readonly saveDocument?: World['saveDocument'];
  /** asks for a file of bills */
  readonly openBillFile?: World['openBillFile'];
}

/** Papers of this desk: its PDF writer is read from disk only when somebody wants one; the file of bills at hand is its own. */
export function papers({
  saveDocument = async () => false,
  openBillFile = async () => null,
}: PaperWays): Pick<World, 'writeDossier' | 'saveDocument' | 'openBillFile' | 'billFiles'> {
  return {
    writeDossier: async (dossier) => (await import('./evidence/write.ts')).writeDossier(dossier),
    saveDocument,
    openBillFile,
    billFiles: makeBillFiles(),
  };
}
