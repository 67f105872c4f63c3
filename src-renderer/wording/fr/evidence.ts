import type { Words } from '../languages.ts';

export const evidence: Words['evidence'] = {
  title: (about) => `Preuve pour ${about}`,
  text: 'Quand quelqu’un dit à sa banque n’avoir jamais accepté, voici ce que la banque demande\u00a0: le texte tel qu’il a été accepté, qui l’a demandé et comment, le papier signé, l’historique de la carte, tout ce qui y a été demandé avec les références.',
  language: 'Dans la langue de la personne',
  languageText: 'Un PDF, chaque page porte son numéro',
  noNumber: 'Jamais de numéro de carte',
  noNumberText: 'Seulement les 4 derniers chiffres et les références du fournisseur',
  save: 'Enregistrer le PDF…',
};
