import type { ConsentView } from '../../contract/consent.ts';
import type { DossierFact, DossierPart } from '../../contract/dossier.ts';
import type { TrailLine } from '../../contract/operation.ts';
import type { Operation } from '../../payments/operation.ts';
import { sayMoment, sayMoney, sayPurposes } from './consent-words.ts';
import type { EvidenceWords } from './evidence-words.ts';
import { operationCode } from '../orders/operation-view.ts';
import type { World } from '../world.ts';

/** In which language, with which words, and by which clock a dossier speaks. */
export interface Telling {
  readonly words: EvidenceWords;
  readonly language: 'en' | 'fr';
  readonly timeZone: string;
}

/** One consent: its terms, how it was given, whether it stands, and the text as it was shown. */
export function consentPart(
  view: ConsentView,
  { telling, paper }: { readonly telling: Telling; readonly paper: string | null },
): Omit<DossierPart, 'heading'> {
  const { words, language } = telling;
  const { facts: label } = words;
  const cap = (amount: number | null): string =>
    amount === null ? words.noCap : sayMoney({ amount, currency: view.currency }, language);
  const { withdrawn } = view;
  const stands = withdrawn
    ? words.standing.withdrawn(sayMoment(withdrawn.at, telling), withdrawn.by, withdrawn.reason ?? '')
    : view.state === 'withdrawn'
      ? ''
      : words.standing[view.state];
  const facts: DossierFact[] = [
    { label: label.given, value: sayMoment(view.at, telling) },
    { label: label.asked, value: words.byAndDesk(view.staffName, view.desk) },
    { label: label.channel, value: words.channels[view.channel] },
    ...(view.witness ? [{ label: label.witness, value: view.witness }] : []),
    { label: label.purposes, value: sayPurposes(view.purposes, language) },
    { label: label.capEach, value: cap(view.capEach) },
    { label: label.capTotal, value: cap(view.capTotal) },
    { label: label.used, value: sayMoney({ amount: view.used, currency: view.currency }, language) },
    { label: label.ends, value: view.endsAt === null ? words.open : sayMoment(view.endsAt, telling) },
    { label: label.stands, value: stands },
    { label: label.version, value: words.version(view.textVersion) },
  ];
  const follows = paper === null ? {} : { note: words.paperFollows(paper) };
  return { facts, quote: `${words.accepted}\n\n${view.text}`, ...follows };
}

/** One order: what was asked, what the provider said, and every step between. */
export function operationPart(
  operation: Operation,
  about: { readonly telling: Telling; readonly trail: readonly TrailLine[]; readonly under: string | null },
): DossierPart {
  const { telling, trail, under } = about;
  const { words, language } = telling;
  const { facts: label } = words;
  const { state, amount, tip } = operation;
  const reference = 'reference' in state ? state.reference : null;
  const code = 'code' in state ? ` (${state.code})` : '';
  const allowed = trail.find(({ what }) => what === 'step_in');
  const permitted = allowed
    ? words.steppedIn(String(allowed.detail['by'] ?? ''), String(allowed.detail['note'] ?? ''))
    : null;
  const facts: DossierFact[] = [
    { label: label.reference, value: operationCode(operation.id) },
    ...(reference ? [{ label: label.providerReference, value: reference }] : []),
    ...(amount ? [{ label: label.amount, value: sayMoney(amount, language) }] : []),
    ...(amount && tip ? [{ label: label.tip, value: sayMoney({ ...amount, amount: tip }, language) }] : []),
    { label: label.state, value: `${words.states[state.name]}${code}` },
    { label: label.when, value: sayMoment(operation.createdAt, telling) },
    { label: label.by, value: words.byAndDesk(operation.staffName, operation.desk) },
    ...('cause' in operation.plan && operation.plan.cause
      ? [{ label: label.purposes, value: sayPurposes([operation.plan.cause.purpose], language) }]
      : []),
    ...[under, permitted].flatMap((value) => (value ? [{ label: label.under, value }] : [])),
    ...(operation.note ? [{ label: label.note, value: operation.note }] : []),
    ...(operation.receiptEmail ? [{ label: label.receipt, value: operation.receiptEmail }] : []),
  ];
  const lines = trail.map(({ at, what, detail }) => {
    const told = Object.entries(detail)
      .flatMap(([name, value]) => (words.details[name] ? [`${words.details[name]}: ${String(value)}`] : []))
      .join(' · ');
    return { when: sayMoment(at, telling), text: words.trail[what] ?? what, ...(told === '' ? {} : { detail: told }) };
  });
  const sum = amount ? ` ${sayMoney(amount, language)}` : '';
  return { heading: `${words.kinds[operation.kind]}${sum}, ${sayMoment(operation.createdAt, telling)}`, facts, lines };
}

const mostLines = 200;

/** What was done to the card itself: named, agreed to, withdrawn, removed, chosen; oldest first. */
export async function cardStory(
  world: World,
  { cardId, telling }: { readonly cardId: string; readonly telling: Telling },
): Promise<Omit<DossierPart, 'heading'>> {
  const { words } = telling;
  const { rows } = await world.ledger.audit.list({ search: cardId, before: null, limit: mostLines });
  const noted = rows
    .toReversed()
    .filter(({ detail, outcome }) => detail['card'] === cardId && outcome === 'done')
    .flatMap(({ at, what, detail, staffName, desk }) => {
      const by = staffName ?? '';
      const said = (name: string): string => String(detail[name] ?? '');
      switch (what) {
        case 'consent_recorded':
          return [{ at, text: words.history.recorded(by, desk) }];
        case 'consent_withdrawn':
          return [{ at, text: words.history.withdrawn(by, desk, said('reason')) }];
        case 'rename_card':
          return [{ at, text: words.history.renamed(by, said('nickname')) }];
        default:
          return [];
      }
    });
  const ordered = (await world.ledger.operations.onTargets([cardId])).map((one) => ({
    at: one.createdAt,
    text: `${words.kinds[one.kind]}: ${words.states[one.state.name]}, ${words.byAndDesk(one.staffName, one.desk)}${one.note ? ` (${one.note})` : ''}`,
  }));
  const card = await world.mirror.card(cardId);
  const customer = card ? await world.mirror.customer(card.customerId) : null;
  const provider = cardId.startsWith('paysafe:') ? 'Paysafe' : 'Stripe';
  const known = customer?.createdAt == null ? [] : [{ at: customer.createdAt, text: words.history.known(provider) }];
  const lines = [...known, ...noted, ...ordered]
    .toSorted((a, b) => a.at - b.at)
    .map(({ at, text }) => ({ when: sayMoment(at, telling), text }));
  return lines.length === 0 ? { note: words.noHistory } : { lines };
}
