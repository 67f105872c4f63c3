import { authView } from './auth-view.ts';
import type { AuthRecord } from './auth-view.ts';
import { largestAmount, readForm } from './form.ts';
import { lookUp } from './look-up.ts';
import { findPayingCard, noteApproval } from './paying-card.ts';
import type { PayingCard } from './paying-card.ts';
import { readPayment } from './payment-fields.ts';
import { Refusal, refuse, refuseUnknown } from './refusal.ts';
import type { Answer, Call, Route } from './routes.ts';
import { addSettlement } from './settlements.ts';
import { needSecurityCode } from './stored-credential.ts';
import type { Attempt, FailedRecord } from './transactions.ts';
import { attempt, cardsUrl, failedView, find, keep } from './transactions.ts';
import { checkAddress, judgeAmount } from './triggers.ts';
import type { PaysafeWorld } from './world.ts';
import { kinds } from './world.ts';

export function authRoutes(world: PaysafeWorld): Route[] {
  const route = (method: Route['method'], path: string, answer: Route['answer']): Route => ({
    method,
    path: `/cardpayments/v1/accounts/:account/auths${path}`,
    family: 'cards',
    opens: 'server',
    accounts: ['card'],
    answer,
  });
  const view = (found: AuthRecord | FailedRecord): Record<string, unknown> =>
    found.status === 'FAILED' ? failedView(world, 'auths', found) : authView(world, found, 'looked-up');
  return [
    route('POST', '', (call) =>
      attempt(world, call, { collection: 'auths', work: (tried) => authorize(world, call, tried) }),
    ),
    route('GET', '', (call) =>
      lookUp<AuthRecord | FailedRecord>(world, call, {
        kind: kinds.auth,
        name: 'auths',
        url: cardsUrl(world, call.account.number, '/auths'),
        view,
      }),
    ),
    route('GET', '/:auth', (call) => {
      const id = call.id('auth');
      const found = find<AuthRecord>(world, call, { collection: 'auths', id }) ?? refuseUnknown(id);
      return { status: 200, body: view(found) };
    }),
    route('PUT', '/:auth', (call) => review(world, call)),
  ];
}

function authorize(world: PaysafeWorld, call: Call, { form, head, begin }: Attempt): Answer {
  const amount = form.needWhole('amount', { min: 1, max: largestAmount });
  const settleWithAuth = form.flag('settleWithAuth') ?? false;
  const preAuth = form.flag('preAuth') ?? false;
  const payment = readPayment(world, form);
  const descriptor = form.part('merchantDescriptor');
  const merchantDescriptor =
    descriptor === undefined
      ? undefined
      : {
          dynamicDescriptor: descriptor.needText('dynamicDescriptor', { max: 20, anyCharacter: true }),
          phone: descriptor.text('phone', { max: 13, anyCharacter: true }),
        };
  begin();

  const { card, delay } = approve(world, payment, { amount, settleWithAuth, currency: call.account.currency });
  const billingDetails = payment.billingDetails ?? billingOf(card.billing);
  const held = card.saved?.behaviour?.kind === 'goes-to-review';
  const auth: AuthRecord = {
    ...head,
    status: held ? 'HELD' : 'COMPLETED',
    amount,
    settleWithAuth,
    preAuth,
    // What a held authorization shows here is not confirmed; nothing can be settled before it is released.
    availableToSettle: held || settleWithAuth ? 0 : amount,
    settled: settleWithAuth && !held ? amount : 0,
    card: card.shown,
    debit: card.debit,
    authCode: String(Number.parseInt(head.id.slice(0, 6), 16) % 1_000_000).padStart(6, '0'),
    profile: payment.profile ?? nameOf(card),
    billingDetails,
    merchantDescriptor: merchantDescriptor ?? { dynamicDescriptor: 'ATELIER FLEURY', phone: '514-5550100' },
    description: payment.description,
    keywords: payment.keywords,
    customerIp: payment.customerIp,
    storedCredential: payment.storedCredential,
    currencyCode: call.account.currency,
    avsResponse: checkAddress(billingDetails),
    cvvVerification: card.cvv ?? 'NOT_PROCESSED',
  };
  keep(world, kinds.auth, auth);
  noteApproval(world, card, 'auth');
  if (settleWithAuth && !held) settleAlong(world, auth);
  return { status: 200, body: authView(world, auth, 'fresh'), delay };
}

/** Finds the card and asks the bank; a refusal carries what failed authorizations carry beside `error`. */
function approve(
  world: PaysafeWorld,
  payment: ReturnType<typeof readPayment>,
  asked: { readonly amount: number; readonly settleWithAuth: boolean; readonly currency: string },
): { readonly card: PayingCard; readonly delay: number } {
  let card: PayingCard | undefined;
  try {
    card = findPayingCard(world, payment.card);
    needSecurityCode(payment.storedCredential, card.cvv !== undefined);
    const behaviour = card.saved?.behaviour;
    if (behaviour?.kind === 'declines') refuse(behaviour.code);
    return { card, delay: judgeAmount(asked.amount, asked.currency) };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    throw new Refusal(error.code, {
      ...error.extras,
      beside: {
        riskReasonCode: error.status === 402 ? [1059] : undefined,
        settleWithAuth: asked.settleWithAuth,
        // Recorded: absent when no code was sent, and with 3009.
        cvvVerification: error.code === '3009' ? undefined : card?.cvv,
      },
    });
  }
}

/** Recorded: the settlement that comes with a charge has the authorization's own id and reference. */
function settleAlong(world: PaysafeWorld, auth: AuthRecord): void {
  addSettlement(world, {
    id: auth.id,
    account: auth.account,
    merchantRefNum: auth.merchantRefNum,
    created: world.clock.now(),
    authId: auth.id,
    status: 'PENDING',
    amount: auth.amount,
    availableToRefund: auth.amount,
  });
}

/** Releases or refuses an authorization that is on hold for review. */
function review(world: PaysafeWorld, call: Call): Answer {
  const form = readForm(call.body);
  const status = form.needChoice('status', ['COMPLETED', 'CANCELLED']);
  form.finish();
  const auth = find<AuthRecord>(world, call, { collection: 'auths', id: call.id('auth') }) ?? refuse('3021');
  if (auth.status !== 'HELD') return refuse('3031');
  const reviewed: AuthRecord = {
    ...auth,
    status,
    availableToSettle: status === 'COMPLETED' && !auth.settleWithAuth ? auth.amount : 0,
    settled: status === 'COMPLETED' && auth.settleWithAuth ? auth.amount : 0,
  };
  keep(world, kinds.auth, reviewed);
  if (status === 'COMPLETED' && auth.settleWithAuth) settleAlong(world, reviewed);
  return { status: 200, body: authView(world, reviewed, 'looked-up') };
}

function billingOf(
  fields: Readonly<Record<string, unknown>> | undefined,
): Readonly<Record<string, unknown>> | undefined {
  if (fields === undefined) return undefined;
  const { street, street2, city, state, country, zip, phone } = fields;
  return { street, street2, city, state, country, zip, phone };
}

function nameOf(card: PayingCard): Readonly<Record<string, unknown>> | undefined {
  if (card.profile === undefined) return undefined;
  const { firstName, lastName } = card.profile.details;
  return { firstName, lastName };
}
