/** « text » with the spaces that do not break. */
export const quoted = (text: string): string => `«\u00a0${text}\u00a0»`;
