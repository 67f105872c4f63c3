import type { Words } from '../languages.ts';

const lines = (count: number): string => (count < 2 ? `${count} ligne` : `${count} lignes`);

export const payouts: Words['payouts'] = {
  unmatched: (count) =>
    count < 2
      ? `${count} ligne de versement n’est pas rapprochée`
      : `${count} lignes de versement ne sont pas rapprochées`,
  unmatchedText: 'Dites à quoi correspond chacune. La journée peut être fermée entretemps.',
  match: 'Rapprocher',
  explain: 'Dire pourquoi',
  undo: 'Revenir sur ce choix',
  seePayment: 'Voir le paiement',
  atStripe: 'Ouvrir chez Stripe',
  onBill: (code) => `Son paiement compte sur la facture ${code}`,
  matchedWith: (code, name) => `Rapproché de la facture ${code}, ${name}`,
  notForVisit: (reason) => `Pas pour une visite : ${reason}`,
  decidedBy: (name, when) => `${name}, ${when}`,
  explained: (count) => `${lines(count)} pas pour une visite`,
  decidedLines: (count) => (count < 2 ? `${count} ligne expliquée à la main` : `${count} lignes expliquées à la main`),
  missing: 'Dans aucun versement',
  missingText: 'À nous, et le fournisseur aurait déjà dû le verser',
  missingAnswered: (count) =>
    count < 2
      ? `${count} paiement dans aucun versement, avec réponse`
      : `${count} paiements dans aucun versement, avec réponse`,
  missingTitle: (amount) => `Dire pourquoi ${amount} ne sont dans aucun versement`,
  missingReason: 'Ce qu’il en est',
  missingKept: 'La question n’est plus posée. Aucun argent ne bouge, et vous pourrez revenir sur la réponse.',
  why: {
    no_line: 'le solde chez Stripe n’en a rien',
    not_paid_out: 'un versement plus récent est parti sans lui',
    no_statement: 'les relevés de ces jours-là ne le nomment pas',
  },
  missingStates: { open: 'Dans aucun versement', answered: 'Dans aucun versement, avec réponse' },
  neverRead: 'versements pas encore lus',
  noneCompared: 'aucun jour comparé à un relevé',
  states: {
    ours: 'Rapproché',
    matched: 'Rapproché à la main',
    explained: 'Pas pour une visite',
    before: 'Plus ancien que ce registre',
    odd: 'Pas rapproché',
    other: 'Du compte lui-même',
  },
  unread: 'Ses lignes ne sont pas encore lues',
  title: (amount) => `Rapprocher ${amount}`,
  explainTitle: (amount) => `Dire pourquoi ${amount} est là`,
  what: 'À quoi il correspond',
  kinds: { bill: 'Pour une visite', reason: 'Pas pour une visite' },
  kindHints: {
    bill: 'Il compte comme payé sur la facture. Rien n’est débité.',
    reason: 'Une carte-cadeau, un autre logiciel, une correction : dites ce que c’est.',
  },
  paidBy: (name) => `Payé par ${name}`,
  search: 'Nom ou code de la facture',
  searchHint: 'Les visites autour de ce jour viennent d’abord.',
  bills: 'Factures',
  noBills: 'Aucune facture trouvée. Cherchez par nom ou par code.',
  left: (amount) => `Solde de ${amount}`,
  nothingLeft: 'Plus rien à payer',
  choose: 'Choisissez une facture.',
  reason: 'Pourquoi ce n’est pas pour une visite',
  reasonOdd: 'Ce que c’est',
  backText: 'De l’argent rendu ne va de lui-même sur aucune facture.',
  otherText: 'Notre montant est différent. Regardez d’abord le paiement.',
  twiceText:
    'Une autre ligne a déjà ce mouvement. Soit deux relevés le disent autrement, et il faut retirer l’un d’eux, soit l’argent a bougé deux fois, et il faut demander à Paysafe.',
  alike: (code, name) =>
    `Une ligne de même référence et de même montant est rapprochée de la facture ${code}, ${name}. Deux relevés disent peut-être un seul paiement de deux façons.`,
  another: 'C’est un autre paiement',
  anotherFirst: 'Dites que c’est un autre paiement, ou que ce n’est pas pour une visite.',
  after: 'Ensuite',
  counts: (amount, code) => `${amount} comptent comme payés sur la facture ${code}.`,
  rest: (amount) => `Il reste ${amount} à payer.`,
  over: (amount) => `C’est ${amount} de plus que la facture. Remboursez-les, ou rapprochez d’une autre facture.`,
  stays: 'Vous pourrez revenir sur ce choix. Les deux restent dans l’historique.',
  button: (code) => `Rapprocher de ${code}`,
  buttonNone: 'Rapprocher',
  buttonReason: 'Garder la raison',
};
