import { computed, type ComputedRef, type Ref } from 'vue';
import type { Language } from '../format/money.ts';
import { wordsOf, type Words } from './languages.ts';
import { language } from './language.ts';

/** The words of the language chosen now; a switch changes every sentence at once. */
export function useWords(): { readonly w: ComputedRef<Words>; readonly language: Readonly<Ref<Language>> } {
  return { language, w: computed(() => wordsOf(language.value)) };
}
