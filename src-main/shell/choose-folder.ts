import type { Dialog } from 'electron';

const words = {
  en: { title: 'A second folder for backups', button: 'Use this folder' },
  fr: { title: 'Un deuxième dossier pour les copies', button: 'Utiliser ce dossier' },
} as const;

/** The system's own window asks a person for a folder. Null: none was chosen. */
export async function chooseFolder(
  dialog: Pick<Dialog, 'showOpenDialog'>,
  language: 'en' | 'fr',
): Promise<string | null> {
  const { title, button } = words[language];
  const { canceled, filePaths } = await dialog.showOpenDialog({
    title,
    buttonLabel: button,
    properties: ['openDirectory', 'createDirectory'],
  });
  return canceled ? null : (filePaths[0] ?? null);
}
