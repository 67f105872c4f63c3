import { sql, type RawBuilder } from 'kysely';

/** Without case and accents, so that both databases compare alike: Zoë, zoe and ZOË are one. */
export function folded(text: string): string {
  return text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase().trim();
}

/** The column holds that text anywhere; what staff typed is never read as a pattern. */
export function likeAnywhere(column: string, text: string): RawBuilder<boolean> {
  const pattern = `%${text.replace(/[\\%_]/g, (sign) => `\\${sign}`)}%`;
  return sql<boolean>`${sql.ref(column)} LIKE ${pattern} ESCAPE '\\'`;
}
