import type { AuthRecord } from './auth-view.ts';
import { largestAmount } from './form.ts';
import { lookUp } from './look-up.ts';
import { refuse, refuseUnknown } from './refusal.ts';
import type { Answer, Call, Route } from './routes.ts';
import type { Attempt, FailedRecord, TransactionHead } from './transactions.ts';
import { attempt, cardsUrl, failedView, find, keep, selfLink } from './transactions.ts';
import type { PaysafeWorld } from './world.ts';
import { kinds, utcText } from './world.ts';

interface VoidRecord extends TransactionHead {
  readonly authId: string;
  readonly status: 'COMPLETED';
  readonly amount: number;
}

export function voidRoutes(world: PaysafeWorld): Route[] {
  const route = (method: Route['method'], path: string, answer: Route['answer']): Route => ({
    method,
    path: `/cardpayments/v1/accounts/:account${path}`,
    family: 'cards',
    opens: 'server',
    accounts: ['card'],
    answer,
  });
  const view = (found: VoidRecord | FailedRecord): Record<string, unknown> =>
    found.status === 'FAILED' ? failedView(world, 'voidauths', found) : voidView(world, found);
  return [
    route('POST', '/auths/:auth/voidauths', (call) =>
      attempt(world, call, { collection: 'voidauths', work: (tried) => voidAuth(world, call, tried) }),
    ),
    route('GET', '/voidauths', (call) =>
      lookUp<VoidRecord | FailedRecord>(world, call, {
        kind: kinds.voidauth,
        name: 'voidauths',
        url: cardsUrl(world, call.account.number, '/voidauths'),
        view,
      }),
    ),
    route('GET', '/voidauths/:voidauth', (call) => {
      const id = call.id('voidauth');
      const found = find<VoidRecord>(world, call, { collection: 'voidauths', id }) ?? refuseUnknown(id);
      return { status: 200, body: view(found) };
    }),
  ];
}

/**
 * No amount = all that remains. After a partial capture the rest may still be given back here; not every gateway behind
 * Paysafe allows partial voids. What is voided leaves `availableToSettle` (not confirmed, yet it cannot be captured any more).
 */
function voidAuth(world: PaysafeWorld, call: Call, { form, head, begin }: Attempt): Answer {
  const sent = form.whole('amount', { min: 1, max: largestAmount });
  begin();
  const auth = find<AuthRecord>(world, call, { collection: 'auths', id: call.id('auth') });
  if (auth === undefined || auth.status === 'FAILED') return refuse('3500');
  if (auth.availableToSettle === 0) return refuse(auth.settled > 0 ? '3502' : '3501');
  const amount = sent ?? auth.availableToSettle;
  if (amount > auth.availableToSettle) return refuse('3501');
  const remaining = auth.availableToSettle - amount;
  keep(world, kinds.auth, {
    ...auth,
    availableToSettle: remaining,
    status: remaining === 0 && auth.settled === 0 ? 'CANCELLED' : auth.status,
  } satisfies AuthRecord);
  const record: VoidRecord = { ...head, authId: auth.id, status: 'COMPLETED', amount };
  keep(world, kinds.voidauth, record);
  return { status: 200, body: voidView(world, record) };
}

function voidView(world: PaysafeWorld, record: VoidRecord): Record<string, unknown> {
  return {
    id: record.id,
    merchantRefNum: record.merchantRefNum,
    amount: record.amount,
    txnTime: utcText(record.created),
    status: record.status,
    links: [selfLink(world, 'voidauths', record)],
  };
}
