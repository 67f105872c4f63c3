import { approvalKinds } from '../../contract/approval-rules.ts';
import { holdDaysChanges, holdDaysOf, writeHoldDaysChanges } from '../../contract/hold-days.ts';
import { done, refused, type Reply } from '../../contract/failure.ts';
import type { DeskStatus, SettingsView } from '../../contract/desk-status.ts';
import type { Mode } from '../../contract/provider.ts';
import type { Role, SessionState, StaffMember } from '../../contract/staff.ts';
import type { SignedIn } from '../signed-in.ts';
import { isTimeZone } from '../days/calendar.ts';
import { audit } from '../customers/customers.ts';
import { beginAnew } from '../holds/capture-rule-kept.ts';
import { deskStatus } from '../status.ts';
import type { World } from '../world.ts';

/** What the window may know before and after somebody signs in. */
export async function sessionView(world: World): Promise<SessionState> {
  const settings = world.settings.now();
  const status = await deskStatus(world);
  const state = await world.session.state();
  return {
    mode: world.mode,
    house: settings.house,
    desk: settings.desk,
    language: settings.language,
    theme: settings.theme,
    timeZone: settings.timeZone,
    currency: settings.currency,
    version: world.version,
    // Records that lost their people are not a new house.
    firstStart: state.staff.length === 0 && world.ledger.trouble() === null,
    staff: state.staff,
    signedIn: state.signedIn,
    demoPins: world.demoPins ? { ...world.demoPins.now() } : null,
    paysafePages: settings.paysafePages,
    approvals: approvalKinds.filter((kind) => settings.approvalRules[kind].when !== 'never'),
    idleLockMs: settings.idleLockMinutes * 60_000,
    lockNotes: { checking: status.checking, lapsingToday: status.lapsingToday, needsPerson: status.needsPerson },
  };
}

export async function sessionState(world: World): Promise<Reply<SessionState>> {
  return done(await sessionView(world));
}

export async function signIn(world: World, staffId: string, pin: string): Promise<Reply<SessionState>> {
  const reply = await world.session.signIn(staffId, pin);
  if (!reply.ok) return reply;
  // Whoever signed in needed the keychain for it: it is open now, so the keys are there too.
  if (world.keys.shut()) await world.lookAgain();
  return sessionState(world);
}

export async function lock(world: World): Promise<Reply<SessionState>> {
  await world.session.lock();
  return sessionState(world);
}

/** Somebody is at the desk: the idle lock starts again. */
export async function touch(world: World): Promise<Reply<{ locked: boolean }>> {
  world.session.touch();
  return done({ locked: (await world.session.state()).signedIn === null });
}

/** First start: makes the owner and signs that person in. Only while there is nobody. */
export async function createOwner(
  world: World,
  input: { name: string; pin: string; house: string; desk: string },
): Promise<Reply<SessionState>> {
  const made = await world.session.people.createOwner({ name: input.name, pin: input.pin });
  if (!made.ok) return made;
  await world.settings.save({ house: input.house, desk: input.desk });
  return signIn(world, made.value.id, input.pin);
}

/** Language and theme: anyone may choose them, also at the lock screen. */
export async function setPreferences(
  world: World,
  input: { language?: 'en' | 'fr' | undefined; theme?: 'system' | 'light' | 'dark' | undefined },
): Promise<Reply<SessionState>> {
  await world.settings.save({
    ...(input.language ? { language: input.language } : {}),
    ...(input.theme ? { theme: input.theme } : {}),
  });
  return sessionState(world);
}

/** Looks again at what shuts the money buttons, and asks both providers for news now. */
export async function refreshLists(world: World): Promise<Reply<DeskStatus>> {
  await world.lookAgain();
  await Promise.all([world.sync.stripe.refreshNow(), world.sync.paysafe.refreshNow()]);
  // After the lists: what they tell of refunds is asked about at once.
  await world.following.tend();
  return done(await deskStatus(world));
}

export async function openMode(world: World, mode: Mode): Promise<Reply<{ opened: boolean }>> {
  if (mode === world.mode) return done({ opened: false });
  return done({ opened: await world.openMode(mode) });
}

/** Makes the demo house new: its sandbox, its records, its people. */
export async function resetDemo(world: World, who: SignedIn | null): Promise<Reply<{ reset: boolean }>> {
  if (world.mode !== 'demo') return refused('only_in_demo');
  await audit(world, who, 'reset_demo', {});
  await world.resetDemo();
  return done({ reset: true });
}

export async function getSettings(world: World): Promise<Reply<SettingsView>> {
  return done(world.settings.now());
}

/**
 * What the owner saved of the house and this desk. The history has what is different by name, and of the days of holds also what each was and is: lists are
 * sorted, and managers told, by them.
 */
export async function saveSettings(
  world: World,
  input: Omit<SettingsView, 'currency' | 'consentRule' | 'missedRule' | 'approvalRules' | 'dayRule' | 'paysafePages'>,
  who: SignedIn | null,
): Promise<Reply<SettingsView>> {
  if (!isTimeZone(input.timeZone)) return refused('bad_input', { field: 'timeZone' });
  const before = world.settings.now();
  // First: an app that dies in between has the rule as it was, and captures nothing by it today.
  if (before.timeZone !== input.timeZone) await beginAnew(world);
  const saved = await world.settings.save(input);
  const changed = Object.entries(input).flatMap(([name, value]) =>
    JSON.stringify(before[name as keyof typeof before]) === JSON.stringify(value) ? [] : [name],
  );
  const holdDays = writeHoldDaysChanges(holdDaysChanges(holdDaysOf(before), holdDaysOf(saved)));
  await audit(world, who, 'settings', { changed: changed.join(', '), ...(holdDays === '' ? {} : { holdDays }) });
  world.emit('session.changed', await sessionView(world));
  return done(saved);
}

export async function listStaff(world: World): Promise<Reply<{ staff: StaffMember[] }>> {
  return done({ staff: await world.session.people.list() });
}

export async function addStaff(
  world: World,
  input: { name: string; role: Role; pin: string },
  who: SignedIn | null,
): Promise<Reply<{ staff: StaffMember[] }>> {
  const made = await world.session.people.add(input);
  if (!made.ok) return made;
  await audit(world, who, 'staff_added', { name: input.name, role: input.role });
  return afterPeople(world);
}

export async function changeStaff(
  world: World,
  input: {
    id: string;
    name?: string | undefined;
    role?: Role | undefined;
    pin?: string | undefined;
    active?: boolean | undefined;
  },
  who: SignedIn | null,
): Promise<Reply<{ staff: StaffMember[] }>> {
  const changed = await world.session.people.change(input);
  if (!changed.ok) return changed;
  if (input.pin) await world.demoPins?.forget(input.id);
  const { pin, id: _id, ...plain } = input;
  const detail = Object.fromEntries(
    Object.entries(plain).filter((entry): entry is [string, string | boolean] => entry[1] !== undefined),
  );
  await audit(world, who, 'staff_changed', {
    person: changed.value.name,
    ...detail,
    ...(pin ? { pin: 'changed' } : {}),
  });
  return afterPeople(world);
}

export async function changeMyPin(
  world: World,
  input: { oldPin: string; newPin: string },
  who: SignedIn | null,
): Promise<Reply<{ changed: boolean }>> {
  if (!who) return refused('not_signed_in');
  const reply = await world.session.people.changeOwnPin(who.id, input.oldPin, input.newPin);
  if (!reply.ok) return reply;
  await world.demoPins?.forget(who.id);
  await audit(world, who, 'pin_changed', {});
  world.emit('session.changed', await sessionView(world));
  return done({ changed: true });
}

/** Lifts the lock-out after wrong tries. */
export async function unlockStaff(
  world: World,
  id: string,
  who: SignedIn | null,
): Promise<Reply<{ staff: StaffMember[] }>> {
  const reply = await world.session.people.unlock(id);
  if (!reply.ok) return reply;
  await audit(world, who, 'staff_unlocked', { person: reply.value.name });
  return afterPeople(world);
}

async function afterPeople(world: World): Promise<Reply<{ staff: StaffMember[] }>> {
  world.emit('session.changed', await sessionView(world));
  return listStaff(world);
}
