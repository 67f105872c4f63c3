/** A sentence whose last word may end in a full stop of its own, `4:10 p.m.`, `20 nov.`, a reason that somebody typed: one is enough. */
export const oneStop = (text: string): string => text.replace(/\.\.(?!\.)/g, '.');
