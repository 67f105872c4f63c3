import type { OperationView } from '../../src-main/contract/operation.ts';
import { formatMoney, type Language } from '../format/money.ts';
import { wordsOf } from './languages.ts';

/** One thing that is known of an order nobody can tell the end of, for the manager who compares. */
export interface Known {
  readonly label: string;
  readonly value: string;
}

type Needs = Extract<OperationView['state'], { name: 'needs_person' }>;

/**
 * What the order asked and what the provider said instead: sums as money of the order's currency, what is the provider's own as its own word. What only
 * tells an engineer how we asked is in the trail, not here.
 */
export function personFacts({ state, amount, provider }: OperationView, language: Language): Known[] {
  if (state.name !== 'needs_person') return [];
  const { outcomes, shell } = wordsOf(language);
  const words = outcomes.personFacts;
  const at = shell.providers[provider];
  const { reference, status } = state.evidence;
  return [
    ...(amount ? [{ label: words.asked, value: formatMoney(amount, language) }] : []),
    ...comparedOf(state, { amount, at, language }),
    ...(reference ? [{ label: words.referenceAt(at), value: reference }] : []),
    ...(status ? [{ label: at, value: words.ownWord(status) }] : []),
  ];
}

function comparedOf(
  { why, evidence }: Needs,
  { amount, at, language }: Pick<OperationView, 'amount'> & { readonly at: string; readonly language: Language },
): Known[] {
  const words = wordsOf(language).outcomes.personFacts;
  const { asked = '', said = '' } = evidence;
  const ownWord = said === '' ? words.nothing : words.ownWord(said);
  switch (why) {
    case 'amount': {
      const sum = wholeNumber(said);
      const shown = sum === null || !amount ? ownWord : formatMoney({ ...amount, amount: sum }, language);
      return [{ label: words.shows(at), value: shown }];
    }
    case 'currency':
      return [{ label: words.shows(at), value: said === '' ? words.nothing : said.toUpperCase() }];
    case 'provider_cannot_say': {
      const times = wholeNumber(asked);
      return times === null ? [] : [{ label: at, value: words.askedTimes(times) }];
    }
    case 'customer':
    case 'card':
    case 'target':
    case 'key':
    case 'other':
      return [
        ...(asked === '' ? [] : [{ label: words.referenceAsked, value: asked }]),
        { label: words.shows(at), value: ownWord },
      ];
    case 'held_instead_of_charged':
    case 'captured_instead_of_held':
    case 'held_for_review':
    case 'waits_for_customer':
      return [];
  }
}

/** The sum to begin with where a manager states one: what the provider said where it said another, else what was asked. Minor units; null where none is asked. */
export function statedFirst({ state, amount }: Pick<OperationView, 'state' | 'amount'>): number | null {
  if (!amount) return null;
  const said =
    state.name === 'needs_person' && state.why === 'amount' ? wholeNumber(state.evidence['said'] ?? '') : null;
  return said ?? amount.amount;
}

function wholeNumber(text: string): number | null {
  const number = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  return Number.isSafeInteger(number) ? number : null;
}
