import type { Words } from '../languages.ts';
import { oneStop } from '../one-stop.ts';

export const doubts: Words['doubts'] = {
  looking: 'Vérification de la personne…',
  title: 'Vérifiez d’abord',
  same: (name, told) => oneStop(`Une autre personne s’appelle aussi ${name}${told === '' ? '.' : ` : ${told}.`}`),
  alike: (name, told) => oneStop(`Il y a aussi ${name}${told === '' ? '.' : `, ${told}.`}`),
  sameCard: (name, told) =>
    `Une carte avec les mêmes chiffres et la même expiration est aussi enregistrée pour ${name}${told === '' ? '' : ` (${told})`}.`,
  unusual: (usual) => `Bien plus que jamais : jusqu’ici, au plus ${usual}.`,
  unusualNew: 'Un gros montant pour quelqu’un qui n’a presque jamais payé ici.',
  tip: (tip) => `Le pourboire, ${tip}, dépasse la moitié du montant.`,
  confirm: (name, told, amount) => `J’ai vérifié : ${name}${told === '' ? '' : `, ${told}`}, ${amount}`,
  lastVisit: (day, what) => `Dernière visite ${day} : ${what}`,
};
