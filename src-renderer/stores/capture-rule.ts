import { defineStore } from 'pinia';
import { shallowRef } from 'vue';
import type { Failure, Reply } from '../../src-main/contract/failure.ts';
import type { CaptureRule, CaptureRuleView, MissedCaptureView } from '../../src-main/contract/hold-rule.ts';
import { useDesk } from '../desk.ts';
import { oneAtATime } from './reading.ts';

/** What the house has decided to capture by itself, who turned it on, and what it would do. */
export const useCaptureRule = defineStore('captureRule', () => {
  const view = shallowRef<CaptureRuleView | null>(null);
  const failure = shallowRef<Failure | null>(null);

  /** what it had due and did not capture; an older answer stays while none comes */
  const missed = shallowRef<readonly MissedCaptureView[]>([]);

  function heard(reply: Reply<CaptureRuleView>): Failure | null {
    failure.value = reply.ok ? null : reply.failure;
    if (reply.ok) view.value = reply.value;
    return failure.value;
  }
  const read = async (): Promise<Failure | null> => heard(await useDesk().captureRule.get({}));
  async function readMissed(): Promise<void> {
    const reply = await useDesk().captureRule.missed({});
    if (reply.ok) missed.value = reply.value.missed;
  }
  /** the rule as it is shown, and no other */
  async function turn(on: boolean, seen: CaptureRule): Promise<Failure | null> {
    const no = heard(await useDesk().captureRule.turn({ on, seen }));
    // What it would do by now is shown before anybody tries again.
    if (no?.code === 'capture_rule_changed') await read();
    return no;
  }
  const set = async (rule: CaptureRule): Promise<Failure | null> => heard(await useDesk().captureRule.set(rule));
  function listen(): () => void {
    // Lists that are being filled tell it many times a second.
    const look = oneAtATime(async () => void (await Promise.all([read(), readMissed()])));
    const stops = [
      useDesk().customers.changed(look),
      useDesk().holdRuns.changed(({ line }) => void (line === null && look())),
      // A bill that is closed or changed is named, or is not any more.
      useDesk().bills.changed(look),
    ];
    return () => stops.forEach((stop) => stop());
  }
  /** only what was missed: what the rule would do is of no matter there, and is not worked out */
  function listenMissed(): () => void {
    const look = oneAtATime(readMissed);
    const stops = [
      useDesk().customers.changed(look),
      useDesk().holdRuns.changed(({ line }) => void (line === null && look())),
    ];
    return () => stops.forEach((stop) => stop());
  }
  return { view, failure, missed, read, readMissed, turn, set, listen, listenMissed };
});
