import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SaveDialogOptions } from 'electron';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { saveDocument } from '../../../src-main/shell/save-document.ts';

let folder: string;
let asked: SaveDialogOptions[];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'comptoir-save-'));
  asked = [];
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** The system's dialog, answered by whoever sits in front of it. */
const answered = (filePath: string) => ({
  dialog: {
    showSaveDialog: async (...given: unknown[]) => {
      asked.push(given.at(-1) as SaveDialogOptions);
      return { canceled: filePath === '', filePath };
    },
  },
  window: () => null,
  folder,
});
const paper = { name: 'evidence-4242-2026-11-20.pdf', bytes: new TextEncoder().encode('%PDF-1.7') };

test('a document goes where somebody says, and nobody else on this PC reads it', async () => {
  const file = join(folder, 'for the bank.pdf');
  expect(await saveDocument(answered(file), paper)).toBe(true);
  expect(readFileSync(file, 'utf8')).toBe('%PDF-1.7');
  if (process.platform !== 'win32') expect(statSync(file).mode & 0o077).toBe(0);
  expect(asked).toEqual([{ defaultPath: join(folder, paper.name), filters: [{ name: 'PDF', extensions: ['pdf'] }] }]);
});

test('nothing is written when nobody chose a place', async () => {
  expect(await saveDocument(answered(''), paper)).toBe(false);
});

test('a place that cannot be written is said, not passed over', async () => {
  await expect(saveDocument(answered(join(folder, 'not there', 'x.pdf')), paper)).rejects.toThrow();
});
