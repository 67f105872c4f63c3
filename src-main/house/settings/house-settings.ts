import * as v from 'valibot';
import { approvalRules } from '../../contract/approval-rules.ts';
import { consentRule } from '../../contract/consent.ts';
import { cardDaysList, standardHoldDays } from '../../contract/hold-days.ts';
import { captureRule } from '../../contract/hold-rule.ts';
import { dayRule } from '../../contract/day-rule.ts';
import { missedRule } from '../../contract/missed-visit.ts';

/** What the house and this desk have chosen; kept in the ledger as one value. */
const houseSettings = v.object({
  house: v.string(),
  desk: v.string(),
  timeZone: v.string(),
  currency: v.string(),
  idleLockMinutes: v.number(),
  statementName: v.string(),
  tipPercents: v.array(v.number()),
  /** for every card without a number of its own below: the one number of houses that had only that */
  paysafeHoldDays: v.number(),
  paysafeCardDays: cardDaysList,
  /** times of the day at which managers are told of holds that lapse, HH:MM */
  lapseTimes: v.array(v.string()),
  captureRule,
  consentRule,
  missedRule,
  approvalRules,
  dayRule,
  /** the house says that its Paysafe account has the Hosted Payments API */
  paysafePages: v.boolean(),
  language: v.picklist(['en', 'fr']),
  theme: v.picklist(['system', 'light', 'dark']),
});
export type HouseSettings = v.InferOutput<typeof houseSettings>;

interface SettingsStore {
  get(name: string): Promise<unknown>;
  set(name: string, value: unknown): Promise<void>;
}

export interface KeptSettings {
  now(): HouseSettings;
  /** Changes these, and nothing that another desk of these records saved meanwhile. */
  save(change: Partial<HouseSettings>): Promise<HouseSettings>;
  /** As the records have them now: another desk may have saved. What belongs to this desk alone stays. */
  again(): Promise<HouseSettings>;
}

/**
 * Reads the settings and keeps them at hand: every charge looks at the currency and the time zone.
 * What was never set, and what a damaged value no longer says, comes from `standard`.
 * @param saved something of it is another by now
 */
export async function keepSettings(
  store: SettingsStore,
  standard: HouseSettings,
  saved: () => void = () => undefined,
): Promise<KeptSettings> {
  /** Empty where nothing was set, or where what was set is damaged. */
  const stored = async (): Promise<Partial<HouseSettings>> => {
    const read = v.safeParse(v.partial(houseSettings), (await store.get('house')) ?? {});
    return read.success ? withoutGaps(read.output) : {};
  };
  let settings: HouseSettings = { ...standard, ...(await stored()) };
  const latest = async (): Promise<HouseSettings> => {
    const { desk, language, theme } = settings;
    return { ...settings, ...(await stored()), desk, language, theme };
  };
  let line: Promise<unknown> = Promise.resolve();
  /** One after the other: what is read for one is not older than what the one before it wrote. */
  const inTurn = (work: () => Promise<HouseSettings>): Promise<HouseSettings> => {
    const next = line.then(work, work);
    line = next.catch(() => undefined);
    return next;
  };
  return {
    now: () => settings,
    save: (change) =>
      inTurn(async () => {
        const after = { ...(await latest()), ...change };
        await store.set('house', after);
        settings = after;
        saved();
        return settings;
      }),
    again: () =>
      inTurn(async () => {
        const now = await latest();
        if (JSON.stringify(now) !== JSON.stringify(settings)) {
          settings = now;
          saved();
        }
        return settings;
      }),
  };
}

function withoutGaps(value: { [K in keyof HouseSettings]?: HouseSettings[K] | undefined }): Partial<HouseSettings> {
  return Object.fromEntries(Object.entries(value).filter(([, entry]) => entry !== undefined));
}

const neverAsked = { when: 'never', from: 0 } as const;

/** What a new house starts with. */
export function standardSettings(about: {
  readonly mode: 'demo' | 'test' | 'live';
  readonly language: 'en' | 'fr';
  readonly desk: string;
}): HouseSettings {
  const demo = about.mode === 'demo';
  return {
    house: demo ? 'Atelier Fleury' : '',
    desk: demo ? (about.language === 'fr' ? 'Accueil 1' : 'Front 1') : about.desk,
    timeZone: demo ? 'America/Toronto' : Intl.DateTimeFormat().resolvedOptions().timeZone,
    currency: 'CAD',
    idleLockMinutes: 10,
    statementName: demo ? 'ATELIER FLEURY' : '',
    tipPercents: [15, 18, 20],
    paysafeHoldDays: standardHoldDays,
    paysafeCardDays: [],
    lapseTimes: ['09:00', '16:00'],
    // Nothing is captured by itself unless a house asks for it.
    captureRule: { what: 'off', at: '20:00' },
    consentRule: 'manager',
    // A new house asks for nothing until its owner has said what.
    missedRule: { fee: demo ? 'percent' : 'off', amount: 0, percent: 50, cap: demo ? 10_000 : null, lateHours: 24 },
    // A new house asks for no second person until its owner has said for what.
    approvalRules: { capture: neverAsked, refund: neverAsked, outside: neverAsked },
    // A day ends at midnight, and the next one waits for nothing until the owner says so.
    dayRule: { cutOffHour: 0, waits: false },
    // Not every account has them, and nothing tells which one does.
    paysafePages: false,
    language: about.language,
    theme: 'system',
  };
}
