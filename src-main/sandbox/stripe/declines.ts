/** How a refusal by the card's bank is told. https://docs.stripe.com/declines/codes */
export interface Decline {
  /** `error.code` and the charge's `failure_code`. */
  readonly code: string;
  readonly declineCode: string;
  readonly message: string;
  readonly advice: 'confirm_card_data' | 'do_not_try_again' | 'try_again_later' | null;
}

const declined = 'Your card was declined.';

function cardDeclined(declineCode: string, advice: Decline['advice'], message: string = declined): Decline {
  return { code: 'card_declined', declineCode, message, advice };
}

/** By decline code: the ones a test card stands for, and more for the demo house. */
export const declines = {
  generic_decline: cardDeclined('generic_decline', 'try_again_later'),
  insufficient_funds: cardDeclined('insufficient_funds', 'try_again_later', 'Your card has insufficient funds.'),
  lost_card: cardDeclined('lost_card', 'do_not_try_again'),
  stolen_card: cardDeclined('stolen_card', 'do_not_try_again'),
  pickup_card: cardDeclined('pickup_card', 'do_not_try_again'),
  restricted_card: cardDeclined('restricted_card', 'do_not_try_again'),
  fraudulent: cardDeclined('fraudulent', 'do_not_try_again'),
  do_not_honor: cardDeclined('do_not_honor', 'try_again_later'),
  call_issuer: cardDeclined('call_issuer', 'try_again_later'),
  transaction_not_allowed: cardDeclined('transaction_not_allowed', 'do_not_try_again'),
  card_velocity_exceeded: cardDeclined(
    'card_velocity_exceeded',
    'try_again_later',
    'Your card was declined for making repeated attempts too frequently or exceeding its amount limit.',
  ),
  card_not_supported: cardDeclined('card_not_supported', 'do_not_try_again', 'Your card is not supported.'),
  currency_not_supported: cardDeclined('currency_not_supported', 'do_not_try_again'),
  try_again_later: cardDeclined('try_again_later', 'try_again_later'),
  authentication_required: {
    code: 'authentication_required',
    declineCode: 'authentication_required',
    message: 'Your card was declined. This transaction requires authentication.',
    advice: null,
  },
  expired_card: {
    code: 'expired_card',
    declineCode: 'expired_card',
    message: 'Your card has expired.',
    advice: 'confirm_card_data',
  },
  incorrect_cvc: {
    code: 'incorrect_cvc',
    declineCode: 'incorrect_cvc',
    message: "Your card's security code is incorrect.",
    advice: 'confirm_card_data',
  },
  incorrect_number: {
    code: 'incorrect_number',
    declineCode: 'incorrect_number',
    message: 'Your card number is incorrect.',
    advice: 'confirm_card_data',
  },
  processing_error: {
    code: 'processing_error',
    declineCode: 'processing_error',
    message: 'An error occurred while processing your card. Try again in a little bit.',
    advice: 'try_again_later',
  },
  test_mode_live_card: cardDeclined(
    'test_mode_live_card',
    null,
    'Your card was declined. Your request was in test mode, but used a non test (live) card.',
  ),
} as const satisfies Readonly<Record<string, Decline>>;

export type DeclineName = keyof typeof declines;

export function isDeclineName(value: string): value is DeclineName {
  return Object.hasOwn(declines, value);
}
