import type { CardEvent, CardNotice } from '../../contract/card-event.ts';
import type { ProviderName } from '../../contract/provider.ts';
import type { HouseLedger } from '../../ledger/ledger.ts';
import type { NewCardEvent } from '../../ledger/card-events.ts';
import type { CardNews } from '../../mirror/card-news.ts';
import type { Mirror } from '../../mirror/mirror.ts';
import { summed } from '../bills/bill-sums.ts';
import { dateOf, daysAfter } from '../days/calendar.ts';
import type { World } from '../world.ts';

/** Keeps what the lists show of cards that changed. */
export interface CardNewsDesk {
  /** Lists with cards in them were just read. Answers at once. */
  heard(): void;
  /** ends when all that is known is kept, or cannot be kept now */
  tend(): Promise<void>;
  stop(): Promise<void>;
}

export interface CardNewsParts {
  readonly ledger: Pick<HouseLedger, 'cardEvents' | 'operations'>;
  readonly mirror: Pick<Mirror, 'cardNews' | 'forgetCardNews'>;
  readonly desk: () => string;
  /** false while nothing may be written of this provider's cards */
  readonly may: (provider: ProviderName) => boolean;
  readonly changed: (customerIds: readonly string[]) => void;
  readonly trouble: (error: unknown) => void;
}

const atOnce = 50;

/**
 * News stay in the copy of the lists until the records have them. A card that an order of this house took away is no news; while that order is not
 * known yet, it is waited for.
 */
export function makeCardNewsDesk(parts: CardNewsParts): CardNewsDesk {
  const { ledger, mirror } = parts;
  let running: Promise<void> | null = null;
  let again = false;
  let stopping = false;

  async function round(): Promise<void> {
    const found = await mirror.cardNews(atOnce);
    const told: number[] = [];
    const events: NewCardEvent[] = [];
    for (const { place, news } of found) {
      if (!parts.may(news.cardId.startsWith('stripe:') ? 'stripe' : 'paysafe')) continue;
      const own = news.kind === 'removed' ? await removedHere(ledger, news) : 'no';
      if (own === 'unknown') continue;
      told.push(place);
      if (own === 'no') events.push(eventOf(news, parts.desk()));
    }
    const added = events.length === 0 ? [] : await ledger.cardEvents.add(events);
    if (told.length > 0) await mirror.forgetCardNews(told);
    if (added.length > 0) parts.changed([...new Set(added.map(({ customerId }) => customerId))]);
    if (told.length > 0 && found.length === atOnce) again = true;
  }
  function run(): Promise<void> {
    again = true;
    running ??= (async () => {
      while (again && !stopping) {
        again = false;
        await round();
      }
    })()
      .catch(parts.trouble)
      .finally(() => {
        running = null;
      });
    return running;
  }
  return {
    heard: () => void run(),
    tend: run,
    async stop() {
      stopping = true;
      await running;
    },
  };
}

/** By an order about the card, or about the whole customer. */
async function removedHere(
  ledger: Pick<HouseLedger, 'operations'>,
  { cardId, customerId }: Pick<CardNews, 'cardId' | 'customerId'>,
): Promise<'yes' | 'no' | 'unknown'> {
  const found = await ledger.operations.onTargets([cardId, customerId]);
  const own = found.filter(({ kind }) => kind === 'remove_card' || kind === 'remove_customer');
  // What a person has to settle may have been carried out as well: the card is not called somebody else's doing.
  if (own.some(({ state }) => ['done', 'pending', 'needs_person'].includes(state.name))) return 'yes';
  return own.some(({ state }) => state.name === 'open' || state.name === 'unknown') ? 'unknown' : 'no';
}

function eventOf({ cardId, customerId, kind, before, after, at }: CardNews, desk: string): NewCardEvent {
  const word = (face: CardNews['before'] | null): string =>
    face ? `${face.lastFour}-${face.expiry?.year ?? ''}-${face.expiry?.month ?? ''}` : 'gone';
  return {
    id: `${cardId} ${word(before)} ${word(after)}`,
    cardId,
    customerId,
    kind,
    card: before,
    now: after,
    desk,
    at,
  };
}

const newsMs = 30 * 86_400_000;
const daysAhead = 7;
const mostNews = 200;
const mostShown = 20;

/** The cards of people who come in the next days and have something to pay, that changed in the last month: at the desk, before the till finds it. */
export async function cardNotices(world: World): Promise<CardNotice[]> {
  const now = world.clock.now();
  const events = await world.ledger.cardEvents.since(now - newsMs, mostNews);
  if (events.length === 0) return [];
  const today = dateOf(now, world.settings.now().timeZone);
  const bills = await summed(world, await world.ledger.bills.ofDays(today, daysAfter(today, daysAhead)));
  const due = bills.filter(({ bill, sums }) => !bill.cancelled && sums.remaining > 0 && bill.customerId !== null);
  const notices: CardNotice[] = [];
  for (const event of events) {
    if (notices.length === mostShown) break;
    const ids = await world.mirror.recordIds(event.customerId);
    const coming = due.find(({ bill }) => bill.customerId !== null && ids.includes(bill.customerId));
    if (coming) notices.push({ ...event, customerName: coming.bill.customerName, day: coming.bill.visit.day });
  }
  return notices;
}

/** What was noticed of one person's cards, newest first. */
export async function cardEventsOf(world: World, customerIds: readonly string[]): Promise<CardEvent[]> {
  return world.ledger.cardEvents.ofCustomers(customerIds, 30);
}
