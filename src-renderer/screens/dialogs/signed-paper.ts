import { mostScanBytes } from '../../../src-main/contract/consent.ts';
import type { Failure } from '../../../src-main/contract/failure.ts';

/** A file that somebody chose, on its way to main, which looks at what it really is. */
export interface Paper {
  readonly name: string;
  /** base64 */
  readonly data: string;
}

/** Reads it here; one that is far too large is not even sent. */
export async function readPaper(file: File): Promise<Paper | Failure> {
  if (file.size > mostScanBytes) return { code: 'scan_too_large' };
  const bytes = new Uint8Array(await file.arrayBuffer());
  let text = '';
  // In pieces: a call takes only so many arguments.
  for (let from = 0; from < bytes.length; from += 8192)
    text += String.fromCharCode(...bytes.subarray(from, from + 8192));
  return { name: file.name.slice(-120), data: btoa(text) };
}
