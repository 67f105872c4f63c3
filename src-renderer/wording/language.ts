import { ref } from 'vue';
import type { Language } from '../format/money.ts';

/** The language on screen. The root follows the session's choice; words read it here, so that no part needs a store. */
export const language = ref<Language>('en');
