import type { SandboxStore } from '../core/store.ts';
import type { House } from './house.ts';
import { daysAgo } from './house.ts';
import { nameOf } from './person.ts';

/** A card or bank account that is saved when the demo begins. */
export interface DemoCard {
  /** the provider's card or account by our id: `stripe:pm_…` */
  readonly card: string;
  readonly customer: string;
  readonly name: string;
  readonly language: 'en' | 'fr';
  readonly kind: 'card' | 'eft';
  readonly brand: string | null;
  readonly lastFour: string;
  /** when it was saved, unix milliseconds */
  readonly savedAt: number;
  /** known by name, with a story of their own */
  readonly cast: boolean;
}

const kind = 'demo-house.cards';

/** Everything saved in the demo house that was not taken away again; none for a file without one. */
export function demoCards(store: SandboxStore): readonly DemoCard[] {
  return store.get<{ readonly cards: readonly DemoCard[] }>(kind, 'cards')?.cards ?? [];
}

/** Writes down what is saved, once everybody has joined. */
export function keepCards(store: SandboxStore, house: House): void {
  const saved = [...house.saved].flatMap(([plan, card]): DemoCard[] =>
    plan.removed
      ? []
      : [
          {
            card: `${plan.provider}:${card.id}`,
            customer: `${plan.provider}:${card.customer}`,
            name: nameOf(card.person),
            language: card.person.locale,
            kind: 'card',
            brand: plan.brand,
            lastFour: plan.lastFour,
            savedAt: daysAgo(house, card.person.joinedDaysAgo, 12),
            cast: card.person.cast,
          },
        ],
  );
  const banks = [...house.banks].map(([person, { id, profile }]): DemoCard => ({
    card: `paysafe:${id}`,
    customer: `paysafe:${profile}`,
    name: nameOf(person),
    language: person.locale,
    kind: 'eft',
    brand: null,
    // The last digits of an account are the provider's to say; nothing here needs them.
    lastFour: '',
    savedAt: daysAgo(house, person.joinedDaysAgo, 12),
    cast: person.cast,
  }));
  store.put(kind, 'cards', { cards: [...saved, ...banks] });
}
