import type { CardLabel } from '../../contract/card.ts';
import type { Dossier, DossierPart } from '../../contract/dossier.ts';
import { done, refused, type Reply } from '../../contract/failure.ts';
import type { ProviderName } from '../../contract/provider.ts';
import type { Operation } from '../../payments/operation.ts';
import { dateOf } from '../days/calendar.ts';
import { sayCard, sayMoment } from './consent-words.ts';
import { consentView, type HeldConsent } from './consents.ts';
import { audit } from '../customers/customers.ts';
import { cardStory, consentPart, operationPart, type Telling } from './evidence-parts.ts';
import { evidenceWords } from './evidence-words.ts';
import { operationCode } from '../orders/operation-view.ts';
import type { SignedIn } from '../signed-in.ts';
import type { World } from '../world.ts';

/** The card a dossier is about, also when the provider's lists no longer show it. */
interface About {
  readonly cardId: string;
  readonly label: CardLabel;
  readonly customerId: string | null;
  readonly customerName: string;
  readonly language: 'en' | 'fr';
  /** the order in dispute; null for a dossier about the card */
  readonly operation: Operation | null;
}

const mostOperations = 1000;

/**
 * Puts together what a bank asks for in a dispute, as one PDF, and keeps it where a person says: what was agreed to as it was shown, who asked and
 * how, the history of the card, every order on it with its trail and references.
 */
export async function saveEvidence(
  world: World,
  { about: kind, id }: { about: 'card' | 'operation'; id: string },
  who: SignedIn | null,
): Promise<Reply<{ saved: boolean; name: string }>> {
  if (!who) return refused('not_signed_in');
  const about = kind === 'card' ? await aboutCard(world, id) : await aboutOperation(world, id);
  if (!about) return refused('unknown_id');
  const words = evidenceWords[about.language];
  const { timeZone } = world.settings.now();
  const bytes = await world.writeDossier(await dossierOf(world, about, who));
  const subject = about.operation ? operationCode(about.operation.id) : about.label.lastFour;
  const name = `${words.fileName}-${subject}-${dateOf(world.clock.now(), timeZone)}.pdf`;
  try {
    if (!(await world.saveDocument({ name, bytes }))) return done({ saved: false, name });
  } catch (error) {
    world.trouble('saving a document', error);
    return refused('document_not_saved');
  }
  const detail = { customer: about.customerName, card: about.cardId, lastFour: about.label.lastFour };
  await audit(world, who, 'evidence', {
    ...detail,
    ...(about.operation ? { operation: about.operation.id } : {}),
  });
  return done({ saved: true, name });
}

async function aboutCard(world: World, cardId: string): Promise<About | null> {
  const card = await world.mirror.card(cardId);
  if (!card) return null;
  const customer = await world.mirror.customer(card.customerId);
  return {
    cardId,
    label: card,
    customerId: card.customerId,
    customerName: customer?.name ?? '',
    language: languageOf(world, customer?.language ?? null),
    operation: null,
  };
}

async function aboutOperation(world: World, operationId: string): Promise<About | null> {
  const operation = await world.ledger.operations.byId(operationId);
  if (!operation) return null;
  const cardId = await cardIdOf(world, operation);
  if (cardId === null) return null;
  const { customerId, customerName, card } = operation;
  const customer = customerId === null ? null : await world.mirror.customer(customerId);
  const label = card ?? (await world.mirror.card(cardId));
  if (!label) return null;
  return {
    cardId,
    label,
    customerId,
    customerName,
    language: languageOf(world, customer?.language ?? null),
    operation,
  };
}

/** In the customer's language where the provider knows it, in the house's otherwise. */
function languageOf(world: World, spoken: string | null): 'en' | 'fr' {
  const known = (['en', 'fr'] as const).find((one) => spoken?.toLowerCase().startsWith(one));
  return known ?? world.settings.now().language;
}

async function cardIdOf(world: World, { plan, provider, targetId }: Operation): Promise<string | null> {
  if ('cardRef' in plan) return cardId(provider, plan.cardRef);
  return targetId === null ? null : ((await world.mirror.payment(targetId))?.cardId ?? null);
}

const cardId = (provider: ProviderName, ref: string): string => `${provider}:${ref}`;

async function dossierOf(world: World, about: About, who: SignedIn): Promise<Dossier> {
  const settings = world.settings.now();
  const now = world.clock.now();
  const words = evidenceWords[about.language];
  const telling: Telling = { words, language: about.language, timeZone: settings.timeZone };
  const consents = await world.ledger.consents.ofCards([about.cardId]);
  const operations = (await operationsOn(world, about)).filter(({ id }) => id !== about.operation?.id);
  const card = `${sayCard(about.label, about.language)}${about.customerName === '' ? '' : `, ${about.customerName}`}`;
  const provider = about.cardId.startsWith('paysafe:') ? 'Paysafe' : 'Stripe';
  const underOf = (operation: Operation): string | null => consentOf(operation, consents, telling);

  const parts: DossierPart[] = [
    {
      heading: words.headings.about,
      facts: [
        { label: words.facts.customer, value: about.customerName || words.none },
        { label: words.facts.card, value: sayCard(about.label, about.language) },
        { label: words.facts.cardReference, value: about.cardId.slice(about.cardId.indexOf(':') + 1) },
        { label: words.facts.provider, value: provider },
        { label: words.facts.house, value: settings.house || words.none },
        { label: words.facts.zone, value: settings.timeZone },
      ],
    },
  ];
  if (about.operation) {
    const trail = await world.ledger.operations.trail(about.operation.id);
    const under = underOf(about.operation);
    parts.push({ ...operationPart(about.operation, { telling, trail, under }), heading: words.headings.payment });
  }
  const views = consents.map((consent) => consentView(consent, now));
  const scans = await Promise.all(
    views.map(({ scanId }) => (scanId === null ? null : world.ledger.consents.scan(scanId))),
  );
  if (views.length === 0) parts.push({ heading: words.headings.noConsent, note: words.noConsent });
  for (const [at, view] of views.entries()) {
    const heading = words.headings.consent(at + 1, views.length);
    parts.push({ heading, ...consentPart(view, { telling, paper: scans[at]?.name ?? null }) });
  }
  parts.push({ heading: words.headings.history, ...(await cardStory(world, { cardId: about.cardId, telling })) });
  if (operations.length === 0 && !about.operation)
    parts.push({ heading: words.headings.operations, note: words.noOperation });
  for (const [at, operation] of operations.entries()) {
    const trail = await world.ledger.operations.trail(operation.id);
    const part = operationPart(operation, { telling, trail, under: underOf(operation) });
    parts.push({ ...part, heading: at === 0 ? `${words.headings.operations}: ${part.heading}` : part.heading });
  }
  const house = settings.house || 'Comptoir';
  return {
    language: about.language,
    title: words.title(card),
    under: words.under(house, sayMoment(now, telling), words.byAndDesk(who.name, settings.desk)),
    parts,
    papers: scans.flatMap((scan, at) => {
      const view = views[at];
      return scan && view
        ? [{ caption: words.paper(scan.name, sayMoment(view.at, telling)), kind: scan.kind, bytes: scan.bytes }]
        : [];
    }),
    foot: words.foot,
    page: words.page,
    unreadable: words.unreadable,
  };
}

/** Every order on the card, newest first, and what was done to the payments that it made: captured, released, refunded. */
async function operationsOn(world: World, { cardId: wanted, customerId }: About): Promise<readonly Operation[]> {
  const ids = await holdersOf(world, { cardId: wanted, customerId });
  const all = await world.ledger.operations.forCustomers(ids, mostOperations);
  const own = all.filter(({ plan, provider }) => 'cardRef' in plan && cardId(provider, plan.cardRef) === wanted);
  const made = new Set(
    own.flatMap(({ state, provider }) =>
      'reference' in state && state.reference ? [`${provider}:${state.reference}`] : [],
    ),
  );
  return all.filter((one) => own.includes(one) || (one.targetId !== null && made.has(one.targetId)));
}

/** Everybody for whom the card was ever charged: its owner, whom it was lent to, and whom the order was for. */
async function holdersOf(
  world: World,
  { cardId: wanted, customerId }: Pick<About, 'cardId' | 'customerId'>,
): Promise<string[]> {
  const [card, payers] = await Promise.all([world.mirror.card(wanted), world.ledger.payers.ofCard(wanted)]);
  const people = [customerId, card?.customerId ?? null, ...payers.map((payer) => payer.customerId)];
  const ids = await Promise.all(people.map((id) => (id === null ? [] : world.mirror.recordIds(id))));
  return [...new Set(ids.flat())];
}

/** The consent it was taken under, by when it was given; null where somebody let it pass without one, or none was asked for. */
function consentOf({ plan }: Operation, consents: readonly HeldConsent[], telling: Telling): string | null {
  if (plan.kind !== 'charge' && plan.kind !== 'hold') return null;
  const consent = consents.find(({ id }) => id === plan.cause?.consentId);
  return consent ? telling.words.underConsent(sayMoment(consent.at, telling)) : null;
}
