import { address } from './address.ts';
import { metadata } from './metadata.ts';
import { expand } from './paging.ts';
import { accepted, choice, either, flag, integer, list, object, required, text, unsettable } from './params.ts';

/** Card payments only: other options of the real interface are known and without effect. */
export const paymentMethodOptions = object({
  card: object({
    capture_method: unsettable(choice('manual')),
    cvc_token: text(),
    installments: accepted,
    mandate_options: accepted,
    moto: accepted,
    network: text(),
    request_extended_authorization: choice('if_available', 'never'),
    request_incremental_authorization: choice('if_available', 'never'),
    request_multicapture: choice('if_available', 'never'),
    request_overcapture: choice('if_available', 'never'),
    request_three_d_secure: choice('any', 'automatic', 'challenge'),
    require_cvc_recollection: accepted,
    setup_credential_usage: accepted,
    setup_future_usage: unsettable(choice('none', 'off_session', 'on_session')),
    statement_descriptor_suffix_kana: accepted,
    statement_descriptor_suffix_kanji: accepted,
    stored_credential_usage: accepted,
    three_d_secure: accepted,
  }),
  link: accepted,
  us_bank_account: accepted,
  acss_debit: accepted,
});

const captureMethod = choice('automatic', 'automatic_async', 'manual');
const setupFutureUsage = choice('off_session', 'on_session');

export const shipping = object({
  address: required(address),
  carrier: unsettable(text()),
  name: required(text()),
  phone: unsettable(text()),
  tracking_number: unsettable(text()),
});

/** Same on create, update and confirm. */
const described = {
  allowed_payment_method_types: list(text()),
  amount_details: accepted,
  excluded_payment_method_types: accepted,
  expand,
  hooks: accepted,
  payment_details: accepted,
  payment_method: text(),
  payment_method_data: accepted,
  payment_method_options: paymentMethodOptions,
  receipt_email: unsettable(text(512)),
  setup_future_usage: unsettable(setupFutureUsage),
  shipping: unsettable(shipping),
  capture_method: captureMethod,
};

const aboutConfirming = {
  confirmation_token: accepted,
  error_on_requires_action: flag,
  mandate: accepted,
  mandate_data: accepted,
  off_session: either(flag, choice('one_off', 'recurring')),
  radar_options: accepted,
  return_url: text(),
  use_stripe_sdk: flag,
};

export const createParams = {
  ...described,
  ...aboutConfirming,
  amount: required(integer({ min: 1 })),
  currency: required(text(3)),
  application_fee_amount: accepted,
  automatic_payment_methods: object({ enabled: required(flag), allow_redirects: choice('always', 'never') }),
  confirm: flag,
  confirmation_method: choice('automatic', 'manual'),
  customer: text(),
  customer_account: accepted,
  description: text(),
  metadata,
  on_behalf_of: accepted,
  payment_method_configuration: accepted,
  statement_descriptor: text(22),
  statement_descriptor_suffix: text(22),
  transfer_data: accepted,
  transfer_group: text(),
};

export const updateParams = {
  ...described,
  amount: integer({ min: 1 }),
  application_fee_amount: accepted,
  currency: text(3),
  customer: text(),
  customer_account: accepted,
  description: unsettable(text()),
  metadata,
  payment_method_configuration: accepted,
  statement_descriptor: text(22),
  statement_descriptor_suffix: text(22),
  transfer_data: accepted,
  transfer_group: text(),
};

export const confirmParams = { ...described, ...aboutConfirming, amount_to_confirm: accepted };

export const captureParams = {
  amount_details: accepted,
  amount_to_capture: integer({ min: 1 }),
  application_fee_amount: accepted,
  expand,
  final_capture: flag,
  hooks: accepted,
  metadata,
  payment_details: accepted,
  statement_descriptor: text(22),
  statement_descriptor_suffix: text(22),
  transfer_data: accepted,
};

export const cancelParams = {
  cancellation_reason: choice('abandoned', 'duplicate', 'fraudulent', 'requested_by_customer'),
  expand,
};
