import { defineStore } from 'pinia';
import type { BillImportResult, ImportFile, ImportMapping } from '../../src-main/contract/bill-import.ts';
import { useDesk } from '../desk.ts';
import { fileImport } from './file-import.ts';

/** Bills from a file. */
export const useBillImport = defineStore('billImport', () =>
  fileImport<ImportMapping, ImportFile, BillImportResult, 'customer' | 'day' | 'total'>(
    () => useDesk().billImport,
    ({ columns }) => (['customer', 'day', 'total'] as const).find((field) => columns[field] === null) ?? null,
  ),
);
