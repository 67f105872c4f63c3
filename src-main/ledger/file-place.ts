import { statSync } from 'node:fs';

/**
 * Whether the file that was opened and its log are still those at their place. On Linux and macOS a file that is deleted or replaced under a running desk
 * goes on taking commits, and all of them are gone when the desk closes. Asked before each commit: it costs a few microseconds.
 */
export function watchPlace(file: string): () => boolean {
  const opened = [file, `${file}-wal`].map((path) => ({ path, place: placeOf(path) }));
  return () => opened.every(({ path, place }) => place === null || placeOf(path) === place);
}

/** Null where the system gives files no number of their own. */
function placeOf(file: string): string | null {
  const found = statSync(file, { throwIfNoEntry: false });
  if (!found) return 'gone';
  return found.ino === 0 ? null : `${found.dev}:${found.ino}`;
}
