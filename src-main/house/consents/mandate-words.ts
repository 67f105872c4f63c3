import type { BankKind } from '../../contract/bank-numbers.ts';

/** What a mandate is filled in with: who debits, whose account, and the two digits that Paysafe shows of it. */
export interface MandateFacts {
  readonly kind: BankKind;
  readonly house: string;
  readonly holder: string;
  readonly lastDigits: string;
}

/**
 * The mandate as the client reads it above the house's own text, and as it is kept with it, letter by letter. It says who may debit which account,
 * how long that takes, that the bank may say no, and how it ends; what for and how much, the house's text says.
 */
export function mandateWords(facts: MandateFacts, language: 'en' | 'fr'): string {
  return words[language][facts.kind](facts);
}

/** What the house's text calls a saved card, as the shipped ones do, said of an account: `my saved card account EFT 28` is nothing anybody owns. */
const ofAccount: Readonly<Record<'en' | 'fr', readonly (readonly [string, string])[]>> = {
  en: [
    ['my saved card {card}', 'my {card}'],
    ['charged to this card', 'charged to this account'],
  ],
  fr: [
    ['ma carte enregistrée {card}', 'mon {card}'],
    ['débité sur cette carte', 'débité sur ce compte'],
  ],
};

/** The house's text for a bank account. An owner's own words that speak of a card in another way stay as they are. */
export function saidOfAccount(body: string, language: 'en' | 'fr'): string {
  return ofAccount[language].reduce((text, [card, account]) => text.replaceAll(card, account), body);
}

const end = (digits: string, language: 'en' | 'fr'): string =>
  digits === '' ? '' : language === 'fr' ? ` qui finit par ${digits}` : ` ending in ${digits}`;

const words: Readonly<Record<'en' | 'fr', Readonly<Record<BankKind, (facts: MandateFacts) => string>>>> = {
  en: {
    eft: ({ house, holder, lastDigits }) =>
      `I, ${holder}, authorize ${house} to debit by pre-authorized debit, through Paysafe, my account${end(lastDigits, 'en')}. A debit takes a few working days, and my bank may send it back. I may end this at any time by telling ${house}; my bank tells me about my rights if a debit was not as agreed.`,
    ach: ({ house, holder, lastDigits }) =>
      `I, ${holder}, authorize ${house} to debit electronically (ACH), through Paysafe, my account${end(lastDigits, 'en')}. A debit takes a few working days, and my bank may send it back. I may end this at any time by telling ${house}.`,
    bacs: ({ house, holder, lastDigits }) =>
      `I, ${holder}, instruct my bank to pay Direct Debits from my account${end(lastDigits, 'en')} to ${house}, collected by Paysafe. My bank confirms this instruction first. I may cancel it at any time, at my bank or by telling ${house}. The Direct Debit Guarantee protects me.`,
    sepa: ({ house, holder, lastDigits }) =>
      `I, ${holder}, authorize ${house}, through Paysafe, to send instructions to my bank to debit my account${end(lastDigits, 'en')}, and my bank to debit it in accordance with them. I am entitled to a refund from my bank under my agreement with it; I must claim it within eight weeks of the debit. I may end this at any time by telling ${house}.`,
  },
  fr: {
    eft: ({ house, holder, lastDigits }) =>
      `Je soussigné(e), ${holder}, autorise ${house} à débiter par débit préautorisé, par l’intermédiaire de Paysafe, mon compte${end(lastDigits, 'fr')}. Un débit prend quelques jours ouvrables et ma banque peut le retourner. Je peux y mettre fin en tout temps en avisant ${house}; ma banque me renseigne sur mes droits si un débit n’est pas conforme.`,
    ach: ({ house, holder, lastDigits }) =>
      `Je soussigné(e), ${holder}, autorise ${house} à débiter par voie électronique (ACH), par l’intermédiaire de Paysafe, mon compte${end(lastDigits, 'fr')}. Un débit prend quelques jours ouvrables et ma banque peut le retourner. Je peux y mettre fin en tout temps en avisant ${house}.`,
    bacs: ({ house, holder, lastDigits }) =>
      `Je soussigné(e), ${holder}, donne à ma banque l’instruction de payer par Direct Debit, de mon compte${end(lastDigits, 'fr')}, ce que demande ${house} par l’intermédiaire de Paysafe. Ma banque confirme d’abord cette instruction. Je peux l’annuler en tout temps, à ma banque ou en avisant ${house}. La Direct Debit Guarantee me protège.`,
    sepa: ({ house, holder, lastDigits }) =>
      `Je soussigné(e), ${holder}, autorise ${house}, par l’intermédiaire de Paysafe, à donner à ma banque l’ordre de débiter mon compte${end(lastDigits, 'fr')}, et ma banque à le débiter selon ces ordres. J’ai droit au remboursement par ma banque selon la convention que j’ai avec elle; je le demande dans les huit semaines du débit. Je peux y mettre fin en tout temps en avisant ${house}.`,
  },
};
