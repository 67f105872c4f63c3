import * as v from 'valibot';
import { command } from './channel.ts';
import { settingsView } from './desk-status.ts';

/** Links of Paysafe: off until the owner says that the account has the Hosted Payments API. Pages that are open stay open, and are followed. */
export const paysafePagesCalls = {
  set: command('keys', v.strictObject({ on: v.boolean() }), settingsView),
} as const;
