import type { HoldView } from '../../src-main/contract/hold.ts';
import type { DeskStatus, ProviderStatus } from '../../src-main/contract/desk-status.ts';
import type { ProviderName } from '../../src-main/contract/provider.ts';
import { formatTime, roughSpan } from '../format/dates.ts';
import type { Language } from '../format/money.ts';
import { wordsOf } from './languages.ts';

interface Context {
  readonly language: Language;
  readonly timeZone: string;
}

/** Those with a key that do not answer. */
export function silentProviders(status: DeskStatus | null): ProviderStatus[] {
  return (status?.providers ?? []).filter(({ health }) => health === 'unreachable');
}

/**
 * Why no order may leave now for any of these providers, beside the button that is shut: the desk's own trouble first, then their line.
 * Null: it may.
 */
export function shutReason(
  status: DeskStatus | null,
  providers: readonly ProviderName[],
  context: Context,
): string | null {
  const words = wordsOf(context.language).shell;
  if (status?.moneyShut) return words.shutReasons[status.moneyShut];
  const silent = silentProviders(status).filter(({ provider }) => providers.includes(provider));
  const [first] = silent;
  if (!first || providers.some((provider) => !silent.some((one) => one.provider === provider))) return null;
  return words.silent(words.providers[first.provider], sinceOf(first, context));
}

/** What stands above every screen while payments are off, with what to do about it; null when all is well. */
export function shutNotice(status: DeskStatus | null, context: Context): string | null {
  if (!status) return null;
  const words = wordsOf(context.language).shell;
  if (status.moneyShut === 'clock_wrong' && status.clockOffMs !== null)
    return `${words.clockOff(roughSpan(status.clockOffMs, context.language))} ${words.shutAdvice.clock_wrong}`;
  if (status.moneyShut) return `${words.shutReasons[status.moneyShut]} ${words.shutAdvice[status.moneyShut]}`;
  const silent = silentProviders(status);
  const [first] = silent;
  if (!first) return null;
  const keyed = status.providers.filter(({ health }) => health !== 'key_missing');
  if (silent.length < keyed.length) return words.oneSilent(words.providers[first.provider], sinceOf(first, context));
  const earliest = silent.reduce((one, other) => ((other.troubleSince ?? 0) < (one.troubleSince ?? 0) ? other : one));
  const ages = silent.flatMap(({ syncedAt }) => (syncedAt === null ? [] : [syncedAt]));
  const list = ages.length === 0 ? null : formatTime(Math.min(...ages), context);
  return words.offline(sinceOf(earliest, context), list);
}

function sinceOf({ troubleSince }: ProviderStatus, context: Context): string | null {
  return troubleSince === null ? null : formatTime(troubleSince, context);
}

/** Why this hold cannot be captured or released now, or null: the role, a trouble of the desk or its provider, an order on its way. */
export function holdShut(
  {
    verb,
    hold,
    may,
    prepares,
  }: {
    readonly verb: 'capture' | 'release';
    readonly hold: Pick<HoldView, 'provider' | 'busy'>;
    readonly may: boolean;
    /** whoever may not capture may prepare it, where the house has a second person say yes */
    readonly prepares: boolean;
  },
  status: DeskStatus | null,
  context: Context,
): string | null {
  const { dialogs, shell } = wordsOf(context.language);
  if (!may && !(verb === 'capture' && prepares)) return shell.mayNot(shell.may[verb]);
  return shutReason(status, [hold.provider], context) ?? (hold.busy ? dialogs.busyCard : null);
}
