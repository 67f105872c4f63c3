import { rowReader } from './reading.ts';
import type { Store } from './store.ts';

/** Names that staff gave to cards. */
export interface NicknameBook {
  /** card id → name */
  all(): Promise<ReadonlyMap<string, string>>;
  /** null takes the name away */
  set(cardId: string, nickname: string | null): Promise<void>;
}

export function makeNicknameBook(store: Store): NicknameBook {
  const read = rowReader(store, 'nickname', (row): [string, string] => [row.card_id, row.nickname]);
  return {
    all: () =>
      store.read(async (db) => {
        const rows = await db.selectFrom('nickname').selectAll().execute();
        return new Map(read.some(rows));
      }),
    set: (cardId, nickname) =>
      store.write(async (_transaction, rows) => {
        if (nickname !== null) return rows.put('nickname', { card_id: cardId, nickname });
        const before = await rows.held('nickname', cardId);
        if (before) await rows.remove('nickname', before);
      }),
  };
}
