import type { Store } from './store.ts';

/** Names that staff gave to cards. */
export interface NicknameBook {
  /** card id → name */
  all(): Promise<ReadonlyMap<string, string>>;
  /** null takes the name away */
  set(cardId: string, nickname: string | null): Promise<void>;
}

export function makeNicknameBook(store: Store): NicknameBook {
  return {
    all: () =>
      store.read(async (db) => {
        const rows = await db.selectFrom('nickname').selectAll().execute();
        return new Map(rows.map((row) => [row.card_id, row.nickname]));
      }),
    set: (cardId, nickname) =>
      store.write(async (transaction) => {
        if (nickname === null) {
          await transaction.deleteFrom('nickname').where('card_id', '=', cardId).execute();
          return;
        }
        await transaction
          .insertInto('nickname')
          .values({ card_id: cardId, nickname })
          .onConflict((conflict) => conflict.column('card_id').doUpdateSet({ nickname }))
          .execute();
      }),
  };
}
