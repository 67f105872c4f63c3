import type { DeclineName } from './declines.ts';

export type PageLanguage = 'en' | 'fr';

export type CardProblem = 'number' | 'expiry' | 'cvc' | 'live_card';

export interface PageWording {
  readonly language: string;
  readonly testPage: string;
  readonly email: string;
  readonly cardNumber: string;
  readonly expiry: string;
  readonly expiryHint: string;
  readonly cvc: string;
  readonly name: string;
  readonly anotherCard: string;
  readonly savedCard: (brand: string, last4: string, expiry: string) => string;
  readonly keepCard: (business: string) => string;
  readonly total: string;
  readonly pay: (amount: string) => string;
  readonly authorise: (amount: string) => string;
  readonly payChosen: string;
  readonly chooseAmount: (least: string, most: string) => string;
  readonly amountOutside: string;
  readonly save: string;
  readonly setupTitle: (business: string) => string;
  readonly paid: string;
  readonly authorised: string;
  readonly saved: string;
  readonly expired: string;
  readonly notFound: string;
  readonly backTo: (business: string) => string;
  readonly bankTitle: string;
  readonly bankQuestion: string;
  readonly bankYes: string;
  readonly bankNo: string;
  readonly bankDone: string;
  readonly problems: Readonly<Record<CardProblem, string>>;
  readonly declined: string;
  readonly declines: Readonly<Partial<Record<DeclineName | 'authentication_failed', string>>>;
  readonly portalTitle: string;
  readonly portalEmpty: string;
  readonly addCard: string;
  readonly removeCard: string;
  readonly makeDefault: string;
  readonly isDefault: string;
  readonly receipt: string;
  readonly refunded: string;
}

const en: PageWording = {
  language: 'en',
  testPage: 'Test page. No real card works here and no money moves.',
  email: 'Email',
  cardNumber: 'Card number',
  expiry: 'Expiry',
  expiryHint: 'MM / YY',
  cvc: 'Security code',
  name: 'Name on card',
  anotherCard: 'Use another card',
  savedCard: (brand, last4, expiry) => `${brand} ending in ${last4}, expires ${expiry}`,
  keepCard: (business) => `Save this card with ${business} for next time`,
  total: 'Total',
  pay: (amount) => `Pay ${amount}`,
  authorise: (amount) => `Authorize ${amount}`,
  payChosen: 'Pay',
  chooseAmount: (least, most) => `Choose an amount, from ${least} to ${most}`,
  amountOutside: 'Choose an amount within the bounds.',
  save: 'Save card',
  setupTitle: (business) => `Save a card with ${business}`,
  paid: 'Payment received. Thank you.',
  authorised: 'Amount authorized. Thank you.',
  saved: 'Your card is saved. Thank you.',
  expired: 'This page has expired.',
  notFound: 'There is no such page.',
  backTo: (business) => `Back to ${business}`,
  bankTitle: 'Your bank asks you to confirm',
  bankQuestion: 'Is it you who is using this card?',
  bankYes: 'Yes, confirm',
  bankNo: 'No, refuse',
  bankDone: 'You can close this page.',
  problems: {
    number: 'The card number is not valid.',
    expiry: 'The expiry date is in the past or not a date.',
    cvc: 'The security code is incomplete.',
    live_card: 'This looks like a real card. Only test cards work on this page.',
  },
  declined: 'The card was declined. Try another card.',
  declines: {
    insufficient_funds: 'The card has insufficient funds. Try another card.',
    expired_card: 'The card has expired. Try another card.',
    incorrect_cvc: 'The security code is not correct.',
    processing_error: 'The card could not be processed. Try again in a moment.',
    authentication_failed: 'Your bank could not confirm that it was you. Try another card.',
  },
  portalTitle: 'Your saved cards',
  portalEmpty: 'No card is saved.',
  addCard: 'Add a card',
  removeCard: 'Remove',
  makeDefault: 'Make default',
  isDefault: 'Default',
  receipt: 'Receipt',
  refunded: 'Refunded or released',
};

const fr: PageWording = {
  language: 'fr',
  testPage: 'Page d’essai. Aucune vraie carte n’est acceptée et aucune somme n’est prélevée.',
  email: 'Courriel',
  cardNumber: 'Numéro de carte',
  expiry: 'Expiration',
  expiryHint: 'MM / AA',
  cvc: 'Code de sécurité',
  name: 'Nom sur la carte',
  anotherCard: 'Utiliser une autre carte',
  savedCard: (brand, last4, expiry) => `${brand} se terminant par ${last4}, expire ${expiry}`,
  keepCard: (business) => `Enregistrer cette carte chez ${business} pour la prochaine fois`,
  total: 'Total',
  pay: (amount) => `Payer ${amount}`,
  authorise: (amount) => `Autoriser ${amount}`,
  payChosen: 'Payer',
  chooseAmount: (least, most) => `Choisissez un montant, de ${least} à ${most}`,
  amountOutside: 'Choisissez un montant dans les limites.',
  save: 'Enregistrer la carte',
  setupTitle: (business) => `Enregistrer une carte chez ${business}`,
  paid: 'Paiement reçu. Merci.',
  authorised: 'Montant autorisé. Merci.',
  saved: 'Votre carte est enregistrée. Merci.',
  expired: 'Cette page a expiré.',
  notFound: 'Cette page n’existe pas.',
  backTo: (business) => `Retour à ${business}`,
  bankTitle: 'Votre banque demande une confirmation',
  bankQuestion: 'Est-ce bien vous qui utilisez cette carte?',
  bankYes: 'Oui, confirmer',
  bankNo: 'Non, refuser',
  bankDone: 'Vous pouvez fermer cette page.',
  problems: {
    number: 'Le numéro de carte n’est pas valide.',
    expiry: 'La date d’expiration est passée ou n’est pas une date.',
    cvc: 'Le code de sécurité est incomplet.',
    live_card: 'Cette carte semble réelle. Seules les cartes d’essai fonctionnent sur cette page.',
  },
  declined: 'La carte a été refusée. Essayez une autre carte.',
  declines: {
    insufficient_funds: 'Les fonds sont insuffisants. Essayez une autre carte.',
    expired_card: 'La carte est expirée. Essayez une autre carte.',
    incorrect_cvc: 'Le code de sécurité est incorrect.',
    processing_error: 'La carte n’a pas pu être traitée. Réessayez dans un instant.',
    authentication_failed: 'Votre banque n’a pas pu confirmer votre identité. Essayez une autre carte.',
  },
  portalTitle: 'Vos cartes enregistrées',
  portalEmpty: 'Aucune carte enregistrée.',
  addCard: 'Ajouter une carte',
  removeCard: 'Retirer',
  makeDefault: 'Choisir par défaut',
  isDefault: 'Par défaut',
  receipt: 'Reçu',
  refunded: 'Remboursé ou libéré',
};

/** The locale given to the page decides, then the browser's first language. */
export function pageWording(locale: string | null, acceptLanguage: string | undefined): PageWording {
  const asked = locale === null || locale === 'auto' ? (acceptLanguage ?? 'en') : locale;
  return asked.toLowerCase().startsWith('fr') ? fr : en;
}

export function declineSentence(words: PageWording, code: string): string {
  const sentences: Readonly<Record<string, string | undefined>> = words.declines;
  return sentences[code] ?? words.declined;
}

/** `75,00 $` or `$75.00`, from minor units. */
export function pageMoney(words: PageWording, amount: number, currency: string): string {
  const format = new Intl.NumberFormat(words.language === 'fr' ? 'fr-CA' : 'en-CA', {
    style: 'currency',
    currency: currency.toUpperCase(),
  });
  const { maximumFractionDigits: digits = 2 } = format.resolvedOptions();
  return format.format(amount / 10 ** digits);
}
