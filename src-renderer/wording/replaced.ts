import { shownSum } from '../../src-main/contract/moved-sum.ts';
import { isSettledByHand, type OperationView } from '../../src-main/contract/operation.ts';
import { formatMoney, type Language } from '../format/money.ts';
import { wordsOf } from './languages.ts';

/** The two steps of a replaced hold in one sentence: what is held now, and whether anything is. */
export function replacedSentence(
  first: OperationView,
  facts: {
    readonly second: { readonly step: OperationView; readonly said: string } | undefined;
    /** what is said of each step by itself */
    readonly own: string;
    readonly card: string;
    /** the card of the second step */
    readonly ofSecond: string;
    /** until when the new hold stands; empty where nobody says */
    readonly until: string;
    readonly language: Language;
  },
): string {
  const words = wordsOf(facts.language).replace;
  const say = (operation: OperationView): string => {
    const sum = shownSum(operation);
    return sum ? formatMoney(sum, facts.language) : '';
  };
  const { second, own, card, until, ofSecond } = facts;
  const state = first.state.name;
  if (state === 'open' || state === 'unknown' || state === 'pending' || state === 'needs_person') return own;
  const step = second?.step;
  // Nothing follows by itself what a person said of it.
  const byHand = isSettledByHand(first.state) && !step;
  if (byHand) return first.replacing === 'new' ? words.oldLeft(say(first), card) : words.newLeft(say(first));
  const going = !step || step.state.name === 'open' || step.state.name === 'unknown';
  if (first.replacing === 'new') {
    if (state !== 'done') return words.oldStands(own);
    if (going) return words.releasing(say(first), card);
    return step.state.name === 'done'
      ? words.done(say(first), card, until, say(step))
      : words.both(say(first), card, say(step));
  }
  if (state !== 'done') return words.notReleased(own);
  if (going) return words.placing(say(first));
  if (step.state.name === 'done') return words.done(say(step), ofSecond, '', say(first));
  return step.state.name === 'needs_person' ? second.said : words.nothingHeld(second.said, say(first));
}
