import type { Outcome } from '../../payments/operation.ts';
import type { Plan, PlanOf } from '../../payments/order.ts';
import type { Answer, Finding, Prepared, ProviderRequest, Reading } from '../../payments/ports.ts';
import { get, safeText, send } from './paths.ts';
import { parseAs, wireError, wireProfile, type WireProfile } from './wire.ts';

/** The name goes whole into the last word and the rest: Paysafe wants neither, and refuses empty ones. */
export function prepareProfile(plan: PlanOf<'add_profile'>): Prepared {
  const words = safeText(plan.name, 160).split(' ');
  const [lastName, firstName] = [words.pop() ?? '', words.join(' ')];
  const said = {
    firstName: firstName.slice(0, 80),
    lastName: lastName.slice(0, 80),
    email: safeText(plan.email ?? '', 255),
    phone: safeText(plan.phone ?? '', 40),
  };
  const known = Object.fromEntries(Object.entries(said).filter(([, value]) => value !== ''));
  const body = { merchantCustomerId: plan.merchantCustomerId, locale: plan.locale, ...known };
  return { request: send('POST', '/customervault/v1/profiles', body), memo: {} };
}

export function profileByName({ merchantCustomerId }: PlanOf<'add_profile'>): ProviderRequest {
  return get(`/customervault/v1/profiles?merchantCustomerId=${encodeURIComponent(merchantCustomerId)}`);
}

export function readProfile(plan: PlanOf<'add_profile'>, body: string): Reading {
  const profile = parseAs(wireProfile, body);
  return { outcome: profile ? outcomeOf(plan, profile) : { is: 'unclear', why: 'unreadable' }, records: {} };
}

function outcomeOf(plan: PlanOf<'add_profile'>, profile: WireProfile): Outcome {
  const said = profile.merchantCustomerId ?? '';
  if (said !== plan.merchantCustomerId)
    return { is: 'mismatch', why: 'target', evidence: { asked: plan.merchantCustomerId, said } };
  return { is: 'done', reference: profile.id, moved: {} };
}

/**
 * "…has already been used for another profile - <profile id>" (7505): the profile of that name is there, made by whomever, perhaps by this very order, which the
 * line handed in twice. Staff are asked whether it is this client's. Null: it does not say which.
 */
export function takenName(
  plan: Plan,
  { code, message }: { readonly code: string; readonly message: string },
): Outcome | null {
  if (plan.kind !== 'add_profile' || code !== '7505') return null;
  const id = / - ([\w-]{8,64})$/.exec(message)?.[1];
  return id === undefined ? null : { is: 'done', reference: id, moved: {}, elsewhere: true };
}

/** What became of a profile whose answer was lost. */
export function profileSays(plan: PlanOf<'add_profile'>, answer: Answer): Finding {
  if (answer.status === 200) {
    const reading = readProfile(plan, answer.body);
    return reading.outcome.is === 'unclear'
      ? { found: 'nothing_yet', why: 'unreadable' }
      : { found: 'outcome', reading };
  }
  const gone = answer.status === 404 && parseAs(wireError, answer.body)?.error.code === '5269';
  return gone ? { found: 'absent' } : { found: 'nothing_yet', why: `status_${answer.status}` };
}
