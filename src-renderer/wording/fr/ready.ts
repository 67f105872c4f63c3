import type { Words } from '../languages.ts';

const visits = (count: number): string => (count < 2 ? `${count} visite` : `${count} visites`);
const links = (count: number): string => (count < 2 ? `${count} lien` : `${count} liens`);
const small = (day: string): string => day.charAt(0).toLocaleLowerCase('fr') + day.slice(1);

export const ready: Words['ready'] = {
  rail: 'Demain',
  title: {
    1: (day) => `Prêts pour demain, ${small(day)}`,
    3: () => 'Prêts pour les 3 prochains jours',
    7: () => 'Prêts pour les 7 prochains jours',
  },
  spans: { 1: 'Demain', 3: '3 jours', 7: '7 jours' },
  span: 'Jours affichés',
  of: (ready, all) => `${ready < 2 ? 'visite' : 'visites'} sur ${all} ${ready < 2 ? 'est prête' : 'sont prêtes'}`,
  toSettle: (count, amount) => `${visits(count)} à régler, pour ${amount}`,
  everybody: (count) => (count < 2 ? 'La seule visite est prête.' : `Tout le monde est prêt : ${visits(count)}.`),
  everybodyText: 'Chacun a une carte qui fonctionne et un consentement suffisant.',
  none: 'Aucune visite à payer ces jours-là.',
  settle: 'À régler avant leur visite',
  linkSpan: 'Un lien reste ouvert 24 heures',
  columns: {
    time: 'Heure',
    visit: 'Client et visite',
    amount: (sign) => `Prévu, ${sign}`,
    card: 'Carte',
    why: 'Ce qui cloche',
    next: 'Prochain geste',
  },
  noTime: '—',
  choose: (name) => `Préparer aussi un lien pour ${name}`,
  chooseAll: 'Choisir tous ceux qui peuvent recevoir un lien',
  readyTitle: (count) => (count < 2 ? `${count} prête` : `${count} prêtes`),
  showAll: 'Tout afficher',
  hide: 'Masquer',
  works: 'Carte valide, consentement suffisant',
  next: {
    make_link: 'Préparer un lien',
    show_link: 'Voir le lien',
    ask_consent: 'Demander l’accord',
    add_card: 'Ajouter une carte',
    open_customer: 'Ouvrir le client',
    open_bill: 'Ouvrir la facture',
  },
  makeLinks: (count) => `Préparer ${links(count)}`,
  making: (done, all) => `Lien ${done} de ${all}…`,
  stop: 'Arrêter après celui-ci',
  chooseFirst: 'Choisissez pour qui préparer un lien.',
  ended: (made, failed, left) =>
    [
      made < 2 ? `${made} lien prêt` : `${made} liens prêts`,
      failed === 0 ? '' : failed === 1 ? '1 non préparé' : `${failed} non préparés`,
      left > 0 ? `arrêté avant ${left} de plus` : '',
    ]
      .filter(Boolean)
      .join(', ') + '.',
  handOn: 'Personne ne les a encore reçus : ouvrez chaque lien pour le transmettre.',
  linkOpen: (time, day) => (day === null ? `Lien ouvert jusqu’à ${time}` : `Lien ouvert jusqu’à ${day}, ${time}`),
  linkChecking: 'Lien en vérification auprès de Stripe',
  print: 'Imprimer',
  printed: (when) => `État du ${when}`,
  reason: {
    no_customer: 'Sans fiche client',
    checking: 'Un paiement est en vérification',
    cards_unread: 'Cartes pas encore lues',
    no_card: 'Aucune carte enregistrée',
    removed: (first) => `Carte retirée par ${first}`,
    expired: (month) => `Carte expirée en ${month}`,
    expires_before: (month) => `Carte expirée d’ici là, en ${month}`,
    not_usable: 'Carte qui ne peut pas être débitée',
    no_consent: 'Sans consentement',
    other_purpose: 'Consentement pour autre chose',
    consent_withdrawn: (day) => `Consentement retiré le ${day}`,
    consent_ended: (day) => `Consentement terminé le ${day}`,
    consent_ends_before: (day) => `Consentement terminé d’ici là, le ${day}`,
    over_cap: (cap) => `Dépasse son plafond de ${cap}`,
    used_up: (left) => `Il reste ${left} au consentement`,
    declined: (day) => `Refusée la dernière fois, ${day}`,
    never_verified: 'Jamais vérifiée, à notre connaissance',
  },
};
