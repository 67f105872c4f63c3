import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inKeychainSession } from './keychain-session.ts';
import { startPostgres } from './postgres.ts';
import { programPath, runStep } from './steps.ts';
process.env['NODE_COMPILE_CACHE'] = mkdtempSync(join(tmpdir(), 'comptoir-compiled-'));
const pg = await startPostgres();
try {
  await inKeychainSession({ name: 'm', command: process.execPath, args: [programPath('vitest'), 'run', '--project', 'main', '--project', 'keyring', '--maxWorkers', '4', '--reporter', 'default', '--reporter', 'json', '--outputFile', '/tmp/main.json'], env: { COMPTOIR_TEST_STREET: '120', COMPTOIR_TEST_PG_URL: pg.url }, output: 'show' } as never, runStep);
} finally { await pg.stop(); }
