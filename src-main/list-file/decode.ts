import type { ChosenFile } from '../contract/table-import.ts';

export interface DecodedFile {
  readonly text: string;
  readonly encoding: ChosenFile['encoding'];
}

/**
 * The text of a file that staff chose. UTF-8 and UTF-16 are what they say they are; bytes that are no UTF-8 are read as Windows-1252, which
 * whoever shows the lines has to say: nothing in such a file tells. Null for what is no text at all (a workbook, a picture).
 */
export function decodeFile(bytes: Uint8Array): DecodedFile | null {
  const mark = bytes.subarray(0, 2).join(' ');
  if (mark === '255 254') return textOnly('utf-16', new TextDecoder('utf-16le').decode(bytes));
  if (mark === '254 255') return textOnly('utf-16', new TextDecoder('utf-16be').decode(bytes));
  try {
    return textOnly('utf-8', new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    return textOnly('windows-1252', new TextDecoder('windows-1252').decode(bytes));
  }
}

function textOnly(encoding: DecodedFile['encoding'], text: string): DecodedFile | null {
  return text.includes('\0') ? null : { text, encoding };
}
