import { consentTextIds, type ConsentText, type ConsentTextId } from '../../contract/consent.ts';

/** What Comptoir brings along, version 1 of each text. The owner writes the next ones; what was agreed to keeps its own words. */
interface Shipped {
  readonly title: string;
  readonly body: string;
}

export const shippedVersion = 1;

const shipped: Readonly<Record<ConsentTextId, Readonly<Record<'en' | 'fr', Shipped>>>> = {
  visits: {
    en: {
      title: 'Visits and remaining balance',
      body: [
        'I, {customer}, allow {house} to charge my saved card {card} for: {purposes}.',
        'When and how often: after a visit, once its price is known, and once for each visit. I do not need to be there when it is charged.',
        'How the amount is set: the price of what I received, taxes included, less what I have paid already. Each charge: {cap}. All charges together: {total}.',
        'How to cancel: I tell {house} in person, by telephone or in writing, at any time. Nothing more is charged to this card from then on. This agreement ends {end}.',
      ].join('\n\n'),
    },
    fr: {
      title: 'Visites et solde à payer',
      body: [
        'Moi, {customer}, je permets à {house} de débiter ma carte enregistrée {card} pour : {purposes}.',
        'Quand et combien de fois : après une visite, une fois son prix connu, et une seule fois par visite. Je n’ai pas à être sur place au moment du débit.',
        'Comment le montant est établi : le prix de ce que j’ai reçu, taxes comprises, moins ce que j’ai déjà payé. Chaque débit : {cap}. Tous les débits ensemble : {total}.',
        'Comment annuler : je le dis à {house} sur place, par téléphone ou par écrit, quand je veux. Dès lors, plus rien n’est débité sur cette carte. Cet accord prend fin {end}.',
      ].join('\n\n'),
    },
  },
  no_show: {
    en: {
      title: 'Fee for a missed visit',
      body: [
        'I, {customer}, allow {house} to charge my saved card {card} for: {purposes}.',
        'When and how often: when I do not come to a booked visit, or cancel it later than the house allows; once for each of these visits.',
        'How the amount is set: the fee that {house} told me when I booked. Each charge: {cap}. All charges together: {total}.',
        'How to cancel: I tell {house} in person, by telephone or in writing, at any time. Nothing more is charged to this card from then on. This agreement ends {end}.',
      ].join('\n\n'),
    },
    fr: {
      title: 'Frais d’absence',
      body: [
        'Moi, {customer}, je permets à {house} de débiter ma carte enregistrée {card} pour : {purposes}.',
        'Quand et combien de fois : si je ne viens pas à une visite réservée, ou si je l’annule plus tard que l’établissement ne le permet; une fois pour chacune de ces visites.',
        'Comment le montant est établi : les frais que {house} m’a annoncés à la réservation. Chaque débit : {cap}. Tous les débits ensemble : {total}.',
        'Comment annuler : je le dis à {house} sur place, par téléphone ou par écrit, quand je veux. Dès lors, plus rien n’est débité sur cette carte. Cet accord prend fin {end}.',
      ].join('\n\n'),
    },
  },
  deposit: {
    en: {
      title: 'Deposit ahead of a visit',
      body: [
        'I, {customer}, allow {house} to charge my saved card {card} for: {purposes}.',
        'When and how often: when I book a visit, once for each visit.',
        'How the amount is set: the deposit that {house} told me when I booked; it is taken off the price of the visit. Each charge: {cap}. All charges together: {total}.',
        'How to cancel: I tell {house} in person, by telephone or in writing, at any time. Nothing more is charged to this card from then on. This agreement ends {end}.',
      ].join('\n\n'),
    },
    fr: {
      title: 'Acompte avant une visite',
      body: [
        'Moi, {customer}, je permets à {house} de débiter ma carte enregistrée {card} pour : {purposes}.',
        'Quand et combien de fois : quand je réserve une visite, une seule fois par visite.',
        'Comment le montant est établi : l’acompte que {house} m’a annoncé à la réservation; il est retranché du prix de la visite. Chaque débit : {cap}. Tous les débits ensemble : {total}.',
        'Comment annuler : je le dis à {house} sur place, par téléphone ou par écrit, quand je veux. Dès lors, plus rien n’est débité sur cette carte. Cet accord prend fin {end}.',
      ].join('\n\n'),
    },
  },
};

export function shippedText(id: ConsentTextId, language: 'en' | 'fr'): ConsentText {
  const { title, body } = shipped[id][language];
  return { id, language, version: shippedVersion, title, body, by: '', at: 0 };
}

/** The newest of each text in each language: the owner's where there is one, Comptoir's otherwise. */
export function currentTexts(own: readonly ConsentText[]): ConsentText[] {
  return consentTextIds.flatMap((id) =>
    (['en', 'fr'] as const).map(
      (language) => own.find((text) => text.id === id && text.language === language) ?? shippedText(id, language),
    ),
  );
}
