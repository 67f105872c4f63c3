import type { captureRule as english } from '../en/capture-rule.ts';

const holds = (count: number): string => (count === 1 ? '1 préautorisation' : `${count} préautorisations`);

export const captureRule: typeof english = {
  moment: (day, time) => `${day ?? 'aujourd’hui'} à ${time}`,
  bar: (when, count, sum) =>
    count === 0
      ? `Selon la règle de l’établissement, rien ne serait encaissé ${when}.`
      : `Selon la règle de l’établissement, ${holds(count)}, ${sum}, ${count === 1 ? 'sera encaissée' : 'seront encaissées'} ${when}.`,
  barOff: (when, count, sum) =>
    count === 0
      ? `La règle de l’établissement ne désigne aucune préautorisation pour ${when}, et personne ne l’a activée.`
      : `La règle de l’établissement désigne ${holds(count)}, ${sum}, pour ${when}. Personne ne l’a activée.`,
  barBlocked: (when, count, sum) =>
    `La règle de l’établissement désigne ${holds(count)}, ${sum}, pour ${when}, et ne ${count === 1 ? 'l’encaissera' : 'les encaissera'} pas.`,
  captureYourself: (why) => `${why} Encaissez vous-même ce qui est prévu.`,
  lapsing: (count) =>
    count === 1
      ? '1 préautorisation expire avant et n’en fait pas partie : encaissez-la vous-même.'
      : `${count} préautorisations expirent avant et n’en font pas partie : encaissez-les vous-même.`,
  noDays: (count) =>
    count === 1
      ? '1 préautorisation à encaisser n’a pas de jour prévu : la règle ne la désigne pas.'
      : `${count} préautorisations à encaisser n’ont pas de jour prévu : la règle ne les désigne pas.`,
  billsOpen: (count) =>
    count === 1
      ? '1 préautorisation attend que sa facture soit fermée.'
      : `${count} préautorisations attendent que leurs factures soient fermées.`,
  billsLess: (count) =>
    count === 1
      ? '1 préautorisation dépasse ce qui reste à payer de sa facture et n’en fait pas partie : regardez-la.'
      : `${count} préautorisations dépassent ce qui reste à payer de leurs factures et n’en font pas partie : regardez-les.`,
  by: (name) => `Activée par ${name}. Seulement si Comptoir est ouvert.`,
  onlyOpen: 'Elle n’encaisse que si Comptoir est ouvert.',
  notDone: (when, why) => `Rien n’a été encaissé ${when}. ${why}`,
  missed: 'Non encaissé par la règle de l’établissement',
  missedOne: (name, amount, when) => `${name}, ${amount} : non encaissé par la règle, prévu ${when}.`,
  notRunning: 'Comptoir n’était pas ouvert à ce moment, ni dans les deux heures suivantes.',
  shouldHaveLapsed: 'Elle devrait être expirée.',
  stillHeld: 'Toujours bloqué : encaissez ou libérez.',
  missedMore: (count) => (count < 2 ? `Et ${count} autre préautorisation.` : `Et ${count} autres préautorisations.`),
  toHolds: 'Voir Préautorisations',
  see: 'Voir lesquelles',
  turnOn: 'Activer',
  turnOff: 'Désactiver',
  turnedOn: 'Activée. Elle encaisse en votre nom.',
  turnedOff: 'Désactivée. Rien n’est encaissé tout seul.',
  listTitle: (when) => `Encaissées par la règle ${when}`,
  listText: 'Si rien ne change d’ici là : tout est regardé à nouveau à ce moment-là.',
  listNone: 'La règle ne désigne aucune préautorisation pour ce moment-là.',
  leftOut: 'Non encaissées par la règle',
  lapsesBefore: (when) => `expire ${when}, avant la règle : encaissez-la vous-même`,
  mayLapse: (when) => `pourrait expirer avant la règle, ${when} selon notre estimation`,
  billOpen: 'la facture n’est pas encore fermée',
  billLess:
    'plus que ce qui reste à payer de sa facture : regardez la facture, puis encaissez-la ou libérez-la vous-même',
  noDay: 'à encaisser, sans jour prévu : donnez-lui un jour, ou encaissez-la vous-même',
  wholly: 'en entier',
  releases: (rest) => `${rest} libérés`,
  total: 'En tout',
  title: 'Encaisser tout seul',
  text: 'Une règle ne fait rien tant que la gestion ne l’a pas activée sous Préautorisations, après avoir vu ce qu’elle fera. Elle encaisse au nom de cette personne, seulement si Comptoir est ouvert, et figure dans l’historique comme le reste.',
  rules: {
    off: 'Jamais',
    planned: 'Ce que quelqu’un compte encaisser',
    bill: 'Le solde des factures fermées',
  },
  hints: {
    off: 'Chaque préautorisation est encaissée par une personne.',
    planned:
      'Les préautorisations qu’on prévoit d’encaisser, leur jour venu. Tout ce qui est bloqué, et jamais plus que ce qui reste à payer de la facture : sinon, une personne décide.',
    bill: 'Les préautorisations d’une facture fermée à l’accueil : ce qui reste à payer, et le reste est libéré. Celles qu’on prévoit autrement ne sont pas touchées.',
  },
  time: 'Chaque jour à',
  badTime: 'Une heure de la journée, comme 20:00.',
  save: 'Enregistrer la règle',
  saved: 'La règle est enregistrée. La gestion l’active sous Préautorisations.',
};
