/** What a client reads in the card window, in their language. */
export interface CardPageWords {
  readonly title: (name: string) => string;
  readonly who: (house: string) => string;
  readonly holder: string;
  readonly number: string;
  readonly expiry: string;
  readonly code: string;
  readonly zip: string;
  readonly country: string;
  readonly agree: string;
  readonly save: string;
  readonly saving: string;
  readonly cancel: string;
  readonly wrong: string;
  readonly noFields: string;
  readonly refused: string;
}

export const cardPageWords: Readonly<Record<'en' | 'fr', CardPageWords>> = {
  en: {
    title: (name) => `A card for ${name}`,
    who: (house) => `Paysafe takes the card for ${house}. Nobody at ${house} sees the number.`,
    holder: 'Name on the card',
    number: 'Card number',
    expiry: 'Expiry (MM / YY)',
    code: 'Security code',
    zip: 'Postal code',
    country: 'Country',
    agree: 'By saving this card you agree:',
    save: 'Save card',
    saving: 'Saving…',
    cancel: 'Cancel',
    wrong: 'Look at the card number, the expiry and the security code.',
    noFields: 'Paysafe’s fields do not open here. Nothing was saved. Close this window and try again.',
    refused: 'Paysafe did not take the card. Nothing was saved.',
  },
  fr: {
    title: (name) => `Une carte pour ${name}`,
    who: (house) => `Paysafe reçoit la carte pour ${house}. Personne chez ${house} ne voit le numéro.`,
    holder: 'Nom sur la carte',
    number: 'Numéro de carte',
    expiry: 'Expiration (MM / AA)',
    code: 'Code de sécurité',
    zip: 'Code postal',
    country: 'Pays',
    agree: 'En enregistrant cette carte, vous acceptez :',
    save: 'Enregistrer la carte',
    saving: 'Enregistrement…',
    cancel: 'Annuler',
    wrong: 'Vérifiez le numéro, l’expiration et le code de sécurité.',
    noFields: 'Les champs de Paysafe ne s’ouvrent pas ici. Rien n’est enregistré. Fermez cette fenêtre et réessayez.',
    refused: 'Paysafe n’a pas accepté la carte. Rien n’est enregistré.',
  },
};
