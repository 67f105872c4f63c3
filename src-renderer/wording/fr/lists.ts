import type { Words } from '../languages.ts';

const lines = (count: number, text: string): string => (count < 2 ? `${text} ligne` : `${text} lignes`);

export const lists: Words['lists'] = {
  title: {
    payments: 'Paiements',
    history: 'Historique',
  },
  fileName: {
    payments: 'paiements',
    history: 'historique',
  },
  dialogTitle: {
    payments: 'Exporter des paiements',
    history: 'Exporter l’historique',
  },
  dialogText: 'Un fichier de cette liste, pour un tableur',
  hint: {
    payments: 'Toutes les demandes de ces jours, refusées comprises. L’endroit est demandé ensuite.',
    history:
      'Toutes les lignes que les filtres trouvent, refus et échecs compris, la plus ancienne d’abord. L’endroit est demandé ensuite.',
  },
  all: 'Toute la liste, sans filtre.',
  filtered: 'Selon les filtres :',
  from: 'Du jour',
  to: 'Au jour',
  days: 'Deux jours, comme 2026-11-20, le premier d’abord.',
  button: 'Exporter',
  cancel: 'Annuler l’exportation',
  begins: 'Début…',
  step: (at, of) => `${at} lignes sur ${of} écrites`,
  done: (name, count, text) => `${name} est complet : ${lines(count, text)}.`,
  notAll: (name, count, text, missing) => `${name} n’est pas complet : ${lines(count, text)}, ${missing}.`,
  cancelled: 'Annulée. Il n’en reste rien.',
  nowhere: 'Aucun endroit choisi. Rien n’a été écrit.',
  complete: (count, text) => `Complète : ${lines(count, text)}`,
  incomplete: (count, text, missing) => `INCOMPLÈTE : ${lines(count, text)}, ${missing}`,
  missing: {
    damaged: (count) =>
      count < 2 ? `${count} inscription illisible n’y est pas` : `${count} inscriptions illisibles n’y sont pas`,
    unsound:
      'le registre n’est pas ce qui a été écrit, et des lignes peuvent manquer : vérifiez le registre dans Réglages',
  },
  columns: {
    date: 'Date',
    time: 'Heure',
    reference: 'Référence',
    what: 'Quoi',
    state: 'État',
    provider: 'Fournisseur',
    customer: 'Client',
    card: 'Carte',
    asked: 'Demandé',
    moved: 'Bougé',
    tip: 'Pourboire',
    currency: 'Devise',
    by: 'Par',
    desk: 'Poste',
    note: 'Note',
    atProvider: 'Référence chez le fournisseur',
    operation: 'Opération',
    line: 'Ligne',
    who: 'Qui',
    outcome: 'Résultat',
    amount: 'Montant',
    details: 'Détails',
  },
  about: {
    days: (from, to) => (from === to ? from : `du ${from} au ${to}`),
    since: (day) => `depuis le ${day}`,
    until: (day) => `jusqu’au ${day}`,
    search: (text) => `avec « ${text} »`,
    person: (name) => `par ${name}`,
    customer: (name) => `client « ${name} »`,
    topic: (topic) => `sujet : ${topic}`,
    outcome: (outcome) => `résultat : ${outcome}`,
  },
};
