import type { Money } from '../../contract/money.ts';
import { moneyWords } from '../orders/money-words.ts';
import type { Notice } from '../outside.ts';

/** What a desktop says of holds that are about to lapse: how many, when, how much. No names: everybody sees a desktop. */
export function lapseNotice(
  about: {
    readonly today: number;
    readonly tomorrow: number;
    readonly sums: readonly Money[];
    readonly estimated: boolean;
  },
  language: 'en' | 'fr',
): Notice {
  const { today, tomorrow, sums, estimated } = about;
  const sum = sums.map((money) => moneyWords(money, language)).join(' + ');
  return language === 'fr'
    ? {
        title: when(today, tomorrow, french),
        body: `${sum} à encaisser ou à libérer.${estimated ? ' Chez Paysafe, la date est une estimation.' : ''}`,
      }
    : {
        title: when(today, tomorrow, english),
        body: `${sum} to capture or release.${estimated ? ' At Paysafe the date is an estimate.' : ''}`,
      };
}

interface Words {
  readonly holds: (count: number) => string;
  readonly today: string;
  readonly tomorrow: string;
}
const english: Words = {
  holds: (count) => (count === 1 ? '1 hold lapses' : `${count} holds lapse`),
  today: 'today',
  tomorrow: 'tomorrow',
};
const french: Words = {
  holds: (count) => (count === 1 ? '1 préautorisation expire' : `${count} préautorisations expirent`),
  today: 'aujourd’hui',
  tomorrow: 'demain',
};

function when(today: number, tomorrow: number, words: Words): string {
  if (today === 0) return `${words.holds(tomorrow)} ${words.tomorrow}`;
  return `${words.holds(today)} ${words.today}${tomorrow === 0 ? '' : `, ${tomorrow} ${words.tomorrow}`}`;
}

/** Beside each capture that nobody pressed for. */
export function ruleNote(time: string, language: 'en' | 'fr'): string {
  return language === 'fr' ? `Par la règle de l’établissement, ${time}` : `By the house’s rule, ${time}`;
}
