import * as v from 'valibot';
import { command, query } from './channel.ts';
import { purpose } from './consent.ts';
import { settingsView } from './desk-status.ts';
import { cardDaysList, holdDays } from './hold-days.ts';
import { id, nothing, stated } from './input.ts';
import { paysafeAccount, providerKeyView, providerName } from './provider.ts';
import { stepInFact, stepInView } from './repeat.ts';
import { pin, role, staffMember, staffName } from './staff.ts';
import { ticket } from './ticket.ts';

/** What the house and this desk have chosen, and its keys. */
export const settingsCalls = {
  get: query('signed_in', nothing, settingsView),
  save: command(
    'settings',
    v.strictObject({
      house: staffName,
      desk: staffName,
      timeZone: v.pipe(v.string(), v.maxLength(60)),
      idleLockMinutes: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(15)),
      statementName: v.pipe(v.string(), v.trim(), v.maxLength(22)),
      tipPercents: v.pipe(v.array(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(50))), v.maxLength(4)),
      paysafeHoldDays: holdDays,
      paysafeCardDays: cardDaysList,
      lapseTimes: v.pipe(v.array(v.pipe(v.string(), v.regex(/^([01]\d|2[0-3]):[0-5]\d$/))), v.maxLength(4)),
    }),
    settingsView,
  ),
  providers: query('signed_in', nothing, v.object({ providers: v.array(providerKeyView) })),
  /** tried against the provider, then stored in the keychain; never shown again */
  setStripeKey: command(
    'keys',
    v.strictObject({
      key: v.pipe(v.string(), v.trim(), v.maxLength(300)),
      /** it may be of another account than what is open at the provider now, and somebody has read what that means */
      otherAccount: v.optional(v.boolean()),
    }),
    providerKeyView,
  ),
  setPaysafeKey: command(
    'keys',
    v.strictObject({
      username: v.pipe(v.string(), v.trim(), v.maxLength(200)),
      password: v.pipe(v.string(), v.trim(), v.maxLength(300)),
      mode: v.picklist(['test', 'live']),
      accounts: v.pipe(v.array(paysafeAccount), v.minLength(1), v.maxLength(10)),
      otherAccount: v.optional(v.boolean()),
    }),
    providerKeyView,
  ),
  /** Paysafe's single-use-token key, with which a client's card is typed into its own fields */
  cardKey: query('signed_in', nothing, v.object({ configured: v.boolean(), embedded: v.boolean() })),
  setCardKey: command(
    'keys',
    v.strictObject({
      username: v.pipe(v.string(), v.trim(), v.maxLength(200)),
      password: v.pipe(v.string(), v.trim(), v.maxLength(300)),
    }),
    v.object({ configured: v.boolean(), embedded: v.boolean() }),
  ),
  checkKey: command('keys', v.strictObject({ provider: providerName }), providerKeyView),
  forgetKey: command(
    'keys',
    v.strictObject({ provider: providerName, mode: v.picklist(['test', 'live']) }),
    providerKeyView,
  ),
} as const;

/** The people of the house, their PINs, and what one of them allows at another's desk. */
export const staffCalls = {
  list: query('staff', nothing, v.object({ staff: v.array(staffMember) })),
  add: command('staff', v.strictObject({ name: staffName, role, pin }), v.object({ staff: v.array(staffMember) })),
  change: command(
    'staff',
    v.strictObject({
      id,
      name: v.optional(staffName),
      role: v.optional(role),
      pin: v.optional(pin),
      active: v.optional(v.boolean()),
    }),
    v.object({ staff: v.array(staffMember) }),
  ),
  /** own PIN, anyone signed in */
  changeMyPin: command('signed_in', v.strictObject({ oldPin: pin, newPin: pin }), v.object({ changed: v.boolean() })),
  /**
   * Somebody who may gives their PIN for one order of one dialog, over what they were shown; whoever is signed in stays signed in. Another ticket,
   * kind, person, payment or amount is another order.
   */
  stepIn: command(
    'signed_in',
    v.strictObject({
      staffId: id,
      pin,
      reason: v.pipe(v.string(), v.trim(), v.minLength(3), v.maxLength(200)),
      ticket,
      kind: v.picklist(['charge', 'hold', 'refund', 'fee']),
      /** the customer of a charge or hold, the payment of a refund, the bill of a fee for a missed visit */
      targetId: id,
      billId: v.exactOptional(v.nullable(id)),
      /** of a charge: it is a tip and nothing else */
      tipOnly: v.exactOptional(v.boolean()),
      /** of a charge or hold: whether that card's consents cover it is looked at too */
      cardId: v.exactOptional(v.nullable(id)),
      purpose: v.exactOptional(purpose),
      amount: stated,
      over: v.pipe(v.array(stepInFact), v.maxLength(50)),
    }),
    stepInView,
  ),
  /** lifts the lock-out after wrong tries, from the manager's own session */
  unlock: command('resolve', v.strictObject({ id }), v.object({ staff: v.array(staffMember) })),
} as const;
