import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const reader = '/usr/bin/pdftotext';

/** Why a PDF cannot be read back on this machine; undefined when it can. */
export function noPdfReader(): string | undefined {
  return existsSync(reader)
    ? undefined
    : 'needs poppler-utils (pdftotext), to read a PDF as somebody else’s program does';
}

/** The words of each page of a PDF, as another program reads them, in one line each. */
export function pagesOfPdf(bytes: Uint8Array): string[] {
  const folder = mkdtempSync(join(tmpdir(), 'comptoir-pdf-'));
  try {
    const file = join(folder, 'read.pdf');
    writeFileSync(file, bytes);
    const { status, stdout, stderr } = spawnSync(reader, ['-layout', file, '-'], { encoding: 'utf8' });
    if (status !== 0) throw new Error(`Cannot be read: ${stderr}`);
    // Each page ends with a form feed.
    return stdout
      .split('\f')
      .slice(0, -1)
      .map((page) => page.replace(/\s+/g, ' ').trim());
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
