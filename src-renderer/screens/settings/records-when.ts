import { computed, type ComputedRef } from 'vue';
import { formatCount } from '../../format/counts.ts';
import { formatDay, formatSpan, formatTime } from '../../format/dates.ts';
import { useSession } from '../../stores/session.ts';
import { useStatus } from '../../stores/status.ts';
import { useWords } from '../../wording/words.ts';

const minuteMs = 60_000;

/** Moments, spans and counts in the words of this section, by the house's own time. */
export function useWhen(): ComputedRef<{
  readonly moment: (at: number) => string;
  /** `2 h 10 min ago`, `just now` */
  readonly ago: (at: number) => string;
  readonly count: (count: number) => string;
}> {
  const { w, language } = useWords();
  const [session, status] = [useSession(), useStatus()];
  return computed(() => {
    const context = {
      language: language.value,
      timeZone: session.state?.timeZone ?? 'UTC',
      now: status.now,
    };
    return {
      moment: (at) => `${formatDay(at, context)}, ${formatTime(at, context)}`,
      ago: (at) =>
        status.now - at < minuteMs
          ? w.value.records.justNow
          : w.value.records.ago(formatSpan(status.now - at, language.value)),
      count: (count) => formatCount(count, language.value),
    };
  });
}
