import type { ConsentChannel } from '../../contract/consent.ts';
import type { OperationKind, OperationStateName } from '../../contract/operation.ts';

/** The words of a dossier: read by a bank, in the customer's language. */
export interface EvidenceWords {
  readonly title: (card: string) => string;
  readonly under: (house: string, when: string, who: string) => string;
  readonly fileName: string;
  readonly facts: Readonly<
    Record<
      | 'customer'
      | 'card'
      | 'cardReference'
      | 'provider'
      | 'house'
      | 'reference'
      | 'providerReference'
      | 'amount'
      | 'tip'
      | 'state'
      | 'when'
      | 'by'
      | 'note'
      | 'receipt'
      | 'under'
      | 'purposes'
      | 'capEach'
      | 'capTotal'
      | 'used'
      | 'ends'
      | 'channel'
      | 'witness'
      | 'asked'
      | 'given'
      | 'version'
      | 'stands'
      | 'zone',
      string
    >
  >;
  readonly headings: Readonly<Record<'about' | 'payment' | 'history' | 'operations' | 'noConsent', string>> & {
    readonly consent: (at: number, of: number) => string;
  };
  readonly accepted: string;
  readonly noConsent: string;
  readonly noHistory: string;
  readonly noOperation: string;
  readonly noCap: string;
  readonly open: string;
  readonly none: string;
  readonly byAndDesk: (name: string, desk: string) => string;
  readonly version: (version: number) => string;
  readonly channels: Readonly<Record<ConsentChannel, string>>;
  readonly standing: {
    readonly ok: string;
    readonly ended: string;
    readonly used_up: string;
    readonly withdrawn: (when: string, by: string, reason: string) => string;
  };
  readonly paper: (name: string, when: string) => string;
  readonly paperFollows: (name: string) => string;
  readonly unreadable: string;
  readonly history: {
    readonly recorded: (by: string, desk: string) => string;
    readonly withdrawn: (by: string, desk: string, reason: string) => string;
    readonly renamed: (by: string, name: string) => string;
    readonly known: (provider: string) => string;
  };
  readonly kinds: Readonly<Record<OperationKind, string>>;
  readonly states: Readonly<Record<OperationStateName, string>>;
  readonly trail: Readonly<Record<string, string>>;
  /** facts of a trail that are shown beside a step; others are ours alone */
  readonly details: Readonly<Record<string, string>>;
  readonly underConsent: (when: string) => string;
  readonly steppedIn: (by: string, reason: string) => string;
  readonly foot: string;
  readonly page: (at: number, of: number) => string;
}

export const evidenceWords: Readonly<Record<'en' | 'fr', EvidenceWords>> = {
  en: {
    title: (card) => `Evidence file: ${card}`,
    under: (house, when, who) => `Put together by ${house} on ${when}, ${who}`,
    fileName: 'evidence',
    facts: {
      customer: 'Customer',
      card: 'Card',
      cardReference: 'Reference of the card',
      provider: 'Saved at',
      house: 'House',
      reference: 'Reference',
      providerReference: 'Reference at the provider',
      amount: 'Amount',
      tip: 'Of it, the tip',
      state: 'What became of it',
      when: 'Ordered',
      by: 'By',
      note: 'Note',
      receipt: 'Receipt sent to',
      under: 'Allowed by',
      purposes: 'For',
      capEach: 'Each charge',
      capTotal: 'All charges together',
      used: 'Taken under it so far',
      ends: 'Ends',
      channel: 'How it was given',
      witness: 'Heard by',
      asked: 'Asked by',
      given: 'Given',
      version: 'Text shown',
      stands: 'Stands today',
      zone: 'Times in',
    },
    headings: {
      about: 'What this is about',
      payment: 'The payment',
      history: 'History of the card',
      operations: 'Everything ordered on this card',
      noConsent: 'Consent',
      consent: (at, of) => (of === 1 ? 'Consent' : `Consent ${at} of ${of}`),
    },
    accepted: 'The text that was accepted, letter by letter:',
    noConsent: 'No consent was recorded for this card.',
    noHistory: 'Nothing was changed on this card here.',
    noOperation: 'Nothing was ordered on this card here.',
    noCap: 'No fixed limit',
    open: 'When the customer takes it back',
    none: '—',
    byAndDesk: (name, desk) => (desk === '' ? name : `${name}, at ${desk}`),
    version: (version) => `version ${version}`,
    channels: {
      page: 'On the provider’s page that showed the text',
      paper: 'Signed on paper',
      verbal: 'Spoken, before a witness',
    },
    standing: {
      ok: 'In force',
      ended: 'Ended',
      used_up: 'Used up',
      withdrawn: (when, by, reason) => `Withdrawn ${when}, noted by ${by}${reason === '' ? '' : `: ${reason}`}`,
    },
    paper: (name, when) => `Signed paper “${name}”, attached to the consent of ${when}`,
    paperFollows: (name) => `The signed paper “${name}” is on the last pages.`,
    unreadable: 'This paper is kept in the records and cannot be shown here.',
    history: {
      recorded: (by, desk) => `Consent recorded by ${by}, at ${desk}`,
      withdrawn: (by, desk, reason) =>
        `Consent withdrawn, noted by ${by}, at ${desk}${reason === '' ? '' : `: ${reason}`}`,
      renamed: (by, name) => (name === '' ? `Name taken away by ${by}` : `Named “${name}” by ${by}`),
      known: (provider) => `The customer is known at ${provider}`,
    },
    kinds: {
      charge: 'Charge',
      hold: 'Hold',
      capture: 'Capture',
      release: 'Release',
      refund: 'Refund',
      add_profile: 'Profile made',
      verify_card: 'Card checked with the bank',
      save_card: 'Card saved',
      save_bank_account: 'Bank account saved',
      remove_card: 'Card removed',
      remove_customer: 'Customer removed at the provider',
      set_default: 'Made the default card',
    },
    states: {
      open: 'being sent',
      unknown: 'being checked with the provider',
      pending: 'accepted, the bank settles it later',
      done: 'done',
      declined: 'declined by the bank',
      rejected: 'not accepted by the provider',
      not_done: 'not done',
      needs_person: 'a person must look',
    },
    trail: {
      written: 'Written in the records before anything was sent',
      step_in: 'Allowed by a manager',
      approved: 'Approved by a second person',
      made_sure: 'Looked at again and confirmed',
      sent: 'Sent to the provider',
      answer: 'Answer of the provider',
      no_answer: 'No answer yet',
      asked: 'Asked the provider again',
      found: 'Found at the provider',
      absent: 'Not there yet',
      ask_failed: 'Could not be asked',
      closed: 'Written as known',
      resolved_by_person: 'Said by a person',
      follow_up: 'Next step begun',
    },
    details: {
      reference: 'reference',
      code: 'code',
      why: 'why',
      message: 'message',
      note: 'note',
      operationId: 'order',
    },
    underConsent: (when) => `the consent of ${when}`,
    steppedIn: (by, reason) => `${by}, who stepped in: “${reason}”`,
    foot: 'Comptoir keeps no card number: only the last four digits and the provider’s references.',
    page: (at, of) => `page ${at} of ${of}`,
  },
  fr: {
    title: (card) => `Dossier de preuve\u00a0: ${card}`,
    under: (house, when, who) => `Préparé par ${house} le ${when}, ${who}`,
    fileName: 'preuve',
    facts: {
      customer: 'Client',
      card: 'Carte',
      cardReference: 'Référence de la carte',
      provider: 'Enregistrée chez',
      house: 'Établissement',
      reference: 'Référence',
      providerReference: 'Référence chez le fournisseur',
      amount: 'Montant',
      tip: 'Dont pourboire',
      state: 'Ce qu’il en est advenu',
      when: 'Demandé',
      by: 'Par',
      note: 'Note',
      receipt: 'Reçu envoyé à',
      under: 'Permis par',
      purposes: 'Pour',
      capEach: 'Chaque débit',
      capTotal: 'Tous les débits ensemble',
      used: 'Déjà pris sur cet accord',
      ends: 'Fin',
      channel: 'Comment il a été donné',
      witness: 'Entendu par',
      asked: 'Demandé par',
      given: 'Donné',
      version: 'Texte montré',
      stands: 'Aujourd’hui',
      zone: 'Heures de',
    },
    headings: {
      about: 'De quoi il s’agit',
      payment: 'Le paiement',
      history: 'Historique de la carte',
      operations: 'Tout ce qui a été demandé sur cette carte',
      noConsent: 'Consentement',
      consent: (at, of) => (of === 1 ? 'Consentement' : `Consentement ${at} de ${of}`),
    },
    accepted: 'Le texte accepté, lettre par lettre\u00a0:',
    noConsent: 'Aucun consentement n’a été noté pour cette carte.',
    noHistory: 'Rien n’a été changé ici sur cette carte.',
    noOperation: 'Rien n’a été demandé ici sur cette carte.',
    noCap: 'Sans plafond fixe',
    open: 'Quand la personne le retire',
    none: '—',
    byAndDesk: (name, desk) => (desk === '' ? name : `${name}, au poste ${desk}`),
    version: (version) => `version ${version}`,
    channels: {
      page: 'Sur la page du fournisseur, qui montrait le texte',
      paper: 'Signé sur papier',
      verbal: 'De vive voix, devant témoin',
    },
    standing: {
      ok: 'En vigueur',
      ended: 'Terminé',
      used_up: 'Épuisé',
      withdrawn: (when, by, reason) => `Retiré le ${when}, noté par ${by}${reason === '' ? '' : `\u00a0: ${reason}`}`,
    },
    paper: (name, when) => `Papier signé «\u00a0${name}\u00a0», joint au consentement du ${when}`,
    paperFollows: (name) => `Le papier signé «\u00a0${name}\u00a0» se trouve aux dernières pages.`,
    unreadable: 'Ce papier est gardé dans le registre et ne peut pas être montré ici.',
    history: {
      recorded: (by, desk) => `Consentement noté par ${by}, au poste ${desk}`,
      withdrawn: (by, desk, reason) =>
        `Consentement retiré, noté par ${by}, au poste ${desk}${reason === '' ? '' : `\u00a0: ${reason}`}`,
      renamed: (by, name) => (name === '' ? `Petit nom retiré par ${by}` : `Nommée «\u00a0${name}\u00a0» par ${by}`),
      known: (provider) => `La personne est connue chez ${provider}`,
    },
    kinds: {
      charge: 'Débit',
      hold: 'Préautorisation',
      capture: 'Encaissement',
      release: 'Libération',
      refund: 'Remboursement',
      add_profile: 'Profil créé',
      verify_card: 'Carte vérifiée auprès de la banque',
      save_card: 'Carte enregistrée',
      save_bank_account: 'Compte bancaire enregistré',
      remove_card: 'Carte retirée',
      remove_customer: 'Client retiré chez le fournisseur',
      set_default: 'Mise par défaut',
    },
    states: {
      open: 'en cours d’envoi',
      unknown: 'en vérification auprès du fournisseur',
      pending: 'accepté, la banque règle plus tard',
      done: 'fait',
      declined: 'refusé par la banque',
      rejected: 'non accepté par le fournisseur',
      not_done: 'non effectué',
      needs_person: 'à vérifier par une personne',
    },
    trail: {
      written: 'Inscrit au registre avant tout envoi',
      step_in: 'Permis par la gestion',
      approved: 'Approuvé par une 2e personne',
      made_sure: 'Vérifié de nouveau et confirmé',
      sent: 'Envoyé au fournisseur',
      answer: 'Réponse du fournisseur',
      no_answer: 'Pas encore de réponse',
      asked: 'Fournisseur interrogé à nouveau',
      found: 'Trouvé chez le fournisseur',
      absent: 'Pas encore là',
      ask_failed: 'N’a pas pu être demandé',
      closed: 'Inscrit comme connu',
      resolved_by_person: 'Dit par une personne',
      follow_up: 'Étape suivante commencée',
    },
    details: {
      reference: 'référence',
      code: 'code',
      why: 'motif',
      message: 'message',
      note: 'note',
      operationId: 'demande',
    },
    underConsent: (when) => `le consentement du ${when}`,
    steppedIn: (by, reason) => `${by}, qui a permis\u00a0: «\u00a0${reason}\u00a0»`,
    foot: 'Comptoir ne garde aucun numéro de carte\u00a0: seulement les 4 derniers chiffres et les références du fournisseur.',
    page: (at, of) => `page ${at} de ${of}`,
  },
};
