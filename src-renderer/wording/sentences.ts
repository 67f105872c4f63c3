import type { CardLabel } from '../../src-main/contract/card.ts';
import type { Failure } from '../../src-main/contract/failure.ts';
import type { OperationState, OperationView } from '../../src-main/contract/operation.ts';
import type { Deadline } from '../../src-main/contract/hold.ts';
import { formatDay, formatTime } from '../format/dates.ts';
import { formatMoney, type Language } from '../format/money.ts';
import { declineOf } from './declines.ts';
import { wordsOf } from './words.ts';

/** A failure as the sentence staff read. */
export function failureSentence(failure: Failure, language: Language, timeZone = 'UTC'): string {
  const facts = failure.facts ?? {};
  const words = wordsOf(language);
  const currency = typeof facts['currency'] === 'string' ? facts['currency'] : 'CAD';
  const text = (name: string): string => (facts[name] === undefined ? '' : String(facts[name]));
  const money = (name: string): string =>
    typeof facts[name] === 'number' ? formatMoney({ amount: facts[name], currency }, language) : '';
  const provider =
    facts['provider'] === 'stripe' || facts['provider'] === 'paysafe'
      ? words.shell.providers[facts['provider']]
      : text('provider') || 'Stripe';
  const modeName = (name: string): string =>
    facts[name] === 'test' || facts[name] === 'live' ? words.settings.modeWord[facts[name]] : text(name);
  return words.failures[failure.code]({
    provider,
    most: money('most'),
    least: money('least'),
    by: text('by'),
    hours: text('hours'),
    key: modeName('key'),
    window: modeName('window'),
    number: text('number'),
    reference: text('reference'),
    tries: typeof facts['triesLeft'] === 'number' ? facts['triesLeft'] : null,
    time: typeof facts['until'] === 'number' ? formatTime(facts['until'], { language, timeZone }) : '',
  });
}

/** A customer's name; one of Paysafe may show in a list before their profile was read. */
export function personName(name: string, language: Language): string {
  return name === '' ? wordsOf(language).customers.nameUnread : name;
}

/** Who gave an order; a record that was written anew from a provider may not know. */
export function staffWord(name: string, language: Language): string {
  return name === '' ? wordsOf(language).records.unknownStaff : name;
}

/** `Visa 4821`, or the nickname staff gave it. */
export function cardName(card: CardLabel | null, language: Language): string {
  if (!card) return language === 'fr' ? 'carte' : 'card';
  const brands: Record<string, string> = {
    visa: 'Visa',
    mastercard: 'Mastercard',
    amex: 'Amex',
    discover: 'Discover',
    jcb: 'JCB',
    diners: 'Diners',
  };
  const kind =
    card.kind === 'card'
      ? (brands[card.brand ?? ''] ?? (language === 'fr' ? 'Carte' : 'Card'))
      : card.kind.toUpperCase();
  return `${kind} ${card.lastFour}`;
}

interface Context {
  readonly language: Language;
  readonly timeZone: string;
  readonly now: number;
}

/** What the banner says once an operation has ended, or while it has not. */
export function outcomeSentence(operation: OperationView, group: readonly OperationView[], context: Context): string {
  const words = wordsOf(context.language);
  const o = words.outcomes;
  const provider = words.shell.providers[operation.provider];
  const { state } = operation;
  const currency = operation.amount?.currency ?? 'CAD';
  const say = (amount: number): string => formatMoney({ amount, currency }, context.language);
  const card = cardName(operation.card, context.language);
  const asked = operation.amount ? say(operation.amount.amount) : '';
  switch (state.name) {
    case 'open':
      return o.asking(provider);
    case 'unknown':
      return o.checkingTitle(provider);
    case 'pending':
      return o.pendingText;
    case 'not_done':
      return state.why === 'never_left' ? o.neverLeft : o.notDone(provider);
    case 'needs_person':
      return o.personText(provider);
    case 'rejected':
      return rejectedSentence(operation, context.language);
    case 'declined':
      if (isConfirm(state)) return o.confirmTitle(asked);
      if (operation.kind === 'hold') return o.declinedHold(asked);
      return declineOf(state.code, state.advice, context.language).byProvider
        ? o.declinedByProvider(asked)
        : o.declinedTitle(asked);
    case 'done': {
      const done = doneSentence(operation, group, {
        ...context,
        say,
        card,
        asked,
        captureBefore: state.captureBefore ?? null,
      });
      return state.elsewhere ? `${done} ${o.elsewhere}` : done;
    }
  }
}

function doneSentence(
  operation: OperationView,
  group: readonly OperationView[],
  facts: Context & { say: (amount: number) => string; card: string; asked: string; captureBefore: number | null },
): string {
  const o = wordsOf(facts.language).outcomes;
  const { state } = operation;
  if (state.name !== 'done') return '';
  switch (operation.kind) {
    case 'charge':
      return o.charged(facts.asked, facts.card);
    case 'hold': {
      const until =
        facts.captureBefore === null
          ? ''
          : `${formatDay(facts.captureBefore, facts)}, ${formatTime(facts.captureBefore, facts)}`;
      return o.held(facts.asked, facts.card, until);
    }
    case 'capture': {
      const rest = group.find((step) => step.follows === operation.id);
      if (rest?.amount) {
        const restAmount = facts.say(rest.amount.amount);
        if (rest.state.name === 'done') return o.capturedLess(facts.asked, restAmount);
        return rest.state.name === 'open' || rest.state.name === 'unknown'
          ? o.capturedReleasing(facts.asked, restAmount)
          : o.restFailed(facts.asked, restAmount);
      }
      return state.moved.released
        ? o.capturedLess(facts.asked, facts.say(state.moved.released))
        : o.captured(facts.asked);
    }
    case 'release':
      return o.released(facts.asked);
    case 'refund':
      return state.cancelled ? o.cancelledBeforeBatch : o.refunded(facts.asked);
    case 'remove_card':
      return o.removed(facts.card);
    case 'set_default':
      return o.defaulted(facts.card);
  }
}

function rejectedSentence(operation: OperationView, language: Language): string {
  const words = wordsOf(language);
  const o = words.outcomes;
  const provider = words.shell.providers[operation.provider];
  if (operation.state.name !== 'rejected') return '';
  switch (operation.state.code) {
    case 'captured_elsewhere':
      return o.rejectedCapturedElsewhere;
    case 'released_elsewhere':
      return o.rejectedReleasedElsewhere;
    case 'hold_lapsed':
      return o.rejectedLapsed;
    case '3415':
    case '3406':
      return o.rejectedBatched;
    case 'key_refused':
    case 'permission_missing':
      return failureSentence({ code: operation.state.code, facts: { provider: operation.provider } }, language);
    default:
      return o.rejected(provider, operation.code);
  }
}

/** The bank wants the customer to confirm: nothing was charged, and no other try from the desk will do. */
export function isConfirm(state: OperationState): boolean {
  return state.name === 'declined' && (state.code === 'authentication_required' || state.code === '3060');
}

/** `Today, 4:10 p.m.`, `Tomorrow, 7:20 a.m.`, `Mon, Nov 23, 5:15 a.m.`; an estimate gets no hour. */
export function deadlineWords(
  deadline: Deadline,
  context: Context & { readonly dayName: (at: number) => string },
): string {
  const h = wordsOf(context.language).holds;
  const day = context.dayName(deadline.at);
  if (deadline.estimated) return h.about(formatDay(deadline.at, context));
  const time = formatTime(deadline.at, context);
  if (day === context.dayName(context.now)) return h.todayAt(time);
  if (day === context.dayName(context.now + 86_400_000)) return h.tomorrowAt(time);
  return `${formatDay(deadline.at, context)}, ${time}`;
}
