import { open } from 'node:fs/promises';
import { basename } from 'node:path';
import type { BrowserWindow, Dialog } from 'electron';

const words = {
  en: { title: 'Bills from a file', button: 'Use this file' },
  fr: { title: 'Des factures depuis un fichier', button: 'Utiliser ce fichier' },
} as const;

interface OpeningNeeds {
  readonly dialog: Pick<Dialog, 'showOpenDialog'>;
  /** in front of which it is asked; null while there is none */
  readonly window: () => BrowserWindow | null;
  readonly language: 'en' | 'fr';
}

/**
 * The system's own window asks a person for a CSV file, and main reads it: the page sees neither the disk nor the path.
 * @param most bytes; a larger file is not read
 * @returns null when none was chosen
 * @throws when it cannot be read
 */
export async function openFile(
  { dialog, window, language }: OpeningNeeds,
  most: number,
): Promise<{ readonly name: string; readonly bytes: Uint8Array } | 'too_large' | null> {
  const { title, button } = words[language];
  const options = {
    title,
    buttonLabel: button,
    properties: ['openFile' as const],
    filters: [{ name: 'CSV', extensions: ['csv', 'txt', 'tsv'] }],
  };
  const front = window();
  const { canceled, filePaths } = await (front
    ? dialog.showOpenDialog(front, options)
    : dialog.showOpenDialog(options));
  const [path] = filePaths;
  if (canceled || path === undefined) return null;
  const file = await open(path);
  try {
    if ((await file.stat()).size > most) return 'too_large';
    return { name: basename(path), bytes: await file.readFile() };
  } finally {
    await file.close();
  }
}
