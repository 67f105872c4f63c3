import { verbs, type Role, type Verb } from '../contract/staff.ts';

const frontDesk: readonly Verb[] = ['find', 'charge', 'hold', 'bill', 'consent', 'make_link', 'prepare', 'close_day'];
const manager: readonly Verb[] = [
  ...frontDesk,
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
  'records',
];

const rights: Readonly<Record<Role, readonly Verb[]>> = { front_desk: frontDesk, manager, owner: verbs };

/** What a role may do. Checked in main before any handler; the window only hides what would be refused. */
export function verbsOf(role: Role): readonly Verb[] {
  return rights[role];
}
