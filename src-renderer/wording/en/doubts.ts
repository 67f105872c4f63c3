import { oneStop } from '../one-stop.ts';

/** What stops for a look before a card is charged: who, and how much. `told`: a phone or an e-mail, or empty. */
export const doubts = {
  looking: 'Looking whether this is the right person…',
  title: 'Look again first',
  same: (name: string, told: string) =>
    oneStop(`Somebody else is called ${name} too${told === '' ? '.' : `: ${told}.`}`),
  alike: (name: string, told: string) => oneStop(`There is also ${name}${told === '' ? '.' : `, ${told}.`}`),
  sameCard: (name: string, told: string) =>
    `A card with the same digits and expiry is saved for ${name}${told === '' ? '' : ` (${told})`} too.`,
  unusual: (usual: string) => `Much more than ever: until now ${usual} at most.`,
  unusualNew: 'A large amount for somebody who has hardly paid here yet.',
  tip: (tip: string) => `The tip, ${tip}, is more than half of the amount.`,
  confirm: (name: string, told: string, amount: string) =>
    `I have checked: ${name}${told === '' ? '' : `, ${told}`}, ${amount}`,
  lastVisit: (day: string, what: string) => `Last visit ${day}: ${what}`,
};
