import { refused, type Failure } from '../contract/failure.ts';
import { providerNames, type ProviderHealth, type ProviderName } from '../contract/provider.ts';
import type { Clock, SendResult } from '../payments/ports.ts';

export interface LineParts {
  readonly clock: Clock;
  /** the provider's own time now, or null while it cannot be told */
  providerNow(provider: ProviderName): number | null;
  /** how the lists last found it */
  health(provider: ProviderName): ProviderHealth;
  /** a question that changes nothing; whatever it answers, the provider is there and has told its time */
  greet(provider: ProviderName): Promise<SendResult>;
  /** false in the demo house: its providers live in this PC and go by this very clock, and their time may be moved on purpose */
  readonly judgesClock: boolean;
  /** brings its lists up to date, which also tells how it is */
  refresh(provider: ProviderName): void;
  /** it answers again after it did not: what is open is asked about at once */
  back(provider: ProviderName): void;
}

/** Whether money may leave for a provider now, as far as the line and the clocks go. */
export interface Line {
  /** null: it may. The provider is only asked when its time is not known or it did not answer last, so not on the way of each order. */
  reach(provider: ProviderName): Promise<Failure | null>;
  /** this PC's clock is wrong by what the providers' own replies said; null: none has said so */
  clockWrong(): Failure | null;
  /** to be told after each look at the lists */
  noticed(): void;
  /** asks those that do not answer, so that a line that is back is noticed in seconds */
  tryAgain(): Promise<void>;
}

/** A PC whose clock is this far from the provider's cannot judge deadlines or keys. */
const toleranceMs = 15 * 60_000;
/** What TLS says of a certificate that is out of its time: the provider's are not, so the clock here is. */
const misdatedWords = ['CERT_NOT_YET_VALID', 'CERT_HAS_EXPIRED'];

export function makeLine(parts: LineParts): Line {
  const asking = new Map<ProviderName, Promise<SendResult>>();
  const silent = new Set<ProviderName>();
  const misdated = new Set<ProviderName>();

  /** Two orders that wait for the same answer ask once. */
  function greet(provider: ProviderName): Promise<SendResult> {
    const asked =
      asking.get(provider) ??
      parts
        .greet(provider)
        .then((result) => {
          if (result.got === 'nothing' && misdatedWords.includes(result.why)) misdated.add(provider);
          else misdated.delete(provider);
          return result;
        })
        .finally(() => asking.delete(provider));
    asking.set(provider, asked);
    return asked;
  }

  /** How far off, ms; null when it agrees or cannot be told. */
  function off(provider: ProviderName): number | null {
    const providerNow = parts.providerNow(provider);
    if (providerNow === null || !parts.judgesClock) return null;
    const ms = Math.abs(providerNow - parts.clock.now());
    return ms > toleranceMs ? ms : null;
  }

  function clockWrong(): Failure | null {
    const most = Math.max(...providerNames.map((provider) => off(provider) ?? 0));
    if (most > 0) return refused('clock_wrong', { ms: most }).failure;
    return misdated.size > 0 ? refused('clock_wrong').failure : null;
  }

  return {
    async reach(provider) {
      const known = parts.providerNow(provider) !== null && parts.health(provider) !== 'unreachable';
      if (known) return clockWrong();
      const result = await greet(provider);
      if (result.got === 'answer') {
        if (parts.health(provider) === 'unreachable') parts.refresh(provider);
        return clockWrong();
      }
      if (result.why === 'key_missing') return refused('key_missing', { provider }).failure;
      return clockWrong() ?? refused('offline', { provider }).failure;
    },
    clockWrong,
    noticed() {
      for (const provider of providerNames) {
        const health = parts.health(provider);
        if (health === 'ok') {
          if (silent.delete(provider)) parts.back(provider);
        } else if (health !== 'starting') silent.add(provider);
      }
    },
    async tryAgain() {
      const unreachable = providerNames.filter((provider) => parts.health(provider) === 'unreachable');
      await Promise.all(
        unreachable.map(async (provider) => {
          if ((await greet(provider)).got === 'answer') parts.refresh(provider);
        }),
      );
    },
  };
}
