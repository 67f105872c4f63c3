import type { Words } from '../languages.ts';
import { oneStop } from '../one-stop.ts';

export const removal: Words['removal'] = {
  open: 'Retirer ce client…',
  title: (name) => `Retirer ${name}`,
  button: (provider) => `Retirer chez ${provider}`,
  rest: (provider) => `Puis chez ${provider}…`,
  which: 'Quelle fiche',
  record: (provider, reference) => `${provider}, ${reference}`,
  reason: 'Pourquoi (gardé dans l’historique)',
  reading: 'Lecture de ce qui en dépend…',
  chooseRecord: 'Choisissez une fiche.',
  depends: 'Ce qui en dépend',
  nothing: 'Rien d’autre n’en dépend.',
  cards: (names) => `Enregistré, et supprimé avec elle\u00a0: ${names}`,
  consents: (count) =>
    count < 2 ? `${count} consentement, retiré avec elle` : `${count} consentements, retirés avec elle`,
  lent: (names) => `Ne paie plus pour ${names}`,
  visit: (day, service) => `Visite à venir\u00a0: ${service === '' ? day : `${day}, ${service}`}`,
  hold: (amount) => `${amount} préautorisés`,
  debit: (amount) => `${amount} en route depuis la banque`,
  bill: (code, day, amount) => `Facture ${code} du ${day}\u00a0: ${amount} à payer`,
  pages: (count) => (count < 2 ? `${count} page ouverte` : `${count} pages ouvertes`),
  inTheWay: 'D’abord',
  gone: (provider) => `Supprimée chez ${provider}, pour de bon`,
  goneText: 'Avec tout ce qui y est enregistré. Ne se défait pas',
  trace: 'La trace reste',
  traceText: 'Paiements et historique restent lisibles ici, avec votre nom et la raison',
  other: (provider) => `La fiche chez ${provider} reste`,
  otherText: 'Elle peut être retirée ensuite, par une demande à part',
  search: 'La recherche ne la trouve plus',
  searchText: 'Les paiements et les factures mènent encore à la page',
  banner: (provider, by, day, reason) =>
    oneStop(`Fiche retirée chez ${provider} par ${by}, ${day}${reason === '' ? '' : `, parce que\u00a0: ${reason}`}.`),
  bannerGone: 'Plus rien ne peut être débité. Cette page reste à lire.',
  elsewhere: 'Ce client n’est plus chez le fournisseur. Cette page reste à lire.',
  removed: (name, provider) =>
    `La fiche de ${name} chez ${provider} est retirée. Rien de ce qui y était ne peut être débité.`,
  rejected: (provider, code) => `${provider} n’a pas retiré ce client. Montrez ce code à la gestion\u00a0: ${code}.`,
};
