import type { ConsentScan, ConsentView } from '../../contract/consent.ts';
import { done, refused, type Reply } from '../../contract/failure.ts';
import type { Consent } from '../../ledger/consents.ts';
import type { ConsentRecord } from '../../payments/consent.ts';
import { draftOf, type Agreed } from './consent-drafts.ts';
import { audit } from '../customers/customers.ts';
import { readScan } from './scan-kind.ts';
import type { SignedIn } from '../signed-in.ts';
import type { World } from '../world.ts';

export type HeldConsent = Consent & Pick<ConsentRecord, 'used'>;

/** Every consent of a person's cards, newest first, withdrawn and ended ones included. */
export async function consentsOfCustomer(
  world: World,
  { customerId }: { customerId: string },
): Promise<Reply<{ consents: ConsentView[] }>> {
  const person = await world.mirror.person(customerId);
  if (!person) return refused('unknown_id');
  const found = await world.ledger.consents.ofCards(person.cards.map(({ id }) => id));
  return done({ consents: found.map((consent) => consentView(consent, world.clock.now())) });
}

/**
 * Records what a customer agreed to. What is kept is what main itself fills in now, and only when the window showed the very same: a text that
 * was changed meanwhile, or a house with another name, is shown and asked again.
 */
export async function recordConsent(
  world: World,
  input: Agreed & {
    readonly shown: string;
    readonly way: Consent['channel'];
    readonly witness: string | null;
    readonly scan: { readonly name: string; readonly data: string } | null;
  },
  who: SignedIn | null,
): Promise<Reply<ConsentView>> {
  if (!who) return refused('not_signed_in');
  const drafted = await draftOf(world, input);
  if ('code' in drafted) return { ok: false, failure: drafted };
  const { card, text, shown, endsAt } = drafted;
  if (shown !== input.shown) return refused('consent_text_changed');
  const now = world.clock.now();
  if (endsAt !== null && endsAt <= now) return refused('bad_input', { field: 'endsOn' });
  if (input.way === 'verbal' && !input.witness) return refused('bad_input', { field: 'witness' });
  if (input.way === 'paper' && !input.scan) return refused('bad_input', { field: 'scan' });
  if (input.capEach !== null && input.capTotal !== null && input.capEach > input.capTotal)
    return refused('bad_input', { field: 'capTotal' });
  const read = input.scan ? readScan(input.scan.data) : null;
  if (read && 'code' in read) return { ok: false, failure: read };
  const { random } = world.engine;
  const scan = read && input.scan ? { ...read, id: `scan-${random.id(16)}`, name: input.scan.name } : null;
  const settings = world.settings.now();
  const consent: Consent = {
    id: `consent-${random.id(16)}`,
    cardId: card.id,
    customerId: card.customerId,
    purposes: [...new Set(input.purposes)],
    textId: text.id,
    textVersion: text.version,
    language: text.language,
    shown,
    capEach: input.capEach,
    capTotal: input.capTotal,
    currency: settings.currency,
    endsAt,
    channel: input.way,
    witness: input.witness,
    scanId: scan?.id ?? null,
    at: now,
    staffId: who.id,
    staffName: who.name,
    desk: settings.desk,
    withdrawn: null,
    version: 1,
  };
  await world.ledger.consents.add(consent, scan ?? undefined);
  await audit(world, who, 'consent_recorded', await factsOf(world, consent));
  changed(world, consent);
  return done(consentView({ ...consent, used: 0 }, now));
}

/** The signed paper of a consent, to look at again. */
export async function consentScan(world: World, { id }: { id: string }): Promise<Reply<ConsentScan>> {
  const scan = await world.ledger.consents.scan(id);
  if (!scan) return refused('unknown_id');
  return done({ id: scan.id, name: scan.name, kind: scan.kind, data: scan.bytes.toString('base64') });
}

/** Keeps a copy of the signed paper where a person says. Its name is ours: what it was called when it was attached is only shown. */
export async function saveConsentScan(
  world: World,
  { id }: { id: string },
  who: SignedIn | null,
): Promise<Reply<{ saved: boolean; name: string }>> {
  const scan = await world.ledger.consents.scan(id);
  if (!scan) return refused('unknown_id');
  const name = `${scan.id}.${scan.kind === 'jpeg' ? 'jpg' : scan.kind}`;
  try {
    if (!(await world.saveDocument({ name, bytes: scan.bytes }))) return done({ saved: false, name });
  } catch (error) {
    world.trouble('saving a document', error);
    return refused('document_not_saved');
  }
  await audit(world, who, 'consent_paper_saved', { scan: id });
  return done({ saved: true, name });
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
  await audit(world, who, 'consent_withdrawn', { ...(await factsOf(world, after)), ...(reason ? { reason } : {}) });
  changed(world, after);
  const [held] = (await world.ledger.consents.ofCards([after.cardId])).filter((one) => one.id === id);
  return done(consentView(held ?? { ...after, used: 0 }, at));
}

export function consentView(consent: HeldConsent, now: number): ConsentView {
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

async function factsOf(world: World, consent: Consent): Promise<Record<string, string | number>> {
  const [card, customer] = await Promise.all([
    world.mirror.card(consent.cardId),
    world.mirror.customer(consent.customerId),
  ]);
  return {
    customer: customer?.name ?? '',
    ...(card ? { lastFour: card.lastFour } : {}),
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
