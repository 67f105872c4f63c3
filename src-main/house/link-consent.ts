import type { Purpose } from '../contract/consent.ts';
import { refused, type Failure } from '../contract/failure.ts';
import type { LinkConsent } from '../payments/page-link.ts';
import type { World } from './world.ts';

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

/** The house's newest words of that text, with what was chosen in them: shown and kept letter by letter. */
export async function pageConsent(
  world: World,
  agreement: Agreement,
  about: { readonly language: 'en' | 'fr'; readonly customerName: string },
): Promise<LinkConsent | Failure> {
  const texts = await world.ledger.consents.texts();
  const text = texts.find(({ id, language }) => id === agreement.textId && language === about.language);
  if (!text) return refused('unknown_id').failure;
  const { capEach, capTotal, endsAt } = agreement;
  if (endsAt !== null && endsAt <= world.clock.now()) return refused('bad_input', { field: 'endsAt' }).failure;
  if (capEach !== null && capTotal !== null && capEach > capTotal)
    return refused('bad_input', { field: 'capTotal' }).failure;
  const shown = filled(text.body, placeholders(world, agreement, about));
  if (shown.length > longestOnPage) return refused('link_consent_long', { most: longestOnPage }).failure;
  return { ...agreement, textVersion: text.version, shown };
}

function placeholders(
  world: World,
  { capEach, capTotal, endsAt }: Agreement,
  { language, customerName }: { readonly language: 'en' | 'fr'; readonly customerName: string },
): Readonly<Record<string, string>> {
  const { house, currency, timeZone } = world.settings.now();
  const locale = language === 'fr' ? 'fr-CA' : 'en-CA';
  const money = new Intl.NumberFormat(locale, { style: 'currency', currency, currencyDisplay: 'narrowSymbol' });
  const { maximumFractionDigits: decimals = 2 } = money.resolvedOptions();
  const say = (minor: number | null): string => (minor === null ? '—' : money.format(minor / 10 ** decimals));
  const day = new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeZone });
  return {
    house,
    customer: customerName,
    cap: say(capEach),
    total: say(capTotal),
    end: endsAt === null ? '—' : day.format(endsAt),
  };
}

function filled(body: string, facts: Readonly<Record<string, string>>): string {
  return body.replace(/\{(\w+)\}/g, (whole, name: string) => facts[name] ?? whole);
}
