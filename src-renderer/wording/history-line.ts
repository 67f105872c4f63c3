import type { AuditLine } from '../../src-main/contract/desk-status.ts';
import { failureCodes } from '../../src-main/contract/failure.ts';
import { sameAction } from '../../src-main/contract/history-actions.ts';
import type { Money } from '../../src-main/contract/money.ts';
import type { PageLinkStateName } from '../../src-main/contract/page-link.ts';
import { formatDay, formatTime, type DateContext } from '../format/dates.ts';
import { formatMoney } from '../format/money.ts';
import { longVisitDay } from '../format/visits.ts';
import { estimateChangeWords } from './hold-estimates.ts';
import { wordsOf, type Words } from './languages.ts';
import { linkTone } from './links.ts';
import { failureSentence } from './sentences.ts';

type Tone = 'done' | 'decl' | 'warn' | 'pend' | 'chk' | 'neu';

/** How a line ended: in words, in which colour, and what is drawn beside it. */
export interface HistoryEnd {
  readonly tone: Tone;
  readonly look: AuditLine['outcome'] | 'pending' | 'rejected' | 'not_done' | 'needs_person' | 'elsewhere';
  readonly text: string;
}

/** One line of the history, in words: what was done or asked for, how it ended, and the facts that were kept of it. */
export interface HistoryWords {
  readonly what: string;
  readonly end: HistoryEnd;
  readonly amount: Money | null;
  readonly customer: string;
  /** whom and what else it was about */
  readonly about: readonly string[];
  readonly provider: string;
  readonly rest: readonly string[];
  /** the code that is read aloud: the end of the operation's id; empty without one */
  readonly code: string;
}

type Context = DateContext & { readonly now: number };
type Detail = AuditLine['detail'];

const textOf =
  (detail: Detail) =>
  (name: string): string =>
    detail[name] === undefined ? '' : String(detail[name]);

export function historyWords(line: AuditLine, context: Context): HistoryWords {
  const w = wordsOf(context.language);
  const action = sameAction[line.what] ?? line.what;
  const kinds: Readonly<Record<string, string>> = w.outcomes.kind;
  const { amount, currency } = line.detail;
  const text = textOf(line.detail);
  const tail = text('operation').slice(-8).toUpperCase();
  return {
    what: kinds[action] ?? w.settings.history.actions[action] ?? w.settings.history.actions['look'] ?? '',
    end: endOf(line, action, w),
    amount: typeof amount === 'number' && typeof currency === 'string' ? { amount, currency } : null,
    customer: text('customer'),
    about: said([
      text('other') === '' ? '' : w.settings.history.with(text('other')),
      text('value'),
      ...personOf(line.detail, w),
    ]),
    provider: providerOf(line.detail, w),
    rest: said(restOf(line, w, context)),
    code: tail === '' ? '' : `CPT-${tail.slice(0, 4)}-${tail.slice(4)}`,
  };
}

/** The facts as they follow one another under a line. */
export function historyFacts(words: HistoryWords, { language }: Context): string[] {
  const { amount, customer, about, provider, rest } = words;
  return said([amount ? formatMoney(amount, language) : '', customer, ...about, provider, ...rest]);
}

const said = (facts: readonly string[]): string[] => facts.filter((fact) => fact !== '');

function providerOf(detail: Detail, w: Words): string {
  const name = detail['provider'];
  return name === 'stripe' || name === 'paysafe' ? w.shell.providers[name] : '';
}

/** What the provider said is more than done or not done. */
function endOf(line: AuditLine, action: string, w: Words): HistoryEnd {
  const { state: states, elsewhereState } = w.outcomes;
  const text = textOf(line.detail);
  // Of a link: what it came to, in the words of the links themselves.
  const page = action.startsWith('link_') && line.outcome !== 'refused' ? linkState(text('state')) : null;
  if (page) return { tone: linkTone(page), look: linkLooks[page], text: w.links.state[page] };
  switch (text('state')) {
    case 'pending':
      return { tone: 'pend', look: 'pending', text: states.pending };
    case 'declined':
      return { tone: 'decl', look: 'failed', text: states.declined };
    case 'rejected': {
      const elsewhere = elsewhereState[text('code')];
      return elsewhere
        ? { tone: 'neu', look: 'elsewhere', text: elsewhere }
        : { tone: 'decl', look: 'rejected', text: states.rejected(providerOf(line.detail, w)) };
    }
    case 'not_done':
      return { tone: 'neu', look: 'not_done', text: states.not_done };
    case 'needs_person':
      return { tone: 'warn', look: 'needs_person', text: states.needs_person };
    default:
      return { tone: tones[line.outcome], look: line.outcome, text: w.settings.history.outcomes[line.outcome] };
  }
}

const tones: Readonly<Record<AuditLine['outcome'], Tone>> = {
  done: 'done',
  refused: 'neu',
  failed: 'decl',
  started: 'neu',
};
const linkLooks: Readonly<Record<PageLinkStateName, HistoryEnd['look']>> = {
  preparing: 'started',
  open: 'started',
  processing: 'pending',
  completed: 'done',
  expired: 'not_done',
  cancelled: 'not_done',
  failed: 'failed',
  needs_person: 'needs_person',
};
function linkState(name: string): PageLinkStateName | null {
  return Object.keys(linkLooks).find((one): one is PageLinkStateName => one === name) ?? null;
}

function personOf(detail: Detail, w: Words): string[] {
  const words = w.settings.history;
  const roles: Readonly<Record<string, string>> = w.shell.roles;
  const text = textOf(detail);
  return [
    text('person') === 'unknown' ? words.somebody : text('person'),
    text('name') === text('person') ? '' : text('name'),
    roles[text('role')] ?? '',
    detail['active'] === undefined ? '' : detail['active'] === true ? words.isBack : words.isAway,
    text('pin') === '' ? '' : words.newPin,
  ];
}

function restOf(line: AuditLine, w: Words, context: Context): string[] {
  const { detail } = line;
  const { nickname, added, lines, recovered, couldNot, backupAt, dueAt } = detail;
  const words = w.settings.history;
  const text = textOf(detail);
  const sees = { done: w.outcomes.itIsDone, not_done: w.outcomes.itIsNotDone } as const;
  const says = text('says');
  const list = Object.entries(w.lists.title).find(([name]) => name === text('list'));
  const isBack = line.what === 'statement_withdrawn';
  return [
    keyKind(detail, w),
    text('lastFour') === '' ? '' : `•••• ${text('lastFour')}`,
    nickname === undefined ? '' : nickname === '' ? words.nameOff : words.named(String(nickname)),
    typeof added === 'number' && typeof lines === 'number' ? w.customers.counted(added, lines) : '',
    text('file'),
    line.what.startsWith('day_') && text('day') !== '' ? longVisitDay(text('day'), context.language) : '',
    list?.[1] ?? '',
    typeof lines === 'number' && text('from') !== '' ? words.exported(text('from'), text('to'), lines) : '',
    typeof lines === 'number' && (list || isBack) && text('from') === '' ? words.exportedLines(lines) : '',
    broughtWords(detail, words),
    typeof recovered === 'number' && typeof couldNot === 'number' ? words.rebuilt(recovered, couldNot) : '',
    typeof dueAt === 'number' ? words.dueAt(`${formatDay(dueAt, context)}, ${formatTime(dueAt, context)}`) : '',
    typeof backupAt === 'number' ? words.backupOf(formatDay(backupAt, context)) : '',
    changedFields(detail, w),
    ...estimateChangeWords(text('holdDays'), context.language),
    says === 'done' || says === 'not_done' ? sees[says] : '',
    reasonOf(detail, w, context),
    insteadOf(detail, w, context),
    text('prepared') === '' ? '' : words.preparedBy(text('prepared')),
    text('approved') === '' ? '' : words.approvedBy(text('approved')),
    text('stepIn') === '' ? '' : words.steppedIn(text('stepIn')),
    text('note') === '' ? '' : words.named(text('note')),
  ];
}

/** The sum that stands in the place of what was dropped. */
function insteadOf({ instead, insteadCurrency }: Detail, w: Words, { language }: Context): string {
  if (typeof instead !== 'number' || typeof insteadCurrency !== 'string') return '';
  return w.settings.history.instead(formatMoney({ amount: instead, currency: insteadCurrency }, language));
}

/** Of a file that was brought in; where lines can move no money, it is a statement. */
function broughtWords({ added, known, bad, skipped }: Detail, words: Words['settings']['history']): string {
  if (typeof added !== 'number' || typeof known !== 'number' || typeof bad !== 'number') return '';
  return typeof skipped === 'number'
    ? words.statementBrought(added, known, skipped, bad)
    : words.billsBrought(added, known, bad);
}

function keyKind(detail: Detail, w: Words): string {
  const kinds: Readonly<Record<string, string>> = w.settings.providers.kinds;
  const modes: Readonly<Record<string, string>> = w.settings.modeWord;
  const text = textOf(detail);
  return [kinds[text('kind')], modes[text('mode')]].filter(Boolean).join(', ');
}

function changedFields(detail: Detail, w: Words): string {
  if (detail['changed'] === undefined) return '';
  const words = w.settings.history;
  const names = textOf(detail)('changed').split(', ').filter(Boolean);
  if (names.length === 0) return words.nothingChanged;
  return words.changed(names.map((name) => words.fields[name] ?? name).join(', '));
}

/** Why it was refused or not done, where a reason was kept. */
function reasonOf(detail: Detail, w: Words, { language }: Context): string {
  const words = w.settings.history;
  const text = textOf(detail);
  const given = text('code') || text('reason');
  if (given === '' || w.outcomes.elsewhereState[given]) return '';
  if (text('state') === 'declined') return words.bankCode(given);
  if (text('state') !== '') return words.providerCode(given);
  const known = failureCodes.find((one) => one === given);
  return words.why[given] ?? (known ? failureSentence({ code: known }, language) : given);
}
