import { defineStore } from 'pinia';
import { shallowRef } from 'vue';
import type { Failure, Reply } from '../../src-main/contract/failure.ts';
import type { CaptureRule, CaptureRuleView } from '../../src-main/contract/hold-rule.ts';
import { useDesk } from '../desk.ts';
import { oneAtATime } from './reading.ts';

/** What the house has decided to capture by itself, who turned it on, and what it would do. */
export const useCaptureRule = defineStore('captureRule', () => {
  const view = shallowRef<CaptureRuleView | null>(null);
  const failure = shallowRef<Failure | null>(null);

  function heard(reply: Reply<CaptureRuleView>): Failure | null {
    failure.value = reply.ok ? null : reply.failure;
    if (reply.ok) view.value = reply.value;
    return failure.value;
  }
  const read = async (): Promise<Failure | null> => heard(await useDesk().captureRule.get({}));
  const turn = async (on: boolean): Promise<Failure | null> => heard(await useDesk().captureRule.turn({ on }));
  const set = async (rule: CaptureRule): Promise<Failure | null> => heard(await useDesk().captureRule.set(rule));
  function listen(): () => void {
    // Lists that are being filled tell it many times a second.
    const look = oneAtATime(async () => void (await read()));
    const stops = [
      useDesk().customers.changed(look),
      useDesk().holdRuns.changed(({ line }) => void (line === null && look())),
    ];
    return () => stops.forEach((stop) => stop());
  }
  return { view, failure, read, turn, set, listen };
});
