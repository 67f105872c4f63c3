import {
  purposesOfText,
  type ConsentRule,
  type ConsentText,
  type ConsentTextId,
  type Purpose,
} from '../../contract/consent.ts';
import type { SettingsView } from '../../contract/desk-status.ts';
import { done, refused, type Failure, type Reply } from '../../contract/failure.ts';
import type { CardRecord } from '../../payments/records.ts';
import { dayRange } from '../days/calendar.ts';
import { currentTexts, shippedText, shippedVersion } from './consent-texts.ts';
import { fillText } from './consent-words.ts';
import { audit } from '../customers/customers.ts';
import { saidOfAccount } from './mandate-words.ts';
import type { SignedIn } from '../signed-in.ts';
import type { World } from '../world.ts';

/** What somebody is asked to agree to, before they have. Amounts in minor units of the house's currency; `endsOn`: its last day. */
export interface Agreed {
  readonly cardId: string;
  readonly purposes: readonly Purpose[];
  readonly textId: ConsentTextId;
  readonly language: 'en' | 'fr';
  readonly capEach: number | null;
  readonly capTotal: number | null;
  readonly endsOn: string | null;
}

interface Draft {
  readonly card: CardRecord;
  readonly text: ConsentText;
  readonly shown: string;
  /** the last moment of the last day, unix ms */
  readonly endsAt: number | null;
}

/** The text as the customer would be shown it now, or why there is none for this card and these purposes. */
export async function draftOf(world: World, agreed: Agreed): Promise<Draft | Failure> {
  const card = await world.mirror.card(agreed.cardId);
  if (!card) return refused('unknown_id').failure;
  if (card.removed) return refused('card_removed').failure;
  const [customer, texts] = await Promise.all([world.mirror.customer(card.customerId), newestTexts(world)]);
  const text = texts.find(({ id, language }) => id === agreed.textId && language === agreed.language);
  if (!customer || !text) return refused('unknown_id').failure;
  const covered = purposesOfText[agreed.textId];
  if (agreed.purposes.some((purpose) => !covered.includes(purpose)))
    return refused('bad_input', { field: 'purposes' }).failure;
  const { house, currency, timeZone } = world.settings.now();
  const last = agreed.endsOn === null ? null : dayRange(agreed.endsOn, timeZone);
  if (agreed.endsOn !== null && !last) return refused('bad_input', { field: 'endsOn' }).failure;
  const endsAt = last && last.to - 1;
  const shown = fillText(
    card.kind === 'card' ? text.body : saidOfAccount(text.body, text.language),
    { ...agreed, endsAt, house, currency, customer: customer.name, card },
    { language: text.language, timeZone },
  );
  return { card, text, shown, endsAt };
}

export async function consentDraft(
  world: World,
  agreed: Agreed,
): Promise<Reply<{ title: string; shown: string; version: number }>> {
  const draft = await draftOf(world, agreed);
  if ('code' in draft) return { ok: false, failure: draft };
  return done({ title: draft.text.title, shown: draft.shown, version: draft.text.version });
}

export async function consentTexts(world: World): Promise<Reply<{ texts: ConsentText[] }>> {
  return done({ texts: await newestTexts(world) });
}

/** Every version of a text, the one that Comptoir brought along included. */
export async function consentTextVersions(
  world: World,
  { id, language }: { id: ConsentTextId; language: 'en' | 'fr' },
): Promise<Reply<{ versions: ConsentText[] }>> {
  const own = await world.ledger.consents.textVersions(id, language);
  return done({ versions: [...own, shippedText(id, language)] });
}

/** A new version of a text. What was agreed to before keeps the words it was shown. */
export async function saveConsentText(
  world: World,
  input: { id: ConsentTextId; language: 'en' | 'fr'; title: string; body: string },
  who: SignedIn | null,
): Promise<Reply<ConsentText>> {
  const text = { ...input, by: who?.name ?? '', at: world.clock.now() };
  const saved = await world.ledger.consents.addText(text, shippedVersion);
  await audit(world, who, 'consent_text', { text: saved.id, language: saved.language, version: saved.version });
  return done(saved);
}

/** A text that the owner is writing, filled in for somebody made up. */
export async function sampleText(
  world: World,
  { id, language, body }: { id: ConsentTextId; language: 'en' | 'fr'; body: string },
): Promise<Reply<{ shown: string }>> {
  const { house, currency, timeZone } = world.settings.now();
  const facts = {
    house,
    currency,
    customer: 'Camille Martin',
    card: { kind: 'card', brand: 'visa', lastFour: '1234' },
    purposes: purposesOfText[id],
    capEach: 15_000,
    capTotal: 60_000,
    endsAt: world.clock.now() + 365 * 86_400_000,
  };
  return done({ shown: fillText(body, facts, { language, timeZone }) });
}

/** What happens to a charge that no consent covers. */
export async function setConsentRule(
  world: World,
  { rule }: { rule: ConsentRule },
  who: SignedIn | null,
): Promise<Reply<SettingsView>> {
  const saved = await world.settings.save({ consentRule: rule });
  await audit(world, who, 'settings', { changed: 'consentRule', rule });
  return done(saved);
}

async function newestTexts(world: World): Promise<ConsentText[]> {
  return currentTexts(await world.ledger.consents.texts());
}
