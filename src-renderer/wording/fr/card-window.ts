import type { Words } from '../languages.ts';

export const cardWindow: Words['cardWindow'] = {
  atDesk: 'Carte au comptoir',
  subtitle: (first) =>
    `${first} tape la carte ici, dans les champs de Paysafe. Personne au comptoir ne voit le numéro.`,
  whyWindow: 'Pourquoi une fenêtre et non un lien',
  whyWindowText: 'Paysafe n’a pas de page à envoyer pour enregistrer une carte : le client la tape à ce poste',
  checked: 'On demande d’abord à la banque',
  checkedText: 'Une vérification sans montant. Si la banque refuse, la carte n’est pas gardée',
  nothing: 'Rien n’est débité',
  nothingText: 'Enregistrer une carte ne prend et ne bloque aucun argent',
  profileFirst: 'Ce client n’a pas de profil chez Paysafe. Il est d’abord créé, avec nom, courriel et téléphone.',
  profileThere: (name, email) =>
    `Paysafe a déjà un profil pour ce client : ${[name, email].filter(Boolean).join(', ')}.`,
  useProfile: 'Utiliser ce profil',
  open: 'Ouvrir la fenêtre de carte',
  opening: 'Ouverture…',
  again: 'Taper une carte à nouveau',
  shutWindow: 'Fermer la fenêtre de carte',
  isOpen: (first) => `La fenêtre de carte est ouverte. ${first} y tape la carte.`,
  isOpenText: 'Tournez l’écran vers le client ou laissez-lui la place. Ce qu’il tape n’arrive jamais dans Comptoir.',
  sending: 'Demande à Paysafe au sujet de la carte…',
  verifying: 'On demande à la banque si la carte est bonne…',
  saving: (card) => `La banque accepte la ${card}. Enregistrement…`,
  closed: 'La fenêtre de carte a été fermée. Rien n’est enregistré.',
  waitShows: 'Le résultat s’affichera ici et sur la page du client.',
};
