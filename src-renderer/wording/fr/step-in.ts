import type { Words } from '../languages.ts';

export const stepIn: Words['stepIn'] = {
  did: {
    charge: (desk, amount, when, who) =>
      `Le poste ${desk} a débité ${amount} sur une carte de cette personne ${when} (${who}).`,
    hold: (desk, amount, when, who) =>
      `Le poste ${desk} a bloqué ${amount} sur une carte de cette personne ${when} (${who}).`,
    refund: (desk, amount, when, who) => `Le poste ${desk} a remboursé ${amount} de ce paiement ${when} (${who}).`,
  },
  notKnown: {
    charge: (desk, amount, when, who) =>
      `Un débit de ${amount} du poste ${desk} (${who}), ${when}, n’est pas encore connu.`,
    hold: (desk, amount, when, who) =>
      `Une préautorisation de ${amount} du poste ${desk} (${who}), ${when}, n’est pas encore connue.`,
    refund: (desk, amount, when, who) =>
      `Un remboursement de ${amount} du poste ${desk} (${who}), ${when}, n’est pas encore connu.`,
  },
  elsewhere: {
    charge: (amount, when, where) => `${amount} débités sur une carte de cette personne ${when}, ${where}.`,
    hold: (amount, when, where) => `${amount} bloqués sur une carte de cette personne ${when}, ${where}.`,
    refund: (amount, _when, where) => `${amount} de ce paiement ont été remboursés ${where}.`,
  },
  otherDesk: 'à un autre poste',
  ownSite: (provider) => `sur le site de ${provider} ou à un autre poste`,
  justNow: 'il y a moins d’une minute',
  minutesAgo: (minutes) => (minutes < 2 ? `il y a ${minutes} minute` : `il y a ${minutes} minutes`),
  spanAgo: (span) => `il y a ${span}`,
  atTime: (time) => `à ${time}`,
  more: (count) => (count < 2 ? 'Et un autre.' : `Et ${count} autres.`),
  needsManager: 'Exige la gestion : c’est peut-être deux fois le même paiement.',
  needsManagerRefund: 'Exige la gestion : c’est peut-être deux fois le même remboursement.',
  who: 'Qui le permet?',
  mayNot: (role) => `${role} : non`,
  lockedOut: (role) => `${role} : NIP bloqué`,
  nobody: 'Personne ici ne peut le permettre pour l’instant.',
  reason: 'Pourquoi c’en est un autre',
  reasonShort: 'Écrivez pourquoi c’en est un autre.',
  stays: (name) => `Gardé dans l’historique. Choisir une autre personne efface le NIP. La session reste à ${name}.`,
  allow: (amount) => `Permettre ${amount}`,
  allowed: (name, amount) => `${name} permet ${amount}.`,
  again: 'Redemander',
  changed: (name) => `Quelque chose a changé depuis que ${name} a regardé. À permettre à nouveau.`,
  first: 'La gestion doit d’abord le permettre.',
  choosePin: 'Entrez le NIP, de 4 à 8 chiffres.',
};
