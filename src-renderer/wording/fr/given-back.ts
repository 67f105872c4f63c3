import type { Words } from '../languages.ts';

export const givenBack: Words['givenBack'] = {
  chip: 'Remboursé ailleurs',
  row: (amount) => `${amount} remboursés`,
  rowWhole: (amount) => `${amount} remboursés ailleurs`,
  foundDeposit: (amount, at) => `${amount} de l’acompte ont été remboursés hors de Comptoir, chez ${at}.`,
  foundPayment: (amount, at) => `${amount} de ce qui a été débité ont été remboursés hors de Comptoir, chez ${at}.`,
  calledOff: (amount, at) =>
    `${amount} de ce qui a été débité ont été annulés chez ${at} avant d’être reçus : le client n’a pas été débité.`,
  failed: (amount, at) => `${at} n’a pas pu recevoir ${amount} de ce qui a été débité : le client n’a pas été débité.`,
  disputeLost: (amount) =>
    `${amount} de ce qui a été payé sont perdus dans une contestation : la banque du client les a repris.`,
  stillCounts:
    'La facture les compte encore comme payés, jusqu’à ce que la gestion décide. Le solde peut être débité d’ici là.',
  decide: 'La facture doit-elle en tenir compte? Si oui, le solde augmente d’autant. Rien n’est débité par ce choix.',
  count: (amount) => `Compter ${amount} comme remboursés`,
  leave: 'Laisser comme payé',
  counted: (amount) => `${amount} remboursés ailleurs, comptés`,
  left: (amount) => `${amount} remboursés ailleurs, laissés comme payés`,
  decidedBy: (name, when) => `Décidé par ${name}, ${when}`,
  undoneBy: (name, when) => `repris par ${name}, ${when}`,
  undo: 'Reprendre ce choix',
};
