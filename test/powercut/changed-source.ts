import { registerHooks } from 'node:module';
import { fileURLToPath } from 'node:url';

/** One line of the app's source put differently, as a bug would; the rest of the file is what is shipped. */
export interface Change {
  /** end of the file's path */
  readonly file: string;
  readonly from: string;
  readonly to: string;
}

// Loaded with --import before the process under test: what it imports afterwards carries the changes that POWERCUT_CHANGES names.
const changes = JSON.parse(process.env['POWERCUT_CHANGES'] ?? '[]') as readonly Change[];

if (changes.length > 0) {
  registerHooks({
    load(url, context, next) {
      const loaded = next(url, context);
      const path = url.startsWith('file:') ? fileURLToPath(url) : '';
      const here = changes.filter(({ file }) => path.endsWith(file));
      if (here.length === 0) return loaded;
      return { ...loaded, source: here.reduce(changed, String(loaded.source)) };
    },
  });
}

function changed(source: string, { file, from, to }: Change): string {
  if (source.split(from).length !== 2) throw new Error(`${file} does not hold this once: ${from}`);
  return source.replace(from, () => to);
}
