import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { BrowserWindow, Dialog } from 'electron';

interface SavingNeeds {
  readonly dialog: Pick<Dialog, 'showSaveDialog'>;
  /** in front of which it is asked; null while there is none */
  readonly window: () => BrowserWindow | null;
  /** where it would go unless somebody says otherwise */
  readonly folder: string;
}

/**
 * Asks where a document should go, in the system's own dialog, and writes it there, for this person's eyes only. The window names no place: main
 * names the file and a person chooses the folder.
 * @returns false when nothing was chosen
 * @throws when it cannot be written there
 */
export async function saveDocument(
  { dialog, window, folder }: SavingNeeds,
  document: { readonly name: string; readonly bytes: Uint8Array },
): Promise<boolean> {
  const extension = document.name.slice(document.name.lastIndexOf('.') + 1);
  const options = {
    defaultPath: join(folder, document.name),
    filters: [{ name: extension.toUpperCase(), extensions: [extension] }],
  };
  const front = window();
  const { canceled, filePath } = await (front ? dialog.showSaveDialog(front, options) : dialog.showSaveDialog(options));
  if (canceled || filePath === '') return false;
  await writeFile(filePath, document.bytes, { mode: 0o600 });
  return true;
}
