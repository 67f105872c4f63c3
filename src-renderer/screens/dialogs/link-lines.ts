import { computed, ref, type ComputedRef, type Ref } from 'vue';
import { mostPageLines, type PageLine } from '../../../src-main/contract/page-lines.ts';
import { useWords } from '../../wording/words.ts';

export interface TypedLine {
  readonly key: number;
  what: string;
  /** minor units; null while it cannot be read */
  amount: number | null;
}

export interface LinkLines {
  readonly lines: Ref<TypedLine[]>;
  /** all together, minor units; null until every line has an amount above zero */
  readonly sum: ComputedRef<number | null>;
  /** why these lines cannot be asked for, in words */
  readonly trouble: ComputedRef<string | null>;
  readonly mayAdd: ComputedRef<boolean>;
  add(): void;
  remove(key: number): void;
  /** one line of the whole sum, where a page takes one amount only */
  join(): void;
  /** as the page is asked for them; a single line without a text is called `otherwise` */
  asked(otherwise: string): readonly PageLine[];
}

/** More than one charge can be for, minor units: as main judges it. */
const mostAmount = 99_999_999;

/** What a page asks for, line by line, as staff type it. @param amount of the first line, minor units */
export function useLinkLines(amount: number | null, say: (amount: number) => string): LinkLines {
  const { w } = useWords();
  let lastKey = 0;
  const lineOf = (what: string, of: number | null): TypedLine => ({ key: (lastKey += 1), what, amount: of });
  const lines = ref<TypedLine[]>([lineOf('', amount)]);
  const sum = computed(() =>
    lines.value.reduce<number | null>((total, line) => (total !== null && line.amount ? total + line.amount : null), 0),
  );
  const trouble = computed(() => {
    const words = w.value.links;
    const single = lines.value.length === 1;
    for (const [at, { what, amount: of }] of lines.value.entries()) {
      if (!single && what.trim() === '') return words.enterLineWhat(at + 1);
      if (of === null) return single ? w.value.dialogs.enterAmount : words.enterLineAmount(at + 1);
      if (of === 0) return single ? words.zero : words.lineZero(at + 1);
    }
    return (sum.value ?? 0) > mostAmount ? words.tooMuch(say(mostAmount)) : null;
  });
  const mayAdd = computed(() => lines.value.length < mostPageLines);
  return {
    lines,
    sum,
    trouble,
    mayAdd,
    add() {
      if (mayAdd.value) lines.value.push(lineOf('', null));
    },
    remove(key) {
      if (lines.value.length > 1) lines.value = lines.value.filter((line) => line.key !== key);
    },
    join() {
      if (lines.value.length > 1) lines.value = [lineOf('', sum.value)];
    },
    asked: (otherwise) =>
      lines.value.map((line) => ({ what: line.what.trim() || otherwise, amount: line.amount ?? 0 })),
  };
}
