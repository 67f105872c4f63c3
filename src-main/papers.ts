import { makeFileHand } from './house/list-files/held-file.ts';
import { sayMoney } from './house/consents/consent-words.ts';
import { makeExportDesk } from './house/lists/export-desk.ts';
import type { World } from './house/world.ts';
import type { TextFile } from './shell/text-file.ts';

/** How a person is asked where papers and files are; what is absent (no window) keeps nothing and chooses none. */
export interface PaperWays {
  /** asks where a document should go */
  readonly saveDocument?: World['saveDocument'];
  /** asks where a long text should go, and writes it a piece at a time; null: nowhere */
  readonly openTextFile?: (name: string) => Promise<TextFile | null>;
  /** asks for a file of lines: bills, a statement */
  readonly openListFile?: World['openListFile'];
}

type Papers = Pick<
  World,
  'writeDossier' | 'saveDocument' | 'openTable' | 'openListFile' | 'billFiles' | 'statementFiles' | 'exportDesk'
>;

/** Papers of this desk: its writers are read from disk only when somebody wants one; the files at hand are its own. */
export function papers({
  saveDocument = async () => false,
  openTextFile = async () => null,
  openListFile = async () => null,
}: PaperWays): Papers {
  return {
    writeDossier: async (dossier) => (await import('./evidence/write.ts')).writeDossier(dossier),
    saveDocument,
    async openTable(head) {
      const file = await openTextFile(head.name);
      if (!file) return null;
      if (head.form === 'csv') return (await import('./evidence/csv.ts')).csvTable(file, head);
      const { pdfTable } = await import('./evidence/table.ts');
      return pdfTable(file, { head, say: (money) => sayMoney(money, head.language) });
    },
    openListFile,
    billFiles: makeFileHand(),
    statementFiles: makeFileHand(),
    exportDesk: makeExportDesk(),
  };
}
