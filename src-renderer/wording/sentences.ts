import { shownSum } from '../../src-main/contract/moved-sum.ts';
import type { CardLabel } from '../../src-main/contract/card.ts';
import type { Failure } from '../../src-main/contract/failure.ts';
import type { ElsewhereBy, OperationKind, OperationState, OperationView } from '../../src-main/contract/operation.ts';
import { repeatOfFacts, type Repeat } from '../../src-main/contract/repeat.ts';
import type { Deadline } from '../../src-main/contract/hold.ts';
import { formatDay, formatSpan, formatTime, roughSpan } from '../format/dates.ts';
import { formatMoney, type Language } from '../format/money.ts';
import { daysLater, longVisitDay } from '../format/visits.ts';
import { declineOf } from './declines.ts';
import { failedRefundSentence } from './refund-failed.ts';
import { replacedSentence } from './replaced.ts';
import { wordsOf, type Words } from './languages.ts';

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
  const time = (name: string): string =>
    typeof facts[name] === 'number' ? formatTime(facts[name], { language, timeZone }) : '';
  const moment = (name: string): string => {
    const at = facts[name];
    if (typeof at !== 'number') return '';
    return `${formatDay(at, { language, timeZone, now: at })}, ${formatTime(at, { language, timeZone })}`;
  };
  const repeat = repeatOfFacts(facts);
  const when = repeat && repeat.at !== null ? words.stepIn.atTime(time('at')) : '';
  const modeName = (name: string): string =>
    facts[name] === 'test' || facts[name] === 'live' ? words.settings.modeWord[facts[name]] : text(name);
  return words.failures[failure.code]({
    provider,
    most: money('most'),
    least: money('least'),
    by: text('by'),
    off: typeof facts['ms'] === 'number' ? roughSpan(facts['ms'], language) : '',
    key: modeName('key'),
    window: modeName('window'),
    number: text('number'),
    reference: text('reference'),
    tries: typeof facts['triesLeft'] === 'number' ? facts['triesLeft'] : null,
    time: time('until'),
    ofCardKey: facts['of'] === 'card_key',
    day: text('day') === '' ? '' : longVisitDay(text('day'), language),
    repeat: repeat ? repeatSentence(repeat, language, when) : '',
    from: money('from'),
    sum: money('sum'),
    at: moment('at'),
  });
}

/** `Front 1 charged $80.00 to this person 3 minutes ago (Maude).` `when`: already in words. */
export function repeatSentence(repeat: Repeat, language: Language, when: string): string {
  const words = wordsOf(language);
  const amount = formatMoney(repeat.amount, language);
  if (repeat.staffName === null || repeat.desk === null) {
    const where =
      repeat.from === 'other_desk'
        ? words.stepIn.otherDesk
        : words.stepIn.ownSite(words.shell.providers[repeat.provider]);
    return words.stepIn.elsewhere[repeat.kind](amount, when, where);
  }
  const known = repeat.state === 'done' || repeat.state === 'pending' ? words.stepIn.did : words.stepIn.notKnown;
  return known[repeat.kind](repeat.desk, amount, when, repeat.staffName);
}

/** `3 minutes ago`, as time goes by. */
export function agoWords(at: number, { language, now }: Pick<Context, 'language' | 'now'>): string {
  const words = wordsOf(language).stepIn;
  const minutes = Math.floor(Math.max(0, now - at) / 60_000);
  if (minutes === 0) return words.justNow;
  return minutes < 60 ? words.minutesAgo(minutes) : words.spanAgo(formatSpan(now - at, language));
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
  const named = `${kind} ${card.lastFour}`;
  return card.owner === undefined ? named : wordsOf(language).payers.named(named, card.owner);
}

interface Context {
  readonly language: Language;
  readonly timeZone: string;
  readonly now: number;
}

/** What the banner says once an operation has ended, or while it has not; of a replaced hold, what became of both steps. */
export function outcomeSentence(operation: OperationView, group: readonly OperationView[], context: Context): string {
  const own = ownSentence(operation, group, context);
  if (!operation.replacing) return own;
  const second = group.find((step) => step.follows === operation.id);
  const captureBefore = operation.state.name === 'done' ? operation.state.captureBefore : undefined;
  return replacedSentence(operation, {
    second: second && { step: second, said: ownSentence(second, [], context) },
    own,
    card: cardName(operation.card, context.language),
    until:
      captureBefore === undefined ? '' : `${formatDay(captureBefore, context)}, ${formatTime(captureBefore, context)}`,
    language: context.language,
    ofSecond: cardName(second?.card ?? null, context.language),
  });
}

function ownSentence(operation: OperationView, group: readonly OperationView[], context: Context): string {
  const words = wordsOf(context.language);
  const o = words.outcomes;
  const provider = words.shell.providers[operation.provider];
  const { state } = operation;
  const currency = operation.amount?.currency ?? 'CAD';
  const say = (amount: number): string => formatMoney({ amount, currency }, context.language);
  const card = cardName(operation.card, context.language);
  const shown = shownSum(operation);
  const asked = shown ? say(shown.amount) : '';
  switch (state.name) {
    case 'open':
      return o.asking(provider);
    case 'unknown':
      return o.checkingTitle(provider);
    case 'pending':
      if (operation.kind === 'refund') return o.refundOnItsWay(asked, provider);
      return isDebit(operation) ? o.accepted(asked, card) : o.pendingText;
    case 'not_done':
      if (state.turnedAway) return o.turnedAway(provider);
      if (state.why === 'too_late') return words.replace.tooLate;
      if (state.why === 'consent_gone') return words.replace.consentGone;
      return state.why === 'never_left' ? o.neverLeft : o.notDone(provider);
    case 'needs_person':
      return o.personText(provider);
    case 'rejected':
      return rejectedSentence(operation, context);
    case 'declined':
      if (operation.kind === 'verify_card') return o.cardDeclined(card);
      if (isConfirm(state)) return o.confirmTitle(asked);
      if (isDebit(operation)) return o.sentBack(asked);
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
      if (state.saidBy !== undefined) return `${done} ${seenWords(operation, state.saidBy, context)}`;
      if (!state.elsewhere || operation.kind === 'save_card' || operation.kind === 'save_bank_account') return done;
      return `${done} ${state.elsewhereBy ? whoWords(o.hadDone, state.elsewhereBy, { ...context, provider }) : o.elsewhere}`;
    }
  }
}

/** Who said that it was done, and what was asked where another sum stood there. */
function seenWords(operation: OperationView, who: string, { language }: Pick<Context, 'language'>): string {
  const { outcomes, shell } = wordsOf(language);
  const [at, shown] = [shell.providers[operation.provider], shownSum(operation)];
  const { amount } = operation;
  return shown && amount && shown.amount !== amount.amount
    ? outcomes.seenInstead(who, at, formatMoney(amount, language))
    : outcomes.seenBy(who, at);
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
      return isDebit(operation) ? o.collected(facts.asked, facts.card) : o.charged(facts.asked, facts.card);
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
    case 'remove_customer':
      return wordsOf(facts.language).removal.removed(
        operation.customerName,
        wordsOf(facts.language).shell.providers[operation.provider],
      );
    case 'remove_card':
      return o.removed(facts.card);
    case 'set_default':
      return o.defaulted(facts.card);
    case 'add_profile':
      return o.profileMade(wordsOf(facts.language).shell.providers[operation.provider]);
    case 'verify_card':
      return o.verified(facts.card);
    case 'save_bank_account':
      return state.elsewhere ? o.accountThere(facts.card) : o.accountSaved(facts.card);
    case 'save_card':
      return state.elsewhere ? o.alreadySaved(facts.card) : o.saved(facts.card);
  }
}

/** Money moved or is held by it, by the provider's own word and by this very order: a client may be given something to keep. */
export function hasReceipt({ kind, state, amount }: Pick<OperationView, 'kind' | 'state' | 'amount'>): boolean {
  const moves = kind === 'charge' || kind === 'hold' || kind === 'capture' || kind === 'release' || kind === 'refund';
  if (!moves || !amount) return false;
  return state.name === 'pending' || (state.name === 'done' && !state.elsewhereBy);
}

/** A charge of a bank account: accepted first, collected or sent back days later. */
export function isDebit({ kind, card }: Pick<OperationView, 'kind' | 'card'>): boolean {
  return kind === 'charge' && card !== null && card.kind !== 'card';
}

/** In passing, how something ended that had been checked: whether it went through, who had done it before, or that a person must look. */
export function endedSentence(operation: OperationView, context: Context): string {
  const { state, kind } = operation;
  const words = wordsOf(context.language).outcomes;
  if (state.name === 'needs_person' || elsewhereWord(state, kind, context.language))
    return outcomeSentence(operation, [], context);
  return state.name === 'done' || state.name === 'pending'
    ? words.wentThrough(formatTime(operation.updatedAt, context))
    : words.didNot;
}

/** Who had been there before, in the words of one of the lists that go by where it is known from. */
function whoWords(
  words: Words['outcomes']['hadDone'],
  by: ElsewhereBy,
  context: Context & { readonly provider: string },
): string {
  switch (by.from) {
    case 'records':
      return words.records(by.staffName ?? '', by.desk ?? '', by.at === undefined ? '' : formatTime(by.at, context));
    case 'other_desk':
      return words.other_desk();
    case 'lapsed':
      return words.lapsed();
    case 'provider':
      return words.provider(context.provider);
  }
}

/** The word of a chip for what somebody else had done before; null for anything else. */
export function elsewhereWord(state: OperationState, kind: OperationKind, language: Language): string | null {
  const words = wordsOf(language).outcomes.elsewhereState;
  if (state.name === 'done') return state.elsewhere ? (words[kind] ?? null) : null;
  return state.name === 'rejected' ? (words[state.code] ?? null) : null;
}

/** Part or all of a hold was taken or given back before us: how much of it, and by whom as far as anybody can tell. */
function goneSentence(operation: OperationView, by: ElsewhereBy, context: Context): string {
  const words = wordsOf(context.language);
  const o = words.outcomes;
  const provider = words.shell.providers[operation.provider];
  const say = (amount: number | undefined): string =>
    amount === undefined || amount === 0
      ? ''
      : formatMoney({ amount, currency: operation.amount?.currency ?? 'CAD' }, context.language);
  const who = whoWords(o.whoElse, by, { ...context, provider });
  if (by.captured !== undefined) return o.hadCaptured(who, say(by.captured), say(by.released));
  if (by.gone !== undefined) return o.isGone(say(by.gone), say(by.left), provider);
  return o.hadReleased(who);
}

function rejectedSentence(operation: OperationView, context: Context): string {
  const { language } = context;
  const words = wordsOf(language);
  const o = words.outcomes;
  const provider = words.shell.providers[operation.provider];
  const { state } = operation;
  if (state.name !== 'rejected') return '';
  const onHold = state.code === 'captured_elsewhere' || state.code === 'released_elsewhere';
  if (onHold && state.elsewhereBy) return goneSentence(operation, state.elsewhereBy, context);
  if (operation.kind === 'save_bank_account' && state.code !== 'key_refused' && state.code !== 'permission_missing')
    return state.code === 'customer_removed'
      ? o.accountOfGoneClient(provider)
      : o.accountNotSaved(provider, operation.code);
  if (operation.kind === 'remove_customer' && state.code !== 'key_refused' && state.code !== 'permission_missing')
    return words.removal.rejected(provider, operation.code);
  const ofCard = cardSentence(operation, language);
  if (ofCard !== null) return ofCard;
  const ofRefund = failedRefundSentence(operation, context);
  if (ofRefund !== null) return ofRefund;
  switch (state.code) {
    case 'captured_elsewhere':
      return o.rejectedCapturedElsewhere;
    case 'released_elsewhere':
      return o.rejectedReleasedElsewhere;
    case 'refunded_elsewhere':
      return o.rejectedRefundedElsewhere;
    case 'hold_over':
      return o.rejectedHoldOver;
    case 'charge_over':
      return o.rejectedChargeOver;
    case 'hold_lapsed':
      return o.rejectedLapsed;
    case 'customer_removed':
      return o.rejectedCustomerRemoved(provider);
    case 'card_removed':
      return o.rejectedCardRemoved(provider);
    case '3415':
    case '3406':
      return o.rejectedBatched;
    case 'key_refused':
    case 'permission_missing':
      return failureSentence({ code: state.code, facts: { provider: operation.provider } }, language);
    default:
      return o.rejected(provider, operation.code);
  }
}

/** Why a typed card was not kept; null for any other order, and where the key is to blame. */
function cardSentence({ kind, state, card, code, provider }: OperationView, language: Language): string | null {
  if ((kind !== 'verify_card' && kind !== 'save_card') || state.name !== 'rejected') return null;
  const words = wordsOf(language);
  const o = words.outcomes;
  switch (state.code) {
    case 'security_code':
    case '3005':
      return o.cardCode(cardName(card, language));
    case 'customer_removed':
      return o.cardOfGoneClient(words.shell.providers[provider]);
    case '5502':
      return o.cardTokenEnded;
    case '3004':
      return o.cardZip;
    case 'key_refused':
    case 'permission_missing':
      return null;
    default:
      return o.cardNotSaved(words.shell.providers[provider], code);
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
  if (day === daysLater(context.dayName(context.now), 1)) return h.tomorrowAt(time);
  return `${formatDay(deadline.at, context)}, ${time}`;
}
