import { readFile } from 'node:fs/promises';
import * as v from 'valibot';
import { mode, type Mode } from '../contract/provider.ts';
import { writeWhole } from './backups/files.ts';
import type { SettingBook } from './settings.ts';

/** Whose records these are: a house in one mode. Backups carry it, so that another house's are never taken for ours. */
export interface RecordsIdentity {
  readonly house: string;
  readonly mode: Mode;
}

/** The setting that holds it; frozen, because backups of every age have it under this name. */
export const identitySetting = 'records.identity';
export const identityShape = v.object({ house: v.pipe(v.string(), v.regex(/^[a-z0-9]{8,40}$/)), mode });
const besideShape = v.pipe(v.string(), v.parseJson(), v.object({ house: identityShape.entries.house }));

/**
 * Reads whose records these are, or gives them their identity once: the id that their audit was given when they were made. That alone would not do: records
 * that were lost and begun anew have another, and must still know their own backups, so it is also kept in a small file beside them.
 * @param about `beside`: that file; `ledgerId`: of the audit; `mayWrite`: false for records that are only held or that another desk acts on
 * @returns null when nothing says whose they are: then no backup is theirs
 */
export async function keepIdentity(
  settings: SettingBook,
  about: { readonly mode: Mode; readonly beside: string; readonly ledgerId: string; readonly mayWrite: boolean },
): Promise<RecordsIdentity | null> {
  const stored = v.safeParse(identityShape, await settings.get(identitySetting));
  const written = await readBeside(about.beside);
  const own = stored.success ? stored.output.house : (written ?? about.ledgerId);
  const judged = v.safeParse(identityShape, { house: own, mode: about.mode });
  if (!judged.success) return null;
  const identity = judged.output;
  if (!about.mayWrite) return identity;
  if (!stored.success || stored.output.mode !== about.mode) await settings.set(identitySetting, identity);
  if (written !== identity.house) await writeWhole(about.beside, JSON.stringify({ house: identity.house }));
  return identity;
}

async function readBeside(file: string): Promise<string | null> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
  const read = v.safeParse(besideShape, text);
  return read.success ? read.output.house : null;
}
