import { purposesOfText } from '../../contract/consent.ts';
import type { Consent } from '../../ledger/consents.ts';
import type { HouseLedger } from '../../ledger/ledger.ts';
import { shippedText } from '../consents/consent-texts.ts';
import { fillText } from '../consents/consent-words.ts';
import type { HouseSettings } from '../settings/house-settings.ts';

/** A saved card as the demo house's sandbox has it. */
export interface DemoCard {
  readonly card: string;
  readonly customer: string;
  readonly name: string;
  readonly language: 'en' | 'fr';
  readonly kind: string;
  readonly brand: string | null;
  readonly lastFour: string;
  readonly savedAt: number;
  readonly cast: boolean;
}

type Story = Partial<Pick<Consent, 'capEach' | 'capTotal' | 'endsAt' | 'withdrawn' | 'channel' | 'witness'>>;

const day = 86_400_000;
const filledSetting = 'demo.consents';
const askedBy = { staffId: 'demo', staffName: 'Hélène Fleury' } as const;
/** of those who are not known by name: every so many were never asked */
const neverAsked = 15;

/** Those whose consents tell a story of their own; null was never asked. */
const stories: Readonly<Record<string, (now: number) => Story | null>> = {
  'Béatrice Lemay-Ström': () => ({ capEach: 5000, capTotal: 20_000 }),
  'Françoise Deschênes': (now) => ({ endsAt: now - 3 * day }),
  'Luc Archambault': (now) => ({
    withdrawn: { at: now - 9 * day, by: 'Maude Gagnon', reason: 'Préfère payer sur place' },
  }),
  'Inès Cherkaoui': () => null,
  'Thérèse Ouellet': () => null,
  'Saïd Haddad': () => ({ channel: 'verbal', witness: 'Sylvie Arcand' }),
};

/**
 * Most cards of the demo house were saved with a consent to what visits cost; a few were not, one has ended, one was withdrawn and one has a cap
 * below what is due today. Once, in one commit.
 */
export async function fillDemoConsents(
  ledger: Pick<HouseLedger, 'consents' | 'settings'>,
  cards: () => readonly DemoCard[],
  { now, settings }: { readonly now: number; readonly settings: HouseSettings },
): Promise<void> {
  if ((await ledger.settings.get(filledSetting)) === true) return;
  const consents = cards().flatMap((card, at) => {
    const story = card.cast ? stories[card.name]?.(now) : at % neverAsked === 0 ? null : {};
    return story === null ? [] : [consentOf(card, { at, now, settings, story: story ?? {} })];
  });
  await ledger.consents.addAll(consents);
  await ledger.settings.set(filledSetting, true);
}

function consentOf(
  card: DemoCard,
  about: { readonly at: number; readonly now: number; readonly settings: HouseSettings; readonly story: Story },
): Consent {
  const { settings, story } = about;
  const text = shippedText('visits', card.language);
  const purposes = purposesOfText.visits;
  const terms = { capEach: 100_000, capTotal: card.cast ? null : 500_000, endsAt: null, ...story };
  const facts = { house: settings.house, customer: card.name, card, purposes, currency: settings.currency, ...terms };
  return {
    id: `consent-demo-${String(about.at + 1).padStart(3, '0')}`,
    cardId: card.card,
    customerId: card.customer,
    purposes: [...purposes],
    textId: text.id,
    textVersion: text.version,
    language: card.language,
    shown: fillText(text.body, facts, { language: card.language, timeZone: settings.timeZone }),
    currency: settings.currency,
    channel: 'page',
    witness: null,
    scanId: null,
    at: Math.min(card.savedAt, about.now - 1000),
    ...askedBy,
    desk: settings.desk,
    withdrawn: null,
    version: 1,
    ...terms,
  };
}
