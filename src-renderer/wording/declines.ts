import type { Language } from '../format/money.ts';

/** Why a bank or provider said no: for staff to know, and for staff to say. The two are never the same sentence. */
export interface Decline {
  readonly staff: string;
  readonly say: string;
  /** the likeliest next step */
  readonly next: 'other_card' | 'part' | 'confirm' | 'new_card' | 'later' | 'look_first';
  readonly byProvider: boolean;
}

type Say = 'account' | 'A' | 'Apart' | 'AB' | 'B' | 'C' | 'D' | 'E' | 'look';
type Both = { readonly en: string; readonly fr: string };

const says: Readonly<Record<Say, Both>> = {
  A: {
    en: 'It didn’t go through on this card. Would you like to use another one?',
    fr: 'Ça n’a pas passé sur cette carte-là. Voulez-vous en essayer une autre?',
  },
  Apart: {
    en: 'It didn’t go through on this card. Would you like to use another one, or pay a part now?',
    fr: 'Ça n’a pas passé sur cette carte-là. Voulez-vous en essayer une autre, ou payer une partie maintenant?',
  },
  AB: {
    en: 'It didn’t go through on this card. Would you like to use another one? You can also call the number on the back of the card.',
    fr: 'Ça n’a pas passé sur cette carte-là. Voulez-vous en essayer une autre? Vous pouvez aussi appeler le numéro au dos de la carte.',
  },
  B: {
    en: 'Your bank wants a word first. You can call the number on the back of the card.',
    fr: 'Votre banque veut vous parler d’abord. Le numéro est au dos de la carte.',
  },
  C: {
    en: 'Your bank asks you to confirm this payment yourself.',
    fr: 'Votre banque vous demande de confirmer ce paiement.',
  },
  D: { en: 'Let’s put your new card in.', fr: 'On va mettre votre nouvelle carte.' },
  E: {
    en: 'The network is slow; let me try once more in a minute.',
    fr: 'Le réseau est lent; je réessaie dans une minute.',
  },
  account: {
    en: 'Your bank sent the payment back. Would you like to pay another way?',
    fr: 'Votre banque a retourné le paiement. Voulez-vous payer autrement?',
  },
  look: { en: 'Let me check first.', fr: 'Je vérifie d’abord.' },
};

interface Row {
  readonly codes: readonly string[];
  readonly en: string;
  readonly fr: string;
  readonly say: Say;
  readonly next: Decline['next'];
  readonly byProvider?: boolean;
}

const noReason: Row = {
  codes: ['generic_decline', 'do_not_honor', '3009', '5021'],
  en: 'The bank gave no reason.',
  fr: 'La banque n’a pas donné de raison.',
  say: 'AB',
  next: 'other_card',
};

const rows: readonly Row[] = [
  {
    codes: ['insufficient_funds', '3022'],
    en: 'There was not enough money available on this card.',
    fr: 'Il n’y avait pas assez d’argent disponible sur cette carte.',
    say: 'Apart',
    next: 'part',
  },
  // What banks send back: NACHA return codes (ACH) and those of Payments Canada's rule F1 (EFT).
  {
    codes: ['R01', '901'],
    en: 'There was not enough money in the account.',
    fr: 'Il n’y avait pas assez d’argent au compte.',
    say: 'account',
    next: 'other_card',
  },
  {
    codes: ['R02', '905'],
    en: 'The account is closed.',
    fr: 'Le compte est fermé.',
    say: 'account',
    next: 'other_card',
  },
  {
    codes: ['R03', '902'],
    en: 'The bank does not know this account.',
    fr: 'La banque ne connaît pas ce compte.',
    say: 'account',
    next: 'other_card',
  },
  {
    codes: ['R08', '903'],
    en: 'The payment was stopped by the account’s holder.',
    fr: 'Le titulaire du compte a fait opposition au paiement.',
    say: 'account',
    next: 'other_card',
  },
  {
    codes: ['R29', '900'],
    en: 'The bank does not take debits of this account.',
    fr: 'La banque n’accepte pas de débits sur ce compte.',
    say: 'account',
    next: 'other_card',
  },
  noReason,
  {
    codes: ['call_issuer', '3015'],
    en: 'The bank wants the customer to call.',
    fr: 'La banque veut que la personne appelle.',
    say: 'B',
    next: 'other_card',
  },
  {
    codes: ['authentication_required', 'authentication_not_handled', '3060'],
    en: 'The bank asks the customer to confirm.',
    fr: 'La banque demande une confirmation.',
    say: 'C',
    next: 'confirm',
  },
  {
    codes: ['expired_card', 'invalid_expiry_month', 'invalid_expiry_year', '3006', '3012', '3049'],
    en: 'This card has expired.',
    fr: 'Cette carte est expirée.',
    say: 'D',
    next: 'new_card',
  },
  {
    codes: ['incorrect_number', 'invalid_number', 'invalid_account', '3002', '3017'],
    en: 'The bank does not know this card any more.',
    fr: 'La banque ne reconnaît plus cette carte.',
    say: 'D',
    next: 'new_card',
  },
  {
    codes: ['new_account_information_available'],
    en: 'The bank has replaced this card.',
    fr: 'La banque a remplacé cette carte.',
    say: 'D',
    next: 'new_card',
  },
  {
    codes: ['incorrect_cvc', 'invalid_cvc', '3005', '3019'],
    en: 'The security code did not match. At Paysafe an amount may stay blocked a few days.',
    fr: 'Le code de sécurité ne correspond pas. Chez Paysafe, un montant peut rester bloqué quelques jours.',
    say: 'D',
    next: 'new_card',
  },
  {
    codes: ['incorrect_zip', 'incorrect_address', '3004', '3007'],
    en: 'The postal code did not match. At Paysafe an amount may stay blocked 3 to 5 days.',
    fr: 'Le code postal ne correspond pas. Chez Paysafe, un montant peut rester bloqué de 3 à 5 jours.',
    say: 'D',
    next: 'new_card',
  },
  {
    codes: ['card_velocity_exceeded', 'withdrawal_count_limit_exceeded', '3027'],
    en: 'This card has reached its limit for now.',
    fr: 'Cette carte a atteint sa limite pour le moment.',
    say: 'A',
    next: 'other_card',
  },
  {
    codes: ['transaction_not_allowed', 'not_permitted', '3023', '3024'],
    en: 'This card does not allow this kind of payment.',
    fr: 'Cette carte ne permet pas ce type de paiement.',
    say: 'A',
    next: 'other_card',
  },
  {
    codes: ['card_not_supported', '3008'],
    en: 'We cannot take this kind of card.',
    fr: 'Nous ne pouvons pas prendre ce type de carte.',
    say: 'A',
    next: 'other_card',
  },
  {
    codes: ['currency_not_supported', '5001'],
    en: 'This card or account cannot pay in this currency.',
    fr: 'Cette carte ou ce compte ne paie pas dans cette devise.',
    say: 'A',
    next: 'other_card',
  },
  {
    codes: ['restricted_card', 'security_violation', '3011'],
    en: 'The bank has put a restriction on this card. Do not try it again.',
    fr: 'La banque a restreint cette carte. Ne réessayez pas.',
    say: 'AB',
    next: 'other_card',
  },
  {
    codes: ['lost_card', 'stolen_card', 'pickup_card', 'fraudulent', 'merchant_blacklist', '3016', '3050', '3054'],
    en: 'The bank gave no reason. Do not try it again.',
    fr: 'La banque n’a pas donné de raison. Ne réessayez pas.',
    say: 'A',
    next: 'other_card',
  },
  {
    codes: ['revocation_of_authorization', 'revocation_of_all_authorizations', 'stop_payment_order'],
    en: 'The customer told the bank to stop these payments. Check the consent.',
    fr: 'La personne a demandé à sa banque d’arrêter ces paiements. Vérifiez le consentement.',
    say: 'A',
    next: 'other_card',
  },
  {
    codes: [
      'processing_error',
      'issuer_not_available',
      'reenter_transaction',
      'try_again_later',
      '3018',
      '3020',
      '3028',
      '3029',
      '3030',
    ],
    en: 'The bank could not answer. One more try, later.',
    fr: 'La banque n’a pas pu répondre. Un seul autre essai, plus tard.',
    say: 'E',
    next: 'later',
  },
  {
    codes: ['duplicate_transaction', '3044', '5031'],
    en: 'The same payment was just made. Look at it before anything else.',
    fr: 'Le même paiement vient d’être fait. Regardez-le d’abord.',
    say: 'look',
    next: 'look_first',
  },
  {
    codes: ['do_not_try_again', 'previously_declined_do_not_retry', '3057'],
    en: 'The bank refuses any more tries on this card.',
    fr: 'La banque refuse tout autre essai sur cette carte.',
    say: 'A',
    next: 'other_card',
  },
  {
    codes: ['blocked', 'highest_risk_level', 'rule', '3032', '4001', '4002'],
    byProvider: true,
    en: 'The provider stopped this payment as a precaution. The bank was not asked.',
    fr: 'Le fournisseur a arrêté ce paiement par précaution. La banque n’a pas été consultée.',
    say: 'A',
    next: 'other_card',
  },
];

const byCode = new Map(rows.flatMap((row) => row.codes.map((code) => [code, row] as const)));

/** Every code the table names: a test holds it to the providers' lists. */
export const knownDeclineCodes: readonly string[] = [...byCode.keys()];

/** What a decline code means. A code nobody knows says what "no reason" says. `advice`: the issuer's hint on retrying. */
export function declineOf(code: string, advice: string | null, language: Language): Decline {
  const row =
    (advice === 'do_not_try_again' ? byCode.get('do_not_try_again') : undefined) ?? byCode.get(code) ?? noReason;
  const own = byCode.get(code);
  // "Do not try again" is about trying, not about why: a reason we know is said first.
  const told = own && own !== noReason ? own : row;
  return {
    staff: told[language],
    say: says[told.say][language],
    next: told.next,
    byProvider: told.byProvider ?? false,
  };
}
