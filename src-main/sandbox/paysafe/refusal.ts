import type { SandboxReply } from '../core/message.ts';
import { jsonReply } from '../core/message.ts';

/** Status and wording by code. Where the provider's exact words are recorded they are kept; the rest say the same thing. */
const refusals = {
  '1007': { status: 500, message: 'An internal error occurred.' },
  '2004': { status: 404, message: 'No transaction carries this id.' },
  '2011': { status: 400, message: 'No mandate carries this token.' },
  '2012': { status: 400, message: 'The mandate is not active.' },
  '2017': { status: 400, message: 'The token belongs to another scheme than the account.' },
  '2019': { status: 400, message: 'The bank account is marked invalid.' },
  '3004': { status: 400, message: 'The zip or postal code is needed for the address check.' },
  '3005': { status: 400, message: 'The card security code is missing or incorrect.' },
  '3006': { status: 400, message: 'The card has expired.' },
  '3007': { status: 402, message: 'Your request has failed the AVS check.' },
  '3009': { status: 402, message: 'Your request has been declined by the issuing bank.' },
  '3011': { status: 402, message: 'The card used is a restricted card.' },
  '3015': { status: 402, message: 'The bank asks that the transaction be processed by telephone.' },
  '3016': { status: 402, message: 'The bank asks that the card be kept.' },
  '3022': { status: 402, message: 'The card has been declined due to insufficient funds.' },
  '3023': { status: 402, message: 'The card has been declined due to its proprietary card activity regulations.' },
  '3024': { status: 402, message: 'The issuer does not permit this transaction for this card.' },
  '3031': { status: 400, message: 'The transaction is not on hold.' },
  '3049': { status: 402, message: 'The bank says that the card has expired.' },
  '3060': { status: 402, message: 'The issuer requires strong customer authentication.' },
  '3021': { status: 404, message: 'The transaction could not be found.' },
  '3201': { status: 404, message: 'The Authorization could not be found.' },
  '3203': { status: 402, message: 'The Authorization is either fully settled or cancelled.' },
  '3204': { status: 402, message: 'The requested Settlement amount exceeds the remaining Authorization amount.' },
  '3205': { status: 402, message: 'The Authorization you are attempting to settle has expired.' },
  '3402': { status: 402, message: 'The requested Refund amount exceeds the remaining Settlement amount.' },
  '3404': { status: 402, message: 'The Settlement has already been fully refunded.' },
  '3406': {
    status: 402,
    message:
      'The Settlement you are attempting to Refund has not been batched yet. There are no settled funds available to Refund.',
  },
  '3407': { status: 400, message: 'The Settlement could not be found.' },
  '3415': { status: 402, message: 'The transaction is no longer pending.' },
  '3500': { status: 400, message: 'The Authorization to void could not be found.' },
  '3501': { status: 402, message: 'The requested void exceeds what remains of the Authorization.' },
  '3502': { status: 402, message: 'The Authorization has already been settled.' },
  '4001': { status: 402, message: 'The card number or email address is on the negative list.' },
  '4002': { status: 402, message: 'The transaction was declined by risk management.' },
  '5004': { status: 400, message: 'The account cannot process this kind of transaction.' },
  '5023': { status: 400, message: 'The request is not parseable.' },
  '5031': { status: 409, message: 'The transaction you have submitted has already been processed.' },
  '5068': {
    status: 400,
    message:
      'Either you submitted a request that is missing a mandatory field or the value of a field does not match the format expected.',
  },
  '5269': { status: 404, message: 'The ID(s) specified in the URL do not correspond to the values in the system.' },
  '5270': { status: 403, message: 'The credentials do not have permission to access the requested data.' },
  '5271': { status: 406, message: 'The Accept header asks for a type that is not supported.' },
  '5272': { status: 406, message: 'The Content-Type header names a type that is not supported.' },
  '5273': { status: 404, message: 'The URL names nothing that can be served.' },
  '5279': { status: 401, message: 'The authentication credentials are invalid.' },
  '5280': { status: 401, message: 'The authentication credentials are missing.' },
  '5281': { status: 405, message: 'The HTTP method is not supported here.' },
  '5502': { status: 400, message: 'Either the payment token is invalid or the profile or account is not active.' },
  '7503': { status: 409, message: 'Card number already in use' },
  '7505': {
    status: 409,
    message: 'The merchantCustomerId provided for this profile has already been used for another profile',
  },
  '7506': { status: 409, message: 'Bank account already in use' },
  '7507': { status: 409, message: 'Mandate reference already in use' },
  '7509': { status: 409, message: 'The bank account has mandates and cannot be changed.' },
  '7511': { status: 404, message: 'The address could not be found.' },
  '7514': { status: 404, message: 'The single-use token is unknown, used up or expired.' },
  '7516': { status: 400, message: 'A search parameter is missing.' },
} as const;

export type RefusalCode = keyof typeof refusals;

export interface FieldError {
  readonly field: string;
  readonly error: string;
}

export interface RefusalExtras {
  /** Follows the table's message: 7503, 7505 and 5269 name an id at their end. */
  readonly messageEnd?: string;
  /** Replaces the table's message. */
  readonly message?: string;
  readonly details?: readonly string[];
  readonly fieldErrors?: readonly FieldError[];
  /** Address of what is already there (7503, 7505, 7506, 7507). */
  readonly existing?: string;
  /** Members beside `error`, for failed card transactions. */
  readonly beside?: Readonly<Record<string, unknown>>;
  /** Milliseconds the provider takes to answer. */
  readonly delay?: number;
}

/** Thrown anywhere under a call; becomes the error reply. Undoes what the call had written. */
export class Refusal extends Error {
  readonly code: RefusalCode;
  readonly status: number;
  readonly extras: RefusalExtras;

  constructor(code: RefusalCode, extras: RefusalExtras = {}) {
    super((extras.message ?? refusals[code].message) + (extras.messageEnd ?? ''));
    this.name = 'Refusal';
    this.code = code;
    this.status = refusals[code].status;
    this.extras = extras;
  }
}

/** @throws Refusal always. */
export function refuse(code: RefusalCode, extras: RefusalExtras = {}): never {
  throw new Refusal(code, extras);
}

/** The recorded 404 of the Vault: the unknown id ends the message. */
export function refuseUnknown(id: string): never {
  return refuse('5269', { messageEnd: `: ${id}` });
}

export type ErrorFamily = 'vault' | 'cards' | 'direct-debit';

/** Body of an error reply, without the identity that failed card transactions carry next to it. */
export function errorBody(refusal: Refusal, family: ErrorFamily): Record<string, unknown> {
  const { details, fieldErrors, existing } = refusal.extras;
  return {
    error: {
      code: refusal.code,
      message: refusal.message,
      details: details,
      fieldErrors: fieldErrors,
      links: [{ rel: 'errorinfo', href: errorPage(refusal.code, family) }],
    },
    links: existing === undefined ? undefined : [{ rel: 'existing_entity', href: existing }],
  };
}

export function errorReply(refusal: Refusal, body: Record<string, unknown>): SandboxReply {
  return jsonReply(refusal.status, body, {
    'X-Application-Status-Code': refusal.code,
    ...(refusal.status === 401 ? { 'WWW-Authenticate': 'Basic realm="Paysafe"' } : {}),
  });
}

function errorPage(code: string, family: ErrorFamily): string {
  const part = family === 'direct-debit' ? 'direct-debit' : family;
  const page = family === 'vault' ? 'vault-errors' : family === 'cards' ? 'card-errors' : 'direct-debit-errors';
  return `https://developer.paysafe.com/en/rest-api/${part}/test-and-go-live/${page}/#ErrorCode${code}`;
}
