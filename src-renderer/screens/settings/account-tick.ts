import type { Failure } from '../../../src-main/contract/failure.ts';

/** The words of `settings` beside the tick with which a key of perhaps another account is stored all the same. */
export type AccountTick = 'otherAccount' | 'otherAccountSince';

/** What somebody has to tick for a key that was refused for its account; null: it was refused for something else. */
export function accountTick({ code }: Failure): AccountTick | null {
  if (code === 'key_gap_account') return 'otherAccountSince';
  return code === 'key_other_account' ? 'otherAccount' : null;
}
