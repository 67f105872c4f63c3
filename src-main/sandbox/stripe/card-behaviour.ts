import { declines, isDeclineName } from './declines.ts';
import type { Decline, DeclineName } from './declines.ts';

/**
 * What a card does when it is used:
 * - a decline code: refused at every use, also when it is saved;
 * - `later:<decline code>`: saved without trouble, refused at every charge;
 * - `authenticate-unless-set-up`: needs the cardholder unless it was set up for off-session use;
 * - `authenticate-always`, `authenticate-on-session` (fine off session), `authenticate-then:<decline code>`;
 * - `refund-fails`: a refund succeeds and turns failed a minute later.
 * - `disputed`: a charge succeeds and is disputed a minute later.
 * - `refund-waits`: a refund is pending and succeeds an hour later.
 */
export type CardBehaviour =
  | 'approved'
  | 'authenticate-unless-set-up'
  | 'authenticate-always'
  | 'authenticate-on-session'
  | 'refund-fails'
  | 'refund-waits'
  | 'disputed'
  | DeclineName
  | `later:${DeclineName}`
  | `authenticate-then:${DeclineName}`;

export type Verdict =
  | { readonly verdict: 'approved' }
  | { readonly verdict: 'authenticate' }
  | { readonly verdict: 'declined'; readonly decline: Decline };

export interface CardUse {
  readonly purpose: 'charge' | 'save';
  readonly offSession: boolean;
  /** The card was set up for off-session use. */
  readonly setUp: boolean;
  /** The cardholder has just confirmed with the bank. */
  readonly authenticated: boolean;
}

/** What the bank answers to one use of a card. */
export function judge(behaviour: CardBehaviour, use: CardUse): Verdict {
  switch (behaviour) {
    case 'approved':
    case 'refund-fails':
    case 'refund-waits':
    case 'disputed':
      return { verdict: 'approved' };
    case 'authenticate-unless-set-up':
      return use.authenticated || (use.purpose === 'charge' && use.setUp)
        ? { verdict: 'approved' }
        : needsCardholder(use);
    case 'authenticate-always':
      return use.authenticated ? { verdict: 'approved' } : needsCardholder(use);
    case 'authenticate-on-session':
      return use.authenticated || use.offSession ? { verdict: 'approved' } : needsCardholder(use);
    default:
      return judgeDecline(behaviour, use);
  }
}

type DecliningBehaviour = DeclineName | `later:${DeclineName}` | `authenticate-then:${DeclineName}`;

function judgeDecline(behaviour: DecliningBehaviour, use: CardUse): Verdict {
  const colon = behaviour.indexOf(':');
  const when = behaviour.slice(0, Math.max(colon, 0));
  const name = behaviour.slice(colon + 1);
  if (!isDeclineName(name)) throw new Error(`The sandbox knows no decline "${name}".`);
  if (when === 'authenticate-then' && !use.authenticated) return needsCardholder(use);
  if (when !== '' && use.purpose === 'save') return { verdict: 'approved' };
  return { verdict: 'declined', decline: declines[name] };
}

/** Without the cardholder there is nobody to ask, so the bank refuses. */
function needsCardholder(use: CardUse): Verdict {
  return use.offSession
    ? { verdict: 'declined', decline: declines.authentication_required }
    : { verdict: 'authenticate' };
}
