import { lookUp } from './look-up.ts';
import { findPayingCard, noteApproval } from './paying-card.ts';
import { readPayment } from './payment-fields.ts';
import { refuse, refuseUnknown } from './refusal.ts';
import type { Answer, Call, Route } from './routes.ts';
import type { CvvResult } from './single-use-tokens.ts';
import type { StoredCredential } from './stored-credential.ts';
import { needSecurityCode } from './stored-credential.ts';
import type { Attempt, FailedRecord, TransactionHead } from './transactions.ts';
import { attempt, cardsUrl, failedView, find, keep, selfLink } from './transactions.ts';
import type { AvsResult } from './triggers.ts';
import { checkAddress } from './triggers.ts';
import type { CardExpiry } from './vault-records.ts';
import type { PaysafeWorld } from './world.ts';
import { kinds, utcText } from './world.ts';

interface VerificationRecord extends TransactionHead {
  readonly status: 'COMPLETED';
  readonly card: { readonly type: string; readonly lastDigits: string; readonly cardExpiry: CardExpiry };
  readonly authCode: string;
  readonly profile?: Readonly<Record<string, unknown>> | undefined;
  readonly billingDetails?: Readonly<Record<string, unknown>> | undefined;
  readonly description?: string | undefined;
  readonly storedCredential?: StoredCredential | undefined;
  readonly currencyCode: string;
  readonly avsResponse: AvsResult;
  readonly cvvVerification: CvvResult;
}

export function verificationRoutes(world: PaysafeWorld): Route[] {
  const route = (method: Route['method'], path: string, answer: Route['answer']): Route => ({
    method,
    path: `/cardpayments/v1/accounts/:account/verifications${path}`,
    family: 'cards',
    opens: 'server',
    accounts: ['card'],
    answer,
  });
  const view = (found: VerificationRecord | FailedRecord): Record<string, unknown> =>
    found.status === 'FAILED' ? failedView(world, 'verifications', found) : verificationView(world, found);
  return [
    route('POST', '', (call) =>
      attempt(world, call, { collection: 'verifications', work: (tried) => verify(world, call, tried) }),
    ),
    route('GET', '', (call) =>
      lookUp<VerificationRecord | FailedRecord>(world, call, {
        kind: kinds.verification,
        name: 'verifications',
        url: cardsUrl(world, call.account.number, '/verifications'),
        view,
      }),
    ),
    route('GET', '/:verification', (call) => {
      const id = call.id('verification');
      const found = find<VerificationRecord>(world, call, { collection: 'verifications', id }) ?? refuseUnknown(id);
      return { status: 200, body: view(found) };
    }),
  ];
}

/** A check of the card without an amount. Leaves a single-use token usable, so that the card can be saved afterwards. */
function verify(world: PaysafeWorld, call: Call, { form, head, begin }: Attempt): Answer {
  const payment = readPayment(world, form);
  begin();
  const card = findPayingCard(world, payment.card);
  needSecurityCode(payment.storedCredential, card.cvv !== undefined);
  const billingDetails = payment.billingDetails ?? card.billing;
  // Documented as something that may happen; here it always does.
  if (typeof billingDetails?.['zip'] !== 'string') return refuse('3004');
  const record: VerificationRecord = {
    ...head,
    status: 'COMPLETED',
    card: card.shown,
    authCode: String(Number.parseInt(head.id.slice(0, 6), 16) % 1_000_000).padStart(6, '0'),
    profile: payment.profile,
    billingDetails: {
      street: billingDetails['street'],
      country: billingDetails['country'],
      zip: billingDetails['zip'],
    },
    description: payment.description,
    storedCredential: payment.storedCredential,
    currencyCode: call.account.currency,
    avsResponse: checkAddress(billingDetails),
    cvvVerification: card.cvv ?? 'NOT_PROCESSED',
  };
  keep(world, kinds.verification, record);
  noteApproval(world, card, 'verification');
  return { status: 200, body: verificationView(world, record) };
}

function verificationView(world: PaysafeWorld, record: VerificationRecord): Record<string, unknown> {
  return {
    id: record.id,
    merchantRefNum: record.merchantRefNum,
    txnTime: utcText(record.created),
    status: record.status,
    card: record.card,
    authCode: record.authCode,
    profile: record.profile,
    billingDetails: record.billingDetails,
    description: record.description,
    storedCredential: record.storedCredential,
    currencyCode: record.currencyCode,
    avsResponse: record.avsResponse,
    cvvVerification: record.cvvVerification,
    links: [selfLink(world, 'verifications', record)],
  };
}
