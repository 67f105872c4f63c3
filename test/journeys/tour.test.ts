import { execFile } from 'node:child_process';
import { join, resolve } from 'node:path';
import { expect, it } from 'vitest';
import { reasonToSkip } from './browser.ts';

/** It takes as long as a third of all journeys: whoever changes a screen walks it, and each journey looks at the screen it ends on. */
const asked =
  process.env['COMPTOIR_TEST_TOUR'] === undefined
    ? 'every stop takes minutes: npm run tour -- --lang fr --look, or COMPTOIR_TEST_TOUR=1'
    : undefined;
const root = resolve(import.meta.dirname, '../..');

it(
  'the tour reaches every screen and dialog in French; none breaks the content policy or hinders a keyboard or a screen reader',
  { timeout: 600_000 },
  async ({ skip }) => {
    const reason = reasonToSkip() ?? asked;
    if (reason !== undefined) skip(reason);
    const said = await new Promise<{ code: number | null; text: string }>((done) => {
      const child = execFile(
        process.execPath,
        [join(root, 'tools/tour.ts'), '--lang', 'fr', '--look'],
        { cwd: root },
        (_error, stdout, stderr) => done({ code: child.exitCode, text: stdout + stderr }),
      );
    });
    expect(said.text).toMatch(/\d\d stops; nothing wrong\./);
    expect(said.code).toBe(0);
  },
);
