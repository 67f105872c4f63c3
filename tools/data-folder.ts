import { homedir } from 'node:os';
import { join } from 'node:path';

/** The folder where Comptoir keeps its data on this system when none is named. */
export function dataFolder(): string {
  if (process.platform === 'win32') return join(process.env['APPDATA'] ?? homedir(), 'Comptoir');
  if (process.platform === 'darwin') return join(homedir(), 'Library', 'Application Support', 'Comptoir');
  return join(process.env['XDG_CONFIG_HOME'] ?? join(homedir(), '.config'), 'Comptoir');
}
