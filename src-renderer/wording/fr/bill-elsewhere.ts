import type { Words } from '../languages.ts';

export const billElsewhere: Words['billElsewhere'] = {
  taken: (amount) => `${amount} ont été reçus pour cette facture à un autre poste.`,
  captured: (amount) =>
    `${amount} de la préautorisation de cette facture ont été encaissés à un autre poste ou sur le site de Stripe.`,
  held: (amount) => `${amount} sont bloqués pour cette facture à un autre poste.`,
  coming: (amount) => `${amount} sont en route pour cette facture, d’un autre poste.`,
  facts: (provider, card, when) => [provider, card, when].filter(Boolean).join(' · '),
  takenWhy:
    'Ils ne sont pas encore sur cette facture ici, et rien n’est débité pour elle d’ici là. Aucun argent ne bouge.',
  paidWhy: 'La facture est payée ici aussi. Regardez les deux paiements : il faudra peut-être en rembourser un.',
  heldWhy:
    'Encaissez cette préautorisation, ou libérez-la. D’ici là, rien n’est débité ni bloqué ici pour cette facture.',
  comingWhy: 'Tant que ce n’est ni reçu ni refusé, rien n’est débité ni bloqué ici pour cette facture.',
  put: (amount) => `Mettre ${amount} sur cette facture`,
  openFirst: 'Ouvrez d’abord la facture : elle dit quoi en faire.',
  shut: 'Quelque chose a été reçu ou bloqué ailleurs pour cette facture. Regardez cela d’abord.',
  credit: 'Reçu à un autre poste',
  creditCaptured: 'Encaissé ailleurs',
};
