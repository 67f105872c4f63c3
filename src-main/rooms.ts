import { join } from 'node:path';
import type { Rooms, RoomsOptions } from './rooms-options.ts';
import { openCardRoom } from './card-room.ts';
import { contract } from './contract/contract.ts';
import { refused } from './contract/failure.ts';
import type { ProviderName } from './contract/provider.ts';
import { openDemoProviders, sandboxAddress } from './demo-providers.ts';
import { makeProviders } from './gateways/gateways.ts';
import { billPaidBy } from './house/bills/bill-turn.ts';
import { cutOf } from './house/days/calendar.ts';
import { makeCaptureRuleDesk } from './house/holds/capture-rule.ts';
import { closeCardWindows } from './house/cards/card-entry.ts';
import { dayShut } from './house/days/day-end.ts';
import { makeDayTurns } from './house/days/day-turns.ts';
import { audit } from './house/customers/customers.ts';
import { fillDemo } from './house/demo/demo-books.ts';
import { keepDemoPins, seatDemoPeople } from './house/demo/demo.ts';
import { sessionView } from './house/settings/desk-settings.ts';
import { keepSettings } from './house/settings/house-settings.ts';
import { auditKeyOf, deskTroubleOf, makeKeySafe, safeTrouble } from './house/keys/key-safe.ts';
import { makeHouseLinks } from './house/links/link-desk.ts';
import { makeLine } from './house/line.ts';
import { makeLapseWatch } from './house/holds/lapse-watch.ts';
import { rests } from './house/loop.ts';
import { makeMoneyShut } from './house/orders/money-shut.ts';
import { nowhere } from './house/outside.ts';
import { namedThere } from './house/keys/named-account.ts';
import { notEnded } from './house/keys/other-account.ts';
import { makeProviderKeys } from './house/keys/provider-keys.ts';
import { applyKept } from './house/customers/kept-names.ts';
import { refusedAttempt } from './house/orders/refused-attempt.ts';
import { makeRunDesk } from './house/runs/run-desk.ts';
import { takeProfile } from './house/cards/new-profile.ts';
import { deskStatus } from './house/status.ts';
import { tellLater } from './house/tell-later.ts';
import { tellOperation } from './house/orders/told-operation.ts';
import type { World } from './house/world.ts';
import { deskHandlers } from './ipc/handlers.ts';
import { handlersByName, serve } from './ipc/serve.ts';
import { openMirror } from './mirror/mirror.ts';
import { complete } from './payments/complete.ts';
import { linksIdle } from './payments/links.ts';
import { idle, type Engine } from './payments/settle.ts';
import { makeWatch } from './payments/watch.ts';
import { openNewsRoom } from './news-room.ts';
import { orderFacts } from './order-facts.ts';
import { papers } from './papers.ts';
import { openRecords } from './records.ts';
import { openRecordsRoom } from './records-room.ts';
import { knownAtName } from './sync/known-at.ts';
import { startRounds } from './rounds.ts';
import { SecretTrouble } from './secrets/secret-store.ts';
import { makeSession } from './staff/session.ts';
import { makeStepIns } from './staff/step-ins.ts';

/**
 * Puts one mode together on one folder: ledger, mirror, providers, engine, session, and the gate in front of them. What was opened before a
 * part that cannot be opened is closed again, so that it may be tried once more.
 */
export async function openRooms(options: RoomsOptions): Promise<Rooms> {
  const opened: (() => Promise<void>)[] = [];
  try {
    return await furnish(options, opened);
  } catch (error) {
    for (const close of opened.reverse())
      await close().catch((fault: unknown) => options.log.error('closing what was opened', fault));
    throw error;
  }
}

async function furnish(options: RoomsOptions, opened: (() => Promise<void>)[]): Promise<Rooms> {
  const { clock, log, mode, folder } = options;
  const ending = new AbortController();
  const trouble = (what: string, error: unknown): void => log.error(what, error);

  const auditKey = await auditKeyOf(options.secrets);
  const records = await openRecords({ ...options, auditKey });
  opened.push(() => records.close());
  const { ledger } = records;
  const sandbox = mode === 'demo' ? await openDemoProviders({ folder, clock, acting: records.acting() }) : null;
  if (sandbox) opened.push(() => sandbox.close());
  const mirror = await openMirror({
    file: join(folder, 'mirror.db'),
    workerUrl: options.mirrorWorker,
    onRebuilt: () => void refillMirror().catch((error: unknown) => trouble('mirror rebuilt', error)),
  });
  opened.push(() => mirror.close());
  const settings = await keepSettings(ledger.settings, options.standard, () => {
    dayTurns.again();
    tellStatus();
  });
  const care = await openRecordsRoom({
    options,
    records,
    desk: () => settings.now().desk,
    rebuildWorld: () => ({ ...providers, mirror, keys }),
    clockWrong: () => line.clockWrong(),
    tell: (work) => options.emit('records.changed', work),
    changed(bills = []) {
      listsChanged('all');
      if (bills.length > 0) options.emit('bills.changed', { ids: [...bills] });
    },
    trouble,
  });

  const keys = makeProviderKeys({
    mode,
    clock,
    safe: makeKeySafe(options.secrets),
    liveAllowed: options.liveAllowed,
    embedded: sandbox && { stripe: sandbox.stripeKey, paysafe: sandbox.paysafeKey, accounts: sandbox.paysafeAccounts },
    checkStripe: (key) => providers.checkStripe(key),
    checkPaysafe: (key) => providers.checkPaysafe(key),
    knowsAtStripe: (key, ref) => providers.knowsAtStripe(key, ref),
    notEnded: () => notEnded(ledger.operations, clock.now()),
    named: (provider) => namedThere(ledger, provider),
    sinceBackup: care,
    health: (provider) => sync[provider].status().health,
    safeTrouble,
    audit: (who, what, detail) => audit({ ledger, clock, settings }, who, what, detail),
    changed(provider) {
      void sync[provider].refreshNow().catch((error: unknown) => trouble('refresh after a key change', error));
      askSinceBackup();
    },
    unlocked: () => shut.unlocked().then(askSinceBackup),
  });
  if (auditKey instanceof SecretTrouble) keys.foundShut(refused(auditKey.code).failure);
  else await keys.load();

  /** A provider that could not be asked after a restore may have a key now. */
  function askSinceBackup(): void {
    void care.closeGap().catch((error: unknown) => trouble('gap after a restore', error));
  }

  const providers = makeProviders({
    address: (host) => (sandbox ? sandboxAddress(sandbox, host) : (options.addresses[host] ?? null)),
    hostedAddress: () => sandbox?.paysafeHostedUrl ?? options.addresses.paysafeHosted ?? null,
    live: mode === 'live',
    credential: (provider) => keys.credential(provider),
    accounts: () => keys.accounts(),
    stripeAccount: () => keys.stripeAccount(),
    profileAccount: (ref) => mirror.kept(knownAtName(ref)),
    statementName: () => settings.now().statementName,
    clock,
    random: options.random,
    wait: options.wait,
    trace: (entry) => log.info('request', { ...entry }),
    ...(options.requestTimeoutMs === undefined ? {} : { timeoutMs: options.requestTimeoutMs }),
  });

  const tellStatus = tellLater({
    wait: () => options.wait(rests.statusCalm),
    stopped: () => ending.signal.aborted,
    tell: async () => options.emit('desk.statusChanged', await deskStatus(world)),
    trouble: (error) => trouble('status', error),
  });
  const dayTurns = makeDayTurns({
    ...{ clock, wait: options.wait, cut: () => cutOf(settings.now()), turned: tellStatus },
    trouble: (error) => trouble('end of the day', error),
  });
  /** What went wrong may have shut the money buttons: the window is told at once. */
  const deskTrouble = (what: string, error: unknown): void => {
    trouble(what, error);
    tellStatus();
  };
  const listsChanged = (ids: readonly string[] | 'all'): void => {
    options.emit('customers.changed', ids === 'all' ? { ids: [], all: true } : { ids: [...ids], all: false });
    tellStatus();
  };
  const news = openNewsRoom({
    options,
    ledger,
    mirror,
    providers,
    settings,
    paysafeAccounts: () => keys.accounts(),
    may: (provider) => records.acting() && records.shut() === null && !ledger.held && !care.owes(provider),
    world: () => world,
    onChange: listsChanged,
    onStatus: () => {
      line.noticed();
      tellStatus();
    },
    trouble,
  });
  const { sync } = news;

  const refresh = (provider: ProviderName): void =>
    void sync[provider].refreshNow().catch((error: unknown) => trouble('refresh', error));
  const askAboutAll = (): void =>
    void complete(engine, 'all').catch((error: unknown) => trouble('completion when the line returned', error));
  const line = makeLine({
    clock,
    providerNow: (provider) => providers.sender.providerNow(provider),
    health: (provider) => sync[provider].status().health,
    greet: (provider) => providers.greet(provider),
    judgesClock: sandbox === null,
    refresh,
    back: askAboutAll,
  });
  const shut = makeMoneyShut({
    records,
    gap: () => care,
    keys,
    line,
    auditKey,
    readAuditKey: () => auditKeyOf(options.secrets),
    changed: tellStatus,
  });

  const engine: Engine = {
    ledger: ledger.operations,
    gateways: providers.gateways,
    readers: providers.readers,
    sender: providers.sender,
    rows: mirror,
    clock,
    random: options.random,
    ...orderFacts({ ledger, mirror, settings, clock, providers }),
    moneyShut: (provider) => shut.why(provider),
    dayShut: () => dayShut({ ledger, settings, clock }),
    reach: async (provider, paying = {}) =>
      (await care.owing(provider, () => billPaidBy(world, provider, paying))) ?? line.reach(provider),
    tell(operation) {
      tellOperation(
        {
          ledger,
          told: { mirror, paysafe: sync.paysafe },
          emit: options.emit,
          profile: (made) => takeProfile(world, made),
          refresh,
          trouble,
        },
        operation,
      );
      tellStatus();
    },
    trouble: deskTrouble,
    underWay: new Map(),
    watch: makeWatch({ clock, desk: () => null }),
  };

  const applyNames = (): Promise<void> => applyKept({ ledger, mirror, trouble }, records.acting() && !ledger.held);
  async function refillMirror(): Promise<void> {
    await applyNames();
    await Promise.all([sync.stripe.refreshNow(), sync.paysafe.refreshNow()]);
  }

  // After a restore nothing is filled in beside what must be found again.
  const begins = sandbox !== null && records.shut() === null && !care.owes('stripe') && !care.owes('paysafe');
  if (sandbox && begins)
    await fillDemo(ledger, sandbox, { now: clock.now(), settings: settings.now(), random: options.random });
  const stepIns = makeStepIns({ clock, random: options.random });
  const session = makeSession({
    staff: ledger.staff,
    pepper: () => shut.afterReading(options.secrets.pepper()),
    pinCost: options.pinCost,
    clock,
    random: options.random,
    idleMs: () => settings.now().idleLockMinutes * 60_000,
    audit: (entry) => ledger.audit.write({ ...entry, desk: settings.now().desk }),
    onChange: () => {
      // A step-in belongs to whoever was at the desk when it was given.
      if (!session.who()) stepIns.forgetAll();
      // Whoever signs in hears at once what nobody was there to hear.
      else if (options.timers) void lapse.tend().catch((error: unknown) => trouble('lapsing holds', error));
      void sessionView(world).then(
        (state) => options.emit('session.changed', state),
        (error: unknown) => trouble('session', error),
      );
    },
  });
  if (begins) await seatDemoPeople(session.people, ledger.settings);

  const world: World = {
    mode,
    version: options.version,
    clock,
    wait: options.wait,
    ledger,
    mirror,
    engine,
    session,
    stepIns,
    settings,
    keys,
    links: makeHouseLinks({ engine, ledger, ...providers, stripe: sync.stripe, emit: options.emit }),
    cards: openCardRoom({
      options,
      sandbox,
      providers,
      audit: (who, what, detail) => audit({ ledger, clock, settings }, who, what, detail),
    }),
    bookings: news.bookings,
    following: news.following,
    runs: makeRunDesk(options.random),
    captureRule: {
      tend: () => ruleDesk.tend(),
      last: () => ruleDesk.last(),
    },
    outside: options.outside?.(sandbox && [sandbox.stripeUrl, sandbox.paysafeHostedUrl]) ?? nowhere,
    sync,
    lookUps: providers.lookUps,
    addresses: providers.addresses,
    records: care,
    demoPins: sandbox ? await keepDemoPins(ledger.settings) : null,
    emit: options.emit,
    openAtProvider: (provider, kind, reference) => options.openAtProvider({ provider, mode, kind, reference }),
    openMode: options.openMode,
    resetDemo: options.resetDemo,
    ...papers(options),
    lookAgain: () => shut.lookAgain(),
    trouble,
  };
  const mayWrite = (): boolean => records.acting() && !ledger.held && records.shut() === null;
  const ruleDesk = makeCaptureRuleDesk(world, {
    may: () => mayWrite() && shut.why() === null,
    shut: () => (records.acting() ? shut.why() : null),
  });
  const handlers = handlersByName(deskHandlers(world));
  await applyNames();

  const lapse = makeLapseWatch(world, mayWrite);
  let loops: readonly Promise<void>[] = [];
  if (options.timers) {
    const about = { options, signal: ending.signal, world, records, line, news, lapse, dayTurns, tellStatus, trouble };
    loops = startRounds(about);
  } else if (records.acting()) {
    await Promise.all([sync.stripe.refreshNow(), sync.paysafe.refreshNow()]);
    await care.closeGap();
    await news.tend();
  }

  return {
    call: (name, input) =>
      serve(
        {
          tree: contract,
          handlers,
          signedIn: () => session.who(),
          shut: () => (records.acting() ? null : records.shut()),
          refusedAttempt: (call, who, code) =>
            // These records may have been closed meanwhile, and others opened in their place.
            ending.signal.aborted
              ? Promise.resolve()
              : refusedAttempt({ ledger, clock, desk: settings.now().desk, trouble }, { call, who, code }),
          words: deskTroubleOf,
          fault: (call, reference, error) => deskTrouble(`${call} ${reference}`, error),
          reference: () => `CPT-${options.random.id(6).toUpperCase()}`,
        },
        name,
        input,
      ),
    sessionView: () => sessionView(world),
    openOperations: async () => (await ledger.operations.openOperations()).length,
    language: () => settings.now().language,
    async wake() {
      // A timer does not go on while a PC sleeps.
      dayTurns.again();
      await shut.lookAgain();
      await Promise.all([complete(engine, 'all'), sync.stripe.refreshNow(), sync.paysafe.refreshNow()]);
      await lapse.tend();
      await ruleDesk.tend();
      tellStatus();
    },
    sandbox,
    async close() {
      ending.abort();
      closeCardWindows(world.cards);
      const read = [sync.stripe.stop(), sync.paysafe.stop()];
      // What is being sent is waited for; a list that is only being read, at a provider that does not answer, is not.
      const ends = [care, news, world.billFiles, world.statementFiles, world.exportDesk].map((one) => one.stop());
      await Promise.all([...loops, ...ends, world.runs.close()]);
      await Promise.all([idle(engine), linksIdle(world.links)]);
      providers.sender.close();
      providers.paysafePages.sender.close();
      await Promise.all(read);
      await mirror.close();
      await records.close();
      await sandbox?.close();
    },
  };
}
