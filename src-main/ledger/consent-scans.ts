import * as v from 'valibot';
import { scanKind, type ScanKind } from '../contract/consent.ts';
import type { Unsealed } from './sealed-tables.ts';
import type { Tables } from './tables.ts';

/** A signed paper as it was attached. Its kind was told by its first bytes. */
export interface Scan {
  readonly id: string;
  readonly name: string;
  readonly kind: ScanKind;
  readonly bytes: Buffer;
}

type Part = Unsealed<'consent_scan'>;

/** bytes in one row: a page of 200 rows stays well under what a desk can hold */
const partBytes = 96 * 1024;

/** The rows of a scan, each sealed by itself. */
export function partsOf({ id, name, kind, bytes }: Scan): Part[] {
  const parts = Math.max(1, Math.ceil(bytes.length / partBytes));
  return Array.from({ length: parts }, (_none, part) => ({
    id: `${id}:${part}`,
    scan_id: id,
    part,
    parts,
    name,
    kind,
    size: bytes.length,
    data: bytes.subarray(part * partBytes, (part + 1) * partBytes).toString('base64'),
  }));
}

const shape = v.object({ kind: scanKind });

export function partOf(row: Tables['consent_scan']): Part & { readonly kind: ScanKind } {
  return { ...row, ...v.parse(shape, row) };
}

/** The paper again; null when there is none or a part of it is gone, which the tally notices too. */
export function wholeOf(parts: readonly ReturnType<typeof partOf>[]): Scan | null {
  const [first] = parts;
  if (!first || parts.length !== Number(first.parts)) return null;
  const bytes = Buffer.concat(parts.map(({ data }) => Buffer.from(data, 'base64')));
  return bytes.length === Number(first.size) ? { id: first.scan_id, name: first.name, kind: first.kind, bytes } : null;
}
