import type { Form } from './form.ts';
import { refuse } from './refusal.ts';
import type { PaysafeWorld } from './world.ts';
import { kinds } from './world.ts';

/** Who starts this payment on a card on file, and whether it is the first one. */
export interface StoredCredential {
  readonly type: 'ADHOC' | 'TOPUP' | 'RECURRING';
  readonly occurrence: 'INITIAL' | 'SUBSEQUENT';
  readonly initialTransactionId?: string | undefined;
  readonly externalInitialTransactionId?: string | undefined;
}

/**
 * Reads `storedCredential`, or `recurring`, its forerunner, which is echoed as a storedCredential (recorded).
 * A payment that the shop starts later must name the first one, here or elsewhere, never both; an id that this account
 * never saw is refused (not confirmed for the provider, and a client that invents ids should find out).
 */
export function readStoredCredential(world: PaysafeWorld, form: Form): StoredCredential | undefined {
  const recurring = form.choice('recurring', ['INITIAL', 'RECURRING']);
  const part = form.part('storedCredential');
  if (part === undefined) {
    if (recurring === undefined) return undefined;
    return { type: 'RECURRING', occurrence: recurring === 'INITIAL' ? 'INITIAL' : 'SUBSEQUENT' };
  }
  if (recurring !== undefined) form.wrong('recurring', 'may not be sent together with storedCredential');
  const credential: StoredCredential = {
    type: part.choice('type', ['ADHOC', 'TOPUP', 'RECURRING']) ?? 'ADHOC',
    occurrence: part.choice('occurrence', ['INITIAL', 'SUBSEQUENT']) ?? 'INITIAL',
    initialTransactionId: part.text('initialTransactionId', { max: 36 }),
    externalInitialTransactionId: part.text('externalInitialTransactionId', { max: 256 }),
  };
  const { initialTransactionId, externalInitialTransactionId } = credential;
  if (initialTransactionId !== undefined && externalInitialTransactionId !== undefined) {
    part.wrong('externalInitialTransactionId', 'may not be sent together with initialTransactionId');
  }
  const startedByShop = credential.type !== 'ADHOC' && credential.occurrence === 'SUBSEQUENT';
  if (startedByShop && initialTransactionId === undefined && externalInitialTransactionId === undefined) {
    part.wrong('initialTransactionId', 'may not be empty');
  }
  if (initialTransactionId !== undefined && !isInitial(world, initialTransactionId)) {
    part.wrong('initialTransactionId', 'is not a completed transaction');
  }
  return credential;
}

function isInitial(world: PaysafeWorld, id: string): boolean {
  const found =
    world.store.get<{ status: string }>(kinds.verification, id) ?? world.store.get<{ status: string }>(kinds.auth, id);
  return found !== undefined && found.status !== 'FAILED';
}

/**
 * The first payment on a card on file needs its security code, later ones do not. Some accounts charge saved cards
 * without any object and without a code (recorded), so only a payment that calls itself the first is held to it.
 *
 * @throws Refusal 3005.
 */
export function needSecurityCode(credential: StoredCredential | undefined, codeSent: boolean): void {
  if (credential?.occurrence === 'INITIAL' && !codeSent) refuse('3005');
}
