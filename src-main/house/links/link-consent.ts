import { purposesOfText, type Purpose } from '../../contract/consent.ts';
import { refused, type Failure } from '../../contract/failure.ts';
import type { LinkConsent } from '../../payments/page-link.ts';
import { currentTexts } from '../consents/consent-texts.ts';
import { fillText, type ConsentFacts } from '../consents/consent-words.ts';
import { saidOfAccount } from '../consents/mandate-words.ts';
import type { World } from '../world.ts';

/** What a client would agree to on a page, as staff chose it. */
export interface Agreement {
  readonly textId: string;
  readonly purposes: readonly Purpose[];
  readonly capEach: number | null;
  readonly capTotal: number | null;
  readonly endsAt: number | null;
}

/** Stripe shows no more than this above its button (docs.stripe.com/api/checkout/sessions/create, custom_text). */
const longestOnPage = 1_200;

/** What a client would read on a page of the provider. */
export async function pageConsent(
  world: World,
  agreement: Agreement,
  about: { readonly language: 'en' | 'fr'; readonly customerName: string },
): Promise<LinkConsent | Failure> {
  const words = await wordsAgreed(world, agreement, { ...about, card: null });
  if ('code' in words || words.shown.length <= longestOnPage) return words;
  return refused('link_consent_long', { most: longestOnPage }).failure;
}

/** The house's newest words of that text, with what was chosen in them: shown and kept letter by letter. */
export async function wordsAgreed(
  world: World,
  agreement: Agreement,
  about: { readonly language: 'en' | 'fr'; readonly customerName: string; readonly card: ConsentFacts['card'] },
): Promise<LinkConsent | Failure> {
  const text = currentTexts(await world.ledger.consents.texts()).find(
    ({ id, language }) => id === agreement.textId && language === about.language,
  );
  if (!text) return refused('unknown_id').failure;
  // Only what the text speaks of is agreed to, whatever else was ticked.
  const covered =
    (Object.entries(purposesOfText) as [string, readonly Purpose[]][]).find(([id]) => id === text.id)?.[1] ?? [];
  const purposes = agreement.purposes.filter((purpose) => covered.includes(purpose));
  if (purposes.length === 0) return refused('bad_input', { field: 'purposes' }).failure;
  const { capEach, capTotal, endsAt } = agreement;
  if (endsAt !== null && endsAt <= world.clock.now()) return refused('bad_input', { field: 'endsAt' }).failure;
  if (capEach !== null && capTotal !== null && capEach > capTotal)
    return refused('bad_input', { field: 'capTotal' }).failure;
  const { house, currency, timeZone } = world.settings.now();
  const facts = {
    capEach,
    capTotal,
    endsAt,
    purposes,
    house,
    currency,
    customer: about.customerName,
    card: about.card,
  };
  const body = about.card && about.card.kind !== 'card' ? saidOfAccount(text.body, about.language) : text.body;
  const shown = fillText(body, facts, { language: about.language, timeZone });
  return { ...agreement, purposes, textVersion: text.version, shown };
}
