import type { Money } from '../../contract/money.ts';
import { moneyWords } from '../orders/money-words.ts';
import type { Notice } from '../outside.ts';
import type { StaleList } from './list-trust.ts';

/** What a desktop says of holds that are about to lapse: how many, when, how much, and how old the lists are. No names: everybody sees a desktop. */
export function lapseNotice(
  about: {
    readonly today: number;
    readonly tomorrow: number;
    readonly sums: readonly Money[];
    readonly estimated: boolean;
    /** lists that were not read lately */
    readonly stale: readonly StaleList[];
  },
  language: 'en' | 'fr',
): Notice {
  const { today, tomorrow, sums, estimated, stale } = about;
  const words = wordsIn[language];
  const sum = sums.map((money) => moneyWords(money, language)).join(' + ');
  return {
    title: when(today, tomorrow, words),
    body: [words.todo(sum), ...(estimated ? [words.estimate] : []), ...stale.map(words.read)].join(' '),
  };
}

/** What it says where no list is new enough to count by. */
export function unreadNotice(old: readonly StaleList[], language: 'en' | 'fr'): Notice {
  const words = wordsIn[language];
  return { title: words.unread, body: [...old.map(words.read), words.lookThere].join(' ') };
}

interface Words {
  readonly holds: (count: number) => string;
  readonly today: string;
  readonly tomorrow: string;
  readonly todo: (sum: string) => string;
  readonly estimate: string;
  readonly read: (list: StaleList) => string;
  readonly unread: string;
  readonly lookThere: string;
}
const english: Words = {
  holds: (count) => (count === 1 ? '1 hold lapses' : `${count} holds lapse`),
  today: 'today',
  tomorrow: 'tomorrow',
  todo: (sum) => `${sum} to capture or release.`,
  estimate: 'At Paysafe the date is an estimate.',
  read: ({ provider, ago }) =>
    ago === null
      ? `${names[provider]} is not read to the end yet.`
      : `${names[provider]} was last read ${spanOf(ago, 'day')} ago.`,
  unread: 'Holds may lapse today or tomorrow',
  lookThere: 'Check on the provider’s site.',
};
const french: Words = {
  holds: (count) => (count === 1 ? '1 préautorisation expire' : `${count} préautorisations expirent`),
  today: 'aujourd’hui',
  tomorrow: 'demain',
  todo: (sum) => `${sum} à encaisser ou à libérer.`,
  estimate: 'Chez Paysafe, la date est une estimation.',
  read: ({ provider, ago }) =>
    ago === null
      ? `${names[provider]} n’est pas encore lu en entier.`
      : `Dernière lecture de ${names[provider]}\u00a0: il y a ${spanOf(ago, 'jour')}.`,
  unread: 'Des préautorisations expirent peut-être aujourd’hui ou demain',
  lookThere: 'Vérifiez sur le site du fournisseur.',
};
const wordsIn = { en: english, fr: french } as const;
const names = { stripe: 'Stripe', paysafe: 'Paysafe' } as const;

/** About how long, in one unit. @param day the word for a day */
function spanOf(ms: number, day: string): string {
  const minutes = Math.round(ms / 60_000);
  if (minutes < 60) return `${minutes}\u00a0min`;
  const hours = Math.round(minutes / 60);
  if (hours < 48) return `${hours}\u00a0h`;
  return `${Math.round(hours / 24)}\u00a0${day}s`;
}

function when(today: number, tomorrow: number, words: Words): string {
  if (today === 0) return `${words.holds(tomorrow)} ${words.tomorrow}`;
  return `${words.holds(today)} ${words.today}${tomorrow === 0 ? '' : `, ${tomorrow} ${words.tomorrow}`}`;
}

/** Beside each capture that nobody pressed for. */
export function ruleNote(time: string, language: 'en' | 'fr'): string {
  return language === 'fr' ? `Par la règle de l’établissement, ${time}` : `By the house’s rule, ${time}`;
}
