import type { HistoryQuestion } from '../../src-main/contract/history.ts';
import type { Language } from '../format/money.ts';
import { wordsOf } from './languages.ts';

/** The filters of the history in words, each by itself; empty: none is set. @param people names by id */
export function historyFilterWords(
  question: HistoryQuestion,
  people: ReadonlyMap<string, string>,
  language: Language,
): string[] {
  const { lists, settings } = wordsOf(language);
  const { search, from, to, staff, topic, outcome, customer } = question;
  const words = settings.history;
  const days = from && to ? lists.about.days(from, to) : null;
  return [
    days ?? (from ? lists.about.since(from) : to ? lists.about.until(to) : ''),
    staff === 'nobody' ? words.nobody : staff ? lists.about.person(people.get(staff) ?? staff) : '',
    topic ? lists.about.topic(words.topics[topic]) : '',
    outcome ? lists.about.outcome(words.asked[outcome]) : '',
    customer ? lists.about.customer(customer) : '',
    search.trim() === '' ? '' : lists.about.search(search.trim()),
  ].filter((one) => one !== '');
}
