import type { Words } from '../languages.ts';

export const today: Words['today'] = {
  held: 'Bloqué sur les cartes, pas encore reçu',
  lapseToday: (some, all) => `${some} sur ${all} ${some < 2 ? 'expire' : 'expirent'} aujourd’hui`,
  noneLapses: (all) =>
    all < 2
      ? `${all} préautorisation, aucune n’expire aujourd’hui`
      : `${all} préautorisations, aucune n’expire aujourd’hui`,
  collected: 'Reçu aujourd’hui',
  payments: (count) => (count < 2 ? `${count} paiement` : `${count} paiements`),
  open: 'Pas encore connu',
  allKnown: 'Tout est connu',
  checking: (count) => (count < 2 ? `${count} en vérification` : `${count} en vérification`),
  lapsing: 'Préautorisations qui expirent aujourd’hui',
  moreLapsing: (count) => (count < 2 ? `et ${count} autre` : `et ${count} autres`),
  noLapsing: 'Aucune préautorisation n’expire aujourd’hui.',
  done: 'Fait aujourd’hui dans l’établissement',
  nothingDone: 'Rien n’a encore été fait aujourd’hui.',
  look: 'À regarder',
  sentBack: 'La banque a retourné un paiement',
  refundFailed: 'Un remboursement a échoué : le client ne l’a pas reçu',
  owing: {
    lapsed: 'Une visite n’est pas payée : sa préautorisation est expirée',
    released: 'Une visite n’est pas payée : sa préautorisation a été libérée',
    not_collected: 'Un débit n’a jamais été reçu',
  },
  visitOf: (when) => `Visite du ${when}`,
  allCalm: 'Rien à regarder.',
  see: 'Voir ce que nous savons',
  review: 'Voir les préautorisations',
  lapsedTitle: (count) =>
    count < 2 ? `${count} préautorisation est expirée` : `${count} préautorisations sont expirées`,
  lapsedText: 'Rien n’a été débité. Placez-en une nouvelle si la visite tient toujours.',
  unheardTitle: (count) =>
    count < 2 ? `${count} préautorisation devrait être expirée` : `${count} préautorisations devraient être expirées`,
  unheardText: (at) => `L’argent a pu être encaissé chez ${at} entretemps.`,
  goesBack: (amount) => `${amount} retournent sur les cartes sauf si on les encaisse`,
  cardNotice: {
    replaced: (card, lastFour) => `${card} : remplacée par la banque, finit maintenant par ${lastFour}`,
    renewed: (card, expiry) => `${card} : renouvelée par la banque, valide jusqu’à ${expiry}`,
    removed: (card, first) => `${card} : retirée par ${first}`,
  },
  cardsToFix: (count) => (count < 2 ? `${count} carte à voir pour demain` : `${count} cartes à voir pour demain`),
  toTomorrow: 'Voir dans Demain',
  comes: (when) => `Visite ${when}`,
  noKeys: 'Aucun fournisseur n’a de clé encore',
  toProviders: 'Entrer une clé dans Réglages',
  offText: 'Vous voyez les dernières listes connues. Les échéances courent toujours.',
};
