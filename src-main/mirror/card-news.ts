import type Database from 'better-sqlite3';
import type { CardRecord } from '../payments/records.ts';
import { cardSelect, toCard, type CardDbRow } from './rows.ts';

type Face = Pick<CardRecord, 'kind' | 'brand' | 'lastFour' | 'nickname' | 'expiry'>;

/** Something about a saved card that changed between two readings. `at`: when it was read, unix ms. */
export interface CardNews {
  readonly cardId: string;
  readonly customerId: string;
  /** replaced: it has other digits now. renewed: it is good for another time. removed: it is no longer at its provider */
  readonly kind: 'replaced' | 'renewed' | 'removed';
  readonly before: Face;
  /** null: it is gone */
  readonly after: Face | null;
  readonly at: number;
}

/** News of cards: noted in the same commit as the row that changes, told until somebody says that it is kept. */
export function makeCardNews(database: Database.Database) {
  const one = database.prepare<[string], CardDbRow>(`${cardSelect} WHERE c.id = ?`);
  const add = database.prepare<[string]>('INSERT INTO card_news (news) VALUES (?)');
  const list = database.prepare<[number], { place: number; news: string }>(
    'SELECT place, news FROM card_news ORDER BY place LIMIT ?',
  );
  const drop = database.prepare<[number]>('DELETE FROM card_news WHERE place = ?');
  const note = (before: CardRecord, after: CardRecord | null, at: number): void => {
    const kind = kindOf(before, after);
    if (kind === null) return;
    const { id: cardId, customerId } = before;
    const news: CardNews = {
      cardId,
      customerId,
      kind,
      before: faceOf(before),
      after: after && !after.removed ? faceOf(after) : null,
      at,
    };
    add.run(JSON.stringify(news));
  };
  return {
    /** The card as it is before it is written over; null for one that was never read. */
    before: (id: string): CardRecord | null => {
      const row = one.get(id);
      return row ? toCard(row) : null;
    },
    note,
    cardNews: (limit: number): { place: number; news: CardNews }[] =>
      // Written by note() above only.
      list.all(limit).map(({ place, news }) => ({ place, news: JSON.parse(news) as CardNews })),
    forgetCardNews: (places: readonly number[]): void => {
      for (const place of places) drop.run(place);
    },
  };
}

function kindOf(before: CardRecord, after: CardRecord | null): CardNews['kind'] | null {
  if (before.removed) return null;
  if (!after || after.removed) return 'removed';
  // Digits that were not told are not other ones.
  if (before.lastFour !== '' && after.lastFour !== '' && before.lastFour !== after.lastFour) return 'replaced';
  const { expiry: was } = before;
  const { expiry: is } = after;
  return was && is && (was.month !== is.month || was.year !== is.year) ? 'renewed' : null;
}

const faceOf = ({ kind, brand, lastFour, nickname, expiry }: CardRecord): Face => ({
  kind,
  brand,
  lastFour,
  nickname,
  expiry,
});
