import { attachUnchecked } from './attach.ts';
import { judge } from './card-behaviour.ts';
import { checkMethod } from './confirm.ts';
import { declines } from './declines.ts';
import { save } from './documents.ts';
import type { StripeCall } from './documents.ts';
import { emit } from './events.ts';
import { hasExpired } from './payment-method.ts';
import type { PaymentMethod } from './payment-method.ts';
import { cardRefused } from './refusal.ts';
import { unexpectedSetupState } from './setup-intent.ts';
import type { SetupIntent } from './setup-intent.ts';
import { pageAddress, wire } from './wire.ts';

/**
 * Saves a card for later use, after its bank agreed. Afterwards the intent is `succeeded` or `requires_action`.
 *
 * @throws StripeRefusal 402 when the bank refuses, 400 for a wrong state; the intent is inside.
 */
export function confirmSetup(
  call: StripeCall,
  intent: SetupIntent,
  { method, authenticated }: { method: PaymentMethod; authenticated: boolean },
): void {
  if (intent.status === 'succeeded' || intent.status === 'canceled') {
    throw unexpectedSetupState(
      call,
      intent,
      `You cannot confirm this SetupIntent because it has a status of ${intent.status}.`,
    );
  }
  checkMethod(method, intent.customer);
  intent.payment_method = method.id;
  intent.latest_attempt = call.ids.token('setatt_1', 23);
  intent.next_action = null;
  const answer = hasExpired(call, method.card)
    ? ({ verdict: 'declined', decline: declines.expired_card } as const)
    : judge(method._behaviour, { purpose: 'save', offSession: false, setUp: false, authenticated });
  switch (answer.verdict) {
    case 'declined': {
      const told = {
        advice_code: answer.decline.advice ?? undefined,
        code: answer.decline.code,
        decline_code: answer.decline.declineCode,
        message: answer.decline.message,
        payment_method: wire(call, method),
        type: 'card_error',
      };
      save(call, method);
      fail(call, intent, told);
      throw cardRefused({ ...told, setup_intent: wire(call, intent) });
    }
    case 'authenticate':
      intent.status = 'requires_action';
      intent.next_action = {
        type: 'redirect_to_url',
        redirect_to_url: { return_url: null, url: pageAddress(`/authenticate/${intent.id}`) },
      };
      save(call, method);
      save(call, intent);
      emit(call, 'setup_intent.requires_action', intent);
      return;
    case 'approved':
      intent.status = 'succeeded';
      intent.last_setup_error = null;
      method._setUp = intent.usage === 'off_session';
      if (intent.customer !== null && method.customer === null) attachUnchecked(call, method, intent.customer);
      else save(call, method);
      save(call, intent);
      emit(call, 'setup_intent.succeeded', intent);
  }
}

export function failSetupAuthentication(call: StripeCall, intent: SetupIntent, method: PaymentMethod): void {
  fail(call, intent, {
    code: 'setup_intent_authentication_failure',
    message:
      'We are unable to authenticate your payment method. Please choose a different payment method and try again.',
    payment_method: wire(call, method),
    type: 'invalid_request_error',
  });
}

function fail(call: StripeCall, intent: SetupIntent, reason: SetupIntent['last_setup_error']): void {
  intent.status = 'requires_payment_method';
  intent.payment_method = null;
  intent.next_action = null;
  intent.last_setup_error = reason;
  save(call, intent);
  emit(call, 'setup_intent.setup_failed', intent);
}
