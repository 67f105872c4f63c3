import { open, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { BrowserWindow, Dialog } from 'electron';

export interface TextFile {
  write(piece: string | Uint8Array): Promise<void>;
  finish(): Promise<void>;
  drop(): Promise<void>;
}

interface SavingNeeds {
  readonly dialog: Pick<Dialog, 'showSaveDialog'>;
  readonly window: () => BrowserWindow | null;
  readonly folder: string;
}

/**
 * Asks where a long text or a paper should go, in the system's own dialog, and writes it a piece at a time, for this person's eyes only. Until it is whole it
 * stands beside its name, with `.part` after it: half a list is never taken for all of it.
 * @returns null when nothing was chosen
 * @throws when it cannot be written there
 */
export async function openTextFile({ dialog, window, folder }: SavingNeeds, name: string): Promise<TextFile | null> {
  const extension = name.slice(name.lastIndexOf('.') + 1);
  const options = {
    defaultPath: join(folder, name),
    filters: [{ name: extension.toUpperCase(), extensions: [extension] }],
  };
  const front = window();
  const { canceled, filePath } = await (front ? dialog.showSaveDialog(front, options) : dialog.showSaveDialog(options));
  if (canceled || filePath === '') return null;
  return textFileAt(filePath);
}

/** @throws when it cannot be written there */
export async function textFileAt(file: string): Promise<TextFile> {
  const part = `${file}.part`;
  const handle = await open(part, 'w', 0o600);
  return {
    async write(piece) {
      await handle.appendFile(piece, 'utf8');
    },
    async finish() {
      await handle.sync();
      await handle.close();
      await rename(part, file);
    },
    async drop() {
      await handle.close();
      await rm(part, { force: true });
    },
  };
}
