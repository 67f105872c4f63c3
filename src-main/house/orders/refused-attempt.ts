import type { SignedIn } from '../signed-in.ts';
import type { World } from '../world.ts';

interface Around {
  readonly ledger: Pick<World['ledger'], 'audit' | 'trouble'>;
  readonly clock: World['clock'];
  readonly desk: string;
  readonly trouble: World['trouble'];
}

/** Calls in which another person gives their PIN. */
const vouched = new Set(['staff.stepIn', 'approvals.approve', 'approvals.sendBack']);
/** Refusals of such a PIN that the session has written down itself, with whose PIN it was. */
const hasItsLine = new Set(['wrong_pin', 'pin_locked', 'not_allowed']);

/** Writes a refused attempt in the history. A wrong PIN already has its own line, written by the session. */
export async function refusedAttempt(
  { ledger, clock, desk, trouble }: Around,
  { call, who, code }: { readonly call: string; readonly who: SignedIn | null; readonly code: string },
): Promise<void> {
  if (call === 'session.signIn' || (vouched.has(call) && hasItsLine.has(code))) return;
  const { id = null, name: staffName = null } = who ?? {};
  const line = { at: clock.now(), staffId: id, staffName, desk, what: call, detail: { code } };
  const written = ledger.audit
    .write({ ...line, outcome: 'refused' })
    .catch((error: unknown) => trouble('refused attempt', error));
  // Records that cannot be written now cannot say that either: whoever was refused is not kept waiting for it.
  if (!ledger.trouble()) await written;
}
