import type { ConsentCover, Purpose } from '../../contract/consent.ts';
import { done, refused, type Failure, type Reply } from '../../contract/failure.ts';
import type { Money } from '../../contract/money.ts';
import { judgeConsent, type ConsentRecord } from '../../payments/consent.ts';
import { consentView, type HeldConsent } from './consents.ts';
import type { World } from '../world.ts';

export interface ConsentWanted {
  readonly cardId: string;
  readonly purpose: Purpose;
  readonly amount: Money;
}

/**
 * What a manager looked at: the guard's word, what the money is for, and the card. Another card, another purpose or another reason is
 * something else.
 */
export function consentFact({ cardId, purpose }: ConsentWanted, refusal: Failure): string {
  return `${refusal.code} ${purpose} ${cardId}`;
}

/**
 * What the engine asks before each charge: the consent it is taken under, by the house's rule, or why it may not be taken. `passed`: what a manager
 * stepped in over, as main kept it.
 */
export async function consentFor(
  world: Pick<World, 'ledger' | 'settings' | 'clock'>,
  wanted: ConsentWanted & { readonly passed: readonly string[] },
): Promise<{ readonly consentId: string | null; readonly outside?: boolean } | Failure> {
  const { judged } = await judgedNow(world, wanted);
  if ('id' in judged) return { consentId: judged.id };
  const rule = world.settings.now().consentRule;
  if (rule === 'free') return { consentId: null };
  const passes = rule === 'manager' && wanted.passed.includes(consentFact(wanted, judged));
  return passes ? { consentId: null, outside: true } : judged;
}

/** The same question for a dialog, while the amount is typed. */
export async function consentCover(world: World, wanted: ConsentWanted): Promise<Reply<ConsentCover>> {
  if (!(await world.mirror.card(wanted.cardId))) return refused('unknown_id');
  const { judged, consents } = await judgedNow(world, wanted);
  const rule = world.settings.now().consentRule;
  const covers = 'id' in judged;
  const shown = covers ? consents.find(({ id }) => id === judged.id) : consents[0];
  return done({
    rule,
    consent: shown ? consentView(shown, world.clock.now()) : null,
    refusal: covers || rule === 'free' ? null : judged,
    fact: covers || rule !== 'manager' ? null : consentFact(wanted, judged),
  });
}

/** Why a manager would have to step in for this, or null. `never`: nobody may. */
export async function consentStop(
  world: Pick<World, 'ledger' | 'settings' | 'clock'>,
  wanted: ConsentWanted,
): Promise<{ readonly refusal: Failure; readonly fact: string | null } | null> {
  const { judged } = await judgedNow(world, wanted);
  const rule = world.settings.now().consentRule;
  if ('id' in judged || rule === 'free') return null;
  return { refusal: judged, fact: rule === 'manager' ? consentFact(wanted, judged) : null };
}

async function judgedNow(
  world: Pick<World, 'ledger' | 'clock'>,
  wanted: ConsentWanted,
): Promise<{ judged: ConsentRecord | Failure; consents: readonly HeldConsent[] }> {
  const consents = await world.ledger.consents.ofCards([wanted.cardId]);
  const records = consents.map((consent) => ({ ...consent, withdrawnAt: consent.withdrawn?.at ?? null }));
  return { judged: judgeConsent(records, { ...wanted, now: world.clock.now() }), consents };
}
