import type { ConsentText, ConsentView, Purpose } from '../contract/consent.ts';
import { done, refused, type Failure, type Reply } from '../contract/failure.ts';
import type { Money } from '../contract/money.ts';
import type { Consent } from '../ledger/consents.ts';
import { judgeConsent, type ConsentRecord } from '../payments/consent.ts';
import { audit } from './customers.ts';
import type { SignedIn } from './signed-in.ts';
import type { World } from './world.ts';

type Held = Consent & Pick<ConsentRecord, 'used'>;

/** Every consent of a person's cards, newest first, withdrawn and ended ones included. */
export async function consentsOfCustomer(
  world: World,
  { customerId }: { customerId: string },
): Promise<Reply<{ consents: ConsentView[] }>> {
  const person = await world.mirror.person(customerId);
  if (!person) return refused('unknown_id');
  const found = await world.ledger.consents.ofCards(person.cards.map(({ id }) => id));
  return done({ consents: found.map((consent) => viewOf(consent, world.clock.now())) });
}

/** Records what a customer agreed to. The text is kept as it was shown, with the amounts in it. */
export async function recordConsent(
  world: World,
  input: {
    cardId: string;
    purposes: readonly Purpose[];
    textId: string;
    language: 'en' | 'fr';
    capEach: number | null;
    capTotal: number | null;
    endsAt: number | null;
    way: Consent['channel'];
    witness: string | null;
    scanId: string | null;
  },
  who: SignedIn | null,
): Promise<Reply<ConsentView>> {
  if (!who) return refused('not_signed_in');
  const card = await world.mirror.card(input.cardId);
  if (!card) return refused('unknown_id');
  if (card.removed) return refused('card_removed');
  const text = (await world.ledger.consents.texts()).find(
    ({ id, language }) => id === input.textId && language === input.language,
  );
  if (!text) return refused('unknown_id');
  const now = world.clock.now();
  if (input.endsAt !== null && input.endsAt <= now) return refused('bad_input', { field: 'endsAt' });
  if (input.way === 'verbal' && !input.witness) return refused('bad_input', { field: 'witness' });
  if (input.way === 'paper' && input.scanId === null && !input.witness)
    return refused('bad_input', { field: 'scanId' });
  if (input.capEach !== null && input.capTotal !== null && input.capEach > input.capTotal)
    return refused('bad_input', { field: 'capTotal' });
  const settings = world.settings.now();
  const consent: Consent = {
    id: `consent-${world.engine.random.id(16)}`,
    cardId: card.id,
    customerId: card.customerId,
    purposes: [...new Set(input.purposes)],
    textId: text.id,
    textVersion: text.version,
    language: text.language,
    shown: text.body,
    capEach: input.capEach,
    capTotal: input.capTotal,
    currency: settings.currency,
    endsAt: input.endsAt,
    channel: input.way,
    witness: input.witness,
    scanId: input.scanId,
    at: now,
    staffId: who.id,
    staffName: who.name,
    desk: settings.desk,
    withdrawn: null,
    version: 1,
  };
  await world.ledger.consents.add(consent);
  await audit(world, who, 'consent_recorded', factsOf(consent));
  changed(world, consent);
  return done(viewOf({ ...consent, used: 0 }, now));
}

/** One click: from now on nothing is charged under it. What was taken stays taken. */
export async function withdrawConsent(
  world: World,
  { id, reason }: { id: string; reason: string | null },
  who: SignedIn | null,
): Promise<Reply<ConsentView>> {
  const known = await world.ledger.consents.byId(id);
  if (!known) return refused('unknown_id');
  const at = world.clock.now();
  const after = await world.ledger.consents.withdraw(id, { at, by: who?.name ?? '', reason });
  if (!after) return refused('consent_withdrawn', { at: known.withdrawn?.at ?? at });
  await audit(world, who, 'consent_withdrawn', { ...factsOf(after), ...(reason ? { reason } : {}) });
  changed(world, after);
  const [held] = (await world.ledger.consents.ofCards([after.cardId])).filter((one) => one.id === id);
  return done(viewOf(held ?? { ...after, used: 0 }, at));
}

export async function consentTexts(world: World): Promise<Reply<{ texts: ConsentText[] }>> {
  return done({ texts: await world.ledger.consents.texts() });
}

/** A new version of a text. What was agreed to before keeps the words it was shown. */
export async function saveConsentText(
  world: World,
  input: { id: string; language: 'en' | 'fr'; title: string; body: string },
  who: SignedIn | null,
): Promise<Reply<ConsentText>> {
  const saved = await world.ledger.consents.addText({ ...input, by: who?.name ?? '', at: world.clock.now() });
  await audit(world, who, 'consent_text', { text: saved.id, language: saved.language, version: saved.version });
  return done(saved);
}

/** What the engine asks before each charge: the consent it is taken under, by the house's rule, or why it may not be taken. */
export async function consentFor(
  world: Pick<World, 'ledger' | 'settings' | 'clock'>,
  wanted: { readonly cardId: string; readonly purpose: Purpose; readonly amount: Money },
): Promise<{ readonly consentId: string | null } | Failure> {
  const consents = await world.ledger.consents.ofCards([wanted.cardId]);
  const judged = judgeConsent(consents.map(recordOf), { ...wanted, now: world.clock.now() });
  if ('id' in judged) return { consentId: judged.id };
  return world.settings.now().consentRule === 'free' ? { consentId: null } : judged;
}

function recordOf(consent: Held): ConsentRecord {
  return { ...consent, withdrawnAt: consent.withdrawn?.at ?? null };
}

function viewOf(consent: Held, now: number): ConsentView {
  const { textId: _textId, shown, staffId: _staffId, version: _version, ...rest } = consent;
  const usedUp = consent.capTotal !== null && consent.used >= consent.capTotal;
  return {
    ...rest,
    purposes: [...consent.purposes],
    text: shown,
    state: consent.withdrawn
      ? 'withdrawn'
      : consent.endsAt !== null && consent.endsAt <= now
        ? 'ended'
        : usedUp
          ? 'used_up'
          : 'ok',
  };
}

function factsOf(consent: Consent): Record<string, string | number> {
  return {
    consent: consent.id,
    card: consent.cardId,
    purposes: consent.purposes.join(','),
    channel: consent.channel,
    ...(consent.capEach === null ? {} : { capEach: consent.capEach }),
    ...(consent.capTotal === null ? {} : { capTotal: consent.capTotal }),
    currency: consent.currency,
  };
}

function changed(world: World, consent: Consent): void {
  world.emit('customers.changed', { ids: [consent.customerId], all: false });
}
