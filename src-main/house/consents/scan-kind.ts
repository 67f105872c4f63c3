import { mostScanBytes, type ScanKind } from '../../contract/consent.ts';
import { refused, type Failure } from '../../contract/failure.ts';

/** What each kind of file begins with. */
const beginnings: readonly { readonly kind: ScanKind; readonly bytes: readonly number[] }[] = [
  { kind: 'pdf', bytes: [0x25, 0x50, 0x44, 0x46, 0x2d] },
  { kind: 'png', bytes: [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a] },
  { kind: 'jpeg', bytes: [0xff, 0xd8, 0xff] },
];

/** A signed paper as the window handed it over. Its name says nothing: the first bytes do. */
export function readScan(data: string): { readonly kind: ScanKind; readonly bytes: Buffer } | Failure {
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(data)) return refused('scan_unreadable').failure;
  const bytes = Buffer.from(data, 'base64');
  if (bytes.length > mostScanBytes) return refused('scan_too_large', { megabytes: mostScanBytes / 1_048_576 }).failure;
  const found = beginnings.find(({ bytes: first }) => first.every((byte, at) => bytes[at] === byte));
  return found ? { kind: found.kind, bytes } : refused('scan_unreadable').failure;
}
