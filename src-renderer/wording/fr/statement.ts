import type { Words } from '../languages.ts';
import { quoted } from './quoted.ts';

const lines = (count: number, shown: string): string => (count < 2 ? `${shown} ligne` : `${shown} lignes`);

export const statement: Words['statement'] = {
  open: 'Ajouter un relevé…',
  title: 'Ajouter le relevé de Paysafe',
  text: 'Paysafe ne publie pas ses versements. Téléchargez son relevé en CSV sur le site de Paysafe, puis ajoutez-le ici : ses lignes sont comparées à notre registre au cent près, comme celles des versements de Stripe. Aucun argent ne bouge.',
  needs:
    'La première ligne nomme les colonnes. Il faut le jour, le montant, et le numéro chez Paysafe ou la référence.',
  again: 'Le même fichier une autre fois n’ajoute rien : une ligne déjà là compte une seule fois.',
  fields: {
    day: 'Jour',
    amount: 'Montant',
    kind: 'Genre de mouvement',
    status: 'État',
    id: 'Numéro chez Paysafe',
    reference: 'Référence du marchand',
    fee: 'Frais',
    currency: 'Devise',
    payout: 'Versement à la banque',
    description: 'Description',
  },
  fieldsText:
    'La référence du marchand est ce que Comptoir a envoyé avec sa demande. Sans colonne de la devise, les lignes sont dans celle de l’établissement.',
  gaps: {
    day: 'Choisissez la colonne du jour.',
    amount: 'Choisissez la colonne du montant.',
    name: 'Choisissez la colonne du numéro chez Paysafe, ou de la référence du marchand.',
    notKinds:
      'Cette colonne a trop de mots, ou des mots trop longs, pour dire le genre de mouvement. Choisissez-en une autre, ou aucune.',
    kinds: 'Dites ce que veut dire chaque mot de la colonne du genre.',
    notStatuses:
      'Cette colonne a trop de mots, ou des mots trop longs, pour dire un état. Choisissez-en une autre, ou aucune.',
    statuses: 'Dites de chaque état si de l’argent a bougé.',
  },
  words: 'Ce que ses mots veulent dire',
  wordsText:
    'Autre argent : d’aucun paiement de client, comme les frais du compte, les corrections, ce qu’une banque a repris. Des frais que le fichier écrit sans moins sortent quand même. Aucun argent : une autorisation, un refus.',
  noKinds: 'Sans colonne du genre, un montant au-dessus de zéro est un paiement, et sous zéro un remboursement.',
  emptyWord: '(vide)',
  chooseKind: 'Choisir…',
  kinds: { payment: 'Paiement', refund: 'Remboursement', other: 'Autre argent', skip: 'Aucun argent' },
  otherBy: {
    plus: { other_signed: 'Autre argent, entre', other_turned: 'Autre argent, sort' },
    minus: { other_signed: 'Autre argent, sort', other_turned: 'Autre argent, entre' },
    both: { other_signed: 'Autre argent, sort sous zéro', other_turned: 'Autre argent, sort au-dessus de zéro' },
  },
  statusWords: 'Ce que ses états veulent dire',
  statusText:
    'Une ligne dont l’argent n’a pas bougé n’est pas gardée. S’il bouge plus tard, ajoutez un relevé plus récent qui le dit : la ligne s’ajoute alors.',
  statuses: { moved: 'L’argent a bougé', not_moved: 'Aucun argent' },
  before: 'Rien n’est gardé avant. Un relevé peut être retiré à la Fermeture.',
  run: (count, shown) => `Ajouter ${lines(count, shown)}`,
  counted: (count, shown) => (count < 2 ? `${shown} ligne est ajoutée.` : `${shown} lignes sont ajoutées.`),
  badBefore: (count, shown) =>
    count < 2
      ? `${shown} ligne est illisible et ne sera pas gardée : aucun versement ne la montrera et personne ne sera questionné à son sujet. Corrigez-la dans le fichier, puis choisissez le fichier à nouveau.`
      : `${shown} lignes sont illisibles et ne seront pas gardées : aucun versement ne les montrera et personne ne sera questionné à leur sujet. Corrigez-les dans le fichier, puis choisissez le fichier à nouveau.`,
  badAfter: (count, shown) =>
    count < 2
      ? `${shown} ligne était illisible et n’a pas été gardée : aucun versement ne la montre. Corrigez-la dans le fichier, puis ajoutez le fichier à nouveau; seule cette ligne s’ajoute.`
      : `${shown} lignes étaient illisibles et n’ont pas été gardées : aucun versement ne les montre. Corrigez-les dans le fichier, puis ajoutez le fichier à nouveau; seules ces lignes s’ajoutent.`,
  stopped: 'Le poste a été fermé au milieu. Choisissez le fichier à nouveau : le reste sera ajouté.',
  ofNew: 'Ce que notre registre dit des nouvelles',
  ofAdded: 'Ce que notre registre dit des lignes ajoutées',
  found: {
    matched: 'Concordent',
    odd: 'Sans explication',
    twice: 'Nommées une deuxième fois',
    explained: 'Pas pour une visite',
    before: 'Plus anciennes que ce registre',
    other: 'Du compte lui-même',
  },
  sum: (amount) => `Ensemble ${amount}`,
  fees: (amount) => `frais ${amount}`,
  noFees: 'aucune colonne ne dit les frais',
  filters: {
    all: 'Toutes',
    new: 'Nouvelles',
    added: 'Ajoutées',
    known: 'Déjà là',
    skipped: 'Aucun argent',
    bad: 'Illisibles',
  },
  kind: 'Genre',
  amount: 'Montant',
  reference: 'Référence du marchand',
  paysafeId: (id) => `Numéro Paysafe ${id}`,
  results: { new: 'Nouvelle', added: 'Ajoutée', known: 'Déjà là', skipped: 'Aucun argent' },
  troubles: {
    future: ({ value }) => `${quoted(value)} est encore à venir.`,
    currency: ({ field, value }) => `${field} : de ${quoted(value)}, la devise ne se lit pas.`,
    kind: ({ value }) => `Personne n’a dit ce que veut dire ${quoted(value)}.`,
    status: ({ value }) => `Personne n’a dit si ${quoted(value)} a fait bouger de l’argent.`,
    below_zero: ({ value }) => `${quoted(value)} est sous zéro, et la ligne dit que c’est un paiement.`,
    amount_too_large: ({ value }) => `${quoted(value)} dépasse ce que peut être un paiement.`,
  },
  toPayouts: 'Voir les versements à la Fermeture',
  dayEnd:
    'Paysafe ne publie pas ses versements : ils sont lus dans son relevé, que vous téléchargez sur son propre site.',
  broughtIn: 'Relevés ajoutés',
  facts: (count, shown, from, to) => `${lines(count, shown)}, ${from === to ? from : `du ${from} au ${to}`}`,
  by: (name, when) => `${name}, ${when}`,
  compared: 'Jours dont notre argent chez Paysafe a été comparé',
  instruments: { card: 'Cartes', bank: 'Débits bancaires' },
  comparedDays: (money, days) => `${money} : ${days}`,
  comparedSpan: (from, to) => (from === to ? from : `du ${from} au ${to}`),
  comparedNone: 'aucun jour encore',
  comparedText: 'Des autres jours, personne ne sait encore si Paysafe a versé ce que nous avons reçu.',
  withdraw: 'Retirer',
  withdrawAsk: (file, count, shown) =>
    `${file} : ${count < 2 ? 'sa ligne quitte' : `ses ${lines(count, shown)} quittent`} les versements. Aucun argent ne bouge, et le fichier peut être ajouté à nouveau.`,
  withdrawDo: 'Retirer le relevé',
};
