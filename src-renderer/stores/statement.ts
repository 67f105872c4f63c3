import { defineStore } from 'pinia';
import { computed } from 'vue';
import type {
  StatementField,
  StatementFile,
  StatementKind,
  StatementMapping,
  StatementResult,
} from '../../src-main/contract/statement.ts';
import { useDesk } from '../desk.ts';
import { fileImport } from './file-import.ts';

/** The words of the column of kinds; empty without such a column, null where it cannot be one. */
function wordsOf({ columns }: StatementMapping, file: StatementFile): readonly string[] | null {
  return columns.kind === null ? [] : (file.words[columns.kind] ?? null);
}

/** What must be chosen still. `name`: what a movement is known again by. */
function gapOf(mapping: StatementMapping, file: StatementFile) {
  const { columns, kinds } = mapping;
  if (columns.day === null) return 'day';
  if (columns.amount === null) return 'amount';
  if (columns.id === null && columns.reference === null) return 'name';
  const words = wordsOf(mapping, file);
  if (words === null) return 'notKinds';
  return words.every((word) => kinds.some((kind) => kind.word === word)) ? null : 'kinds';
}

/** Paysafe's statement from a file. */
export const useStatement = defineStore('statement', () => {
  const own = fileImport<StatementMapping, StatementFile, StatementResult, NonNullable<ReturnType<typeof gapOf>>>(
    () => useDesk().statements,
    gapOf,
  );
  const { file, mapping } = own;
  /** what has to be said the meaning of; null: too many words, or too long ones */
  const words = computed(() => (mapping.value && file.value ? wordsOf(mapping.value, file.value) : []));

  function setColumn(field: StatementField, column: number | null): void {
    own.setColumn(field, column);
    if (field !== 'kind' || !mapping.value || !file.value) return;
    // The same word in another column may mean something else: only what main itself proposed for this column is taken.
    const proposed = file.value.mapping;
    mapping.value = { ...mapping.value, kinds: proposed.columns.kind === column ? proposed.kinds : [] };
  }
  /** null: not said (any more) */
  function setKind(word: string, is: StatementKind | null): void {
    if (!mapping.value) return;
    const others = mapping.value.kinds.filter((kind) => kind.word !== word);
    mapping.value = { ...mapping.value, kinds: is === null ? others : [...others, { word, is }] };
  }
  return { ...own, words, setColumn, setKind };
});
