import { defineStore } from 'pinia';
import { computed } from 'vue';
import type {
  StatementField,
  StatementFile,
  StatementMapping,
  StatementMeaning,
  StatementResult,
  StatementStatus,
} from '../../src-main/contract/statement.ts';
import { useDesk } from '../desk.ts';
import { fileImport } from './file-import.ts';

/** Columns of which a person says what each of their words means, and where in the mapping that stands. */
const worded = { kind: 'kinds', status: 'statuses' } as const;
type Worded = keyof typeof worded;
const isWorded = (field: StatementField): field is Worded => field in worded;

/** The words of such a column; empty without one, null where it cannot be one. */
function wordsOf({ columns }: StatementMapping, file: StatementFile, field: Worded): readonly string[] | null {
  const column = columns[field];
  return column === null ? [] : (file.words[column] ?? null);
}

/** What must be chosen still. `name`: what a movement is known again by. */
function gapOf(mapping: StatementMapping, file: StatementFile) {
  const { columns, kinds, statuses } = mapping;
  if (columns.day === null) return 'day';
  if (columns.amount === null) return 'amount';
  if (columns.id === null && columns.reference === null) return 'name';
  const [ofKinds, ofStatuses] = [wordsOf(mapping, file, 'kind'), wordsOf(mapping, file, 'status')];
  if (ofKinds === null) return 'notKinds';
  if (ofStatuses === null) return 'notStatuses';
  if (!ofKinds.every((word) => kinds.some((kind) => kind.word === word))) return 'kinds';
  return ofStatuses.every((word) => statuses.some((status) => status.word === word)) ? null : 'statuses';
}

/** Paysafe's statement from a file. */
export const useStatement = defineStore('statement', () => {
  const own = fileImport<StatementMapping, StatementFile, StatementResult, NonNullable<ReturnType<typeof gapOf>>>(
    () => useDesk().statements,
    gapOf,
  );
  const { file, mapping } = own;
  const asked = (field: Worded): readonly string[] | null =>
    mapping.value && file.value ? wordsOf(mapping.value, file.value, field) : [];
  /** what has to be said the meaning of; null: too many words, or too long ones */
  const words = computed(() => asked('kind'));
  const statusWords = computed(() => asked('status'));
  /** on which side of zero the amounts of a word of the kinds are; those that are not in it have none, or nobody can tell */
  const signs = computed(() => {
    const { kind, amount } = mapping.value?.columns ?? {};
    const found = file.value?.signs.find((one) => one.kind === kind && one.amount === amount);
    return new Map(found?.words.map(({ word, sign }) => [word, sign]));
  });

  function setColumn(field: StatementField, column: number | null): void {
    own.setColumn(field, column);
    if (!isWorded(field) || !mapping.value || !file.value) return;
    // The same word in another column may mean something else: only what main itself proposed for this column is taken.
    const proposed = file.value.mapping;
    const said = proposed.columns[field] === column ? proposed[worded[field]] : [];
    mapping.value = { ...mapping.value, [worded[field]]: said };
  }
  /** null: not said (any more) */
  function setKind(word: string, is: StatementMeaning | null): void {
    if (!mapping.value) return;
    const others = mapping.value.kinds.filter((kind) => kind.word !== word);
    mapping.value = { ...mapping.value, kinds: is === null ? others : [...others, { word, is }] };
  }
  function setStatus(word: string, is: StatementStatus | null): void {
    if (!mapping.value) return;
    const others = mapping.value.statuses.filter((status) => status.word !== word);
    mapping.value = { ...mapping.value, statuses: is === null ? others : [...others, { word, is }] };
  }
  return { ...own, words, statusWords, signs, setColumn, setKind, setStatus };
});
