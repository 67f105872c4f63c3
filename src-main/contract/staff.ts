import * as v from 'valibot';
import { approvalKind } from './approval-rules.ts';

export const roles = ['front_desk', 'manager', 'owner'] as const;
export const role = v.picklist(roles);
export type Role = v.InferOutput<typeof role>;

/** What a role may or may not do. Each call of the contract names the one verb it needs. */
export const verbs = [
  'find',
  'charge',
  'hold',
  'bill',
  'consent',
  'make_link',
  'prepare',
  'close_day',
  'capture',
  'release',
  'refund',
  'remove_card',
  'remove_customer',
  'set_default',
  'import',
  'link',
  'resolve',
  'step_in',
  'approve',
  'history',
  'reopen_day',
  'export',
  'consent_text',
  'records',
  'restore',
  'settings',
  'staff',
  'keys',
] as const;
export const verb = v.picklist(verbs);
export type Verb = v.InferOutput<typeof verb>;

export const pin = v.pipe(v.string(), v.regex(/^\d{4,8}$/));
export const staffName = v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(60));

/** A person of the house. `tile` facts only: nothing here helps to guess a PIN. */
export const staffMember = v.object({
  id: v.string(),
  name: v.string(),
  role,
  active: v.boolean(),
  lockedOut: v.boolean(),
  /** their PIN may let an order pass that a guard stopped */
  mayStepIn: v.boolean(),
  /** their PIN may be the second person's yes */
  mayApprove: v.boolean(),
});
export type StaffMember = v.InferOutput<typeof staffMember>;

export const sessionState = v.object({
  mode: v.picklist(['demo', 'test', 'live']),
  house: v.string(),
  desk: v.string(),
  language: v.picklist(['en', 'fr']),
  theme: v.picklist(['system', 'light', 'dark']),
  timeZone: v.string(),
  currency: v.string(),
  version: v.string(),
  /** no owner yet: the window shows the first-start form */
  firstStart: v.boolean(),
  /** links of Paysafe can be made here */
  paysafePages: v.boolean(),
  /** what this house asks a second person for: also without the right to it, it may be prepared then */
  approvals: v.array(approvalKind),
  /** active people, for the lock screen's tiles */
  staff: v.array(staffMember),
  signedIn: v.nullable(v.object({ id: v.string(), name: v.string(), role, verbs: v.array(verb) })),
  /** demo house only: PINs are shown on its lock screen */
  demoPins: v.nullable(v.record(v.string(), v.string())),
  /** idle milliseconds until the lock; the window warns 20 s ahead */
  idleLockMs: v.number(),
  /** provider names only when locked: no name and no amount */
  lockNotes: v.object({ checking: v.number(), lapsingToday: v.number(), needsPerson: v.number() }),
});
export type SessionState = v.InferOutput<typeof sessionState>;
