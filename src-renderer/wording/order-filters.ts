import type { OrderFilter } from '../../src-main/contract/operation.ts';
import type { Language } from '../format/money.ts';
import { wordsOf } from './languages.ts';

/** The filters of the list of payments in words, each by itself; empty: none is set. @param people names by id */
export function orderFilterWords(
  { states, provider, staffId }: OrderFilter,
  people: ReadonlyMap<string, string>,
  language: Language,
): string[] {
  const { lists, payments, shell } = wordsOf(language);
  return [
    ...states.map((state) => payments.states[state]),
    ...(provider === null ? [] : [shell.providers[provider]]),
    ...(staffId === null ? [] : [lists.about.person(people.get(staffId) ?? staffId)]),
  ];
}
