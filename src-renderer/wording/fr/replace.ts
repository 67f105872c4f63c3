import type { Words } from '../languages.ts';

export const replace: Words['replace'] = {
  button: 'Refaire…',
  title: (name) => `Refaire la préautorisation de ${name}`,
  primary: (amount) => `La refaire à ${amount}`,
  amount: 'Nouveau montant à bloquer',
  which: 'Dans quel ordre',
  first: {
    new: 'La nouvelle d’abord, puis libérer celle-ci',
    release: 'Libérer celle-ci d’abord, puis la nouvelle',
  },
  firstText: {
    new: 'De quelques minutes à quelques jours, sa banque peut afficher les deux montants. Si la banque refuse la nouvelle, celle-ci reste.',
    release: 'Jamais les deux à la fois. Si la banque refuse la nouvelle, plus rien n’est bloqué.',
  },
  newUnder: (card) => `bloqués sur la carte ${card}`,
  oldBack: (amount) => `${amount} sont rendus`,
  oldBackThen: 'Dès que la nouvelle est en place. La banque peut l’afficher encore quelques jours',
  oldBackFirst: 'Avant de demander la nouvelle. La banque peut l’afficher encore quelques jours',
  bothTitle: (amount) => `D’ici là, ${amount} sont bloqués en tout`,
  bothText: 'Dites-le : sa banque peut afficher les deux un moment',
  noTitle: {
    new: 'Si la banque refuse, rien ne change',
    release: 'Si la banque refuse, plus rien n’est bloqué',
  },
  noText: {
    new: 'Cette préautorisation reste jusqu’à ce qu’elle expire',
    release: 'Il faudrait une autre carte, ou un lien',
  },
  onBill: 'Elle reste pour la même facture',
  otherProvider:
    'Les cartes chez l’autre fournisseur ne sont pas affichées : une préautorisation se refait là où elle est.',
  otherProviderWhole:
    'Cette personne n’a pas de carte chez le fournisseur de cette préautorisation. Faites-en une nouvelle, puis libérez celle-ci.',
  unknownPerson:
    'Personne ici ne peut dire à qui est cette préautorisation. Faites-en une nouvelle depuis la fiche, puis libérez celle-ci.',
  needsSecond:
    'Aucun consentement ne couvre la nouvelle : une deuxième personne doit l’approuver. Faites-la depuis la fiche, puis libérez celle-ci.',
  done: (amount, card, until, old) =>
    `${amount} bloqués${until === '' ? '' : ` jusqu’au ${until}`} sur la carte ${card}. L’ancienne préautorisation de ${old} est libérée. Rien n’est débité.`,
  releasing: (amount, card) =>
    `${amount} bloqués sur la carte ${card}. L’ancienne préautorisation est en cours de libération : d’ici là, les deux sont bloquées.`,
  both: (amount, card, old) =>
    `${amount} bloqués sur la carte ${card}, mais l’ancienne préautorisation de ${old} n’a pas été libérée : regardez-la dans Préautorisations. Les deux sont peut-être bloquées.`,
  oldLeft: (amount, card) =>
    `${amount} bloqués sur la carte ${card}, d’après ce que quelqu’un a vérifié. L’ancienne préautorisation n’a pas été libérée pour autant : regardez-la dans Préautorisations.`,
  newLeft: (old) =>
    `L’ancienne préautorisation de ${old} est libérée, d’après ce que quelqu’un a vérifié. La nouvelle n’a pas été faite : plus rien n’est bloqué.`,
  oldStands: (why) => `${why} L’ancienne préautorisation reste comme elle était.`,
  placing: (old) => `L’ancienne préautorisation de ${old} est libérée. La nouvelle est en cours.`,
  nothingHeld: (why, old) =>
    `${why} L’ancienne préautorisation de ${old} est déjà libérée : plus rien n’est bloqué. Essayez une autre carte, ou préparez un lien.`,
  notPlaced: 'La nouvelle préautorisation n’a pas été faite.',
  tooLate: 'La nouvelle préautorisation n’a pas été faite : la demande datait de trop longtemps.',
  consentGone: 'La nouvelle préautorisation n’a pas été faite : le consentement ne la couvre plus.',
  notReleased: (why) => `${why} Aucune nouvelle préautorisation n’a été faite.`,
};
