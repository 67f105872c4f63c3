import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TourStep, TourStop } from './tour-stop.ts';

/** Opens the screen from Today and chooses a file with this text, as a person would in the system's own dialog. */
export async function chooseBills(stop: TourStop, text: string | Uint8Array, name = 'bookings.csv'): Promise<void> {
  const { page, words } = stop;
  const folder = mkdtempSync(join(tmpdir(), 'comptoir-csv-'));
  try {
    const path = join(folder, name);
    writeFileSync(path, text);
    await stop.desk.openNext(path);
    const choose = page.getByRole('button', { name: words('Choose a file…', 'Choisir un fichier…') });
    await choose.or(page.getByRole('button', { name: words('Another file…', 'Un autre fichier…') })).click();
    await page.getByRole('heading', { name: words('What the columns say', 'Ce que disent les colonnes') }).waitFor();
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
export async function openImport(stop: TourStop): Promise<void> {
  await stop.open('Today', 'Aujourd’hui');
  await stop.page.getByRole('button', { name: stop.words('Import bills…', 'Importer des factures…') }).click();
  await stop.page
    .getByRole('heading', { level: 1, name: stop.words('Import bills', 'Importer des factures') })
    .waitFor();
}
/** Looks at the lines once the columns are chosen. */
export async function lookAtLines({ page, words }: TourStop): Promise<void> {
  await page.getByRole('button', { name: words('Look at the lines', 'Voir les lignes') }).click();
  await page.getByRole('table', { name: words('Lines of the file', 'Lignes du fichier') }).waitFor();
}

const bookings = `No;Courriel;Client;Date;Heure;Service;Avec;Montant;Taxes;Acompte
R-1041;;Saïd Haddad;04/12/2026;10 h 15;Coupe et barbe;Inès;103,48;13,48;
R-1042;zoe@exemple.ca;Zoë Kowalczyk;05/12/2026;11 h;Couleur, mèches et soin en profondeur;Léa;1 241,93;161,79;180,00
R-1043;;Maxime Thibodeau;06/12/2026;14 h 30;Massage suédois;;1.234;;
R-1044;nadia@exemple.ca;Nadia Benali-Deschênes;07/12/2026;9 h;Facial;Inès;80,00;;20
R-1045;;;08/12/2026;;Manucure;;45,00;;
R-1042;zoe@exemple.ca;Zoë Kowalczyk;05/12/2026;11 h;Couleur;Léa;1 241,93;;
`;

/** Bills from a file, from Today and back. */
export const billImportSteps: readonly TourStep[] = [
  { name: 'import-bills', go: openImport },
  {
    name: 'import-columns',
    go: async (stop) => {
      await chooseBills(stop, Buffer.from(bookings, 'latin1'));
      await stop.page
        .getByLabel(stop.words('Customer, found by', 'Client, trouvé par'))
        .selectOption({ label: 'Client' });
    },
  },
  {
    name: 'import-preview',
    go: async (stop) => {
      await stop.page.getByRole('radio', { name: /26\/11\/2026/ }).check();
      await lookAtLines(stop);
    },
  },
  {
    name: 'import-done',
    go: async (stop) => {
      await stop.page.getByRole('button', { name: stop.words('Import 3 bills', 'Importer 3 factures') }).click();
      await stop.page.getByText(stop.words('3 bills imported.', '3 factures importées.')).waitFor();
    },
  },
  {
    name: 'import-again',
    go: async (stop) => {
      await chooseBills(stop, Buffer.from(bookings, 'latin1'));
      await lookAtLines(stop);
    },
  },
  { name: 'import-left', go: async (stop) => stop.open('Today', 'Aujourd’hui') },
];
