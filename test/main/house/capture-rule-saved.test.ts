import { expect, it } from 'vitest';
import type { CaptureRule } from '../../../src-main/contract/hold-rule.ts';
import { rememberOn, saveRule, turned } from '../../../src-main/house/holds/capture-rule-kept.ts';
import { keepSettings, standardSettings } from '../../../src-main/house/settings/house-settings.ts';

// What is kept of the house's rule and of who turned it on, where the app dies after any of its writes.
const standard = standardSettings({ mode: 'test', language: 'en', desk: 'Front 1' });
const eight: CaptureRule = { what: 'planned', at: '20:00' };
const seven: CaptureRule = { what: 'bill', at: '19:00' };
const sylvie = { staffId: 'staff-2', name: 'Sylvie', at: 1 };

/** Records in which so many more writes come through, and a desk that reads them anew. */
function records() {
  const kept = new Map<string, unknown>();
  let left = Infinity;
  const settings = {
    get: async (name: string) => kept.get(name),
    set: async (name: string, value: unknown) => {
      if (left <= 0) throw new Error('the app died');
      left -= 1;
      kept.set(name, value);
    },
  };
  return {
    desk: async () => ({ ledger: { settings }, settings: await keepSettings(settings, standard) }),
    dieAfter: (writes: number) => void (left = writes),
  };
}

it.each([0, 1])('a rule that is replaced by another one is never on unseen, dying after %i writes', async (writes) => {
  const { desk, dieAfter } = records();
  const before = await desk();
  await saveRule(before, eight);
  await rememberOn(before, sylvie, eight);
  expect(await turned(before)).toMatchObject({ name: 'Sylvie' });
  dieAfter(writes);
  await expect(saveRule(before, seven)).rejects.toThrow('died');
  dieAfter(Infinity);
  const after = await desk();
  const on = await turned(after);
  expect(on === null || after.settings.now().captureRule.at === '20:00').toBe(true);
});

it('a rule that comes back after another one is off, also one that was turned on before', async () => {
  const { desk } = records();
  const own = await desk();
  await saveRule(own, eight);
  await rememberOn(own, sylvie, eight);
  await saveRule(own, seven);
  expect(await turned(own)).toBeNull();
  await saveRule(own, eight);
  expect(await turned(await desk())).toBeNull();
});

it('what was turned on for one rule is off at a desk that has another one, whoever saved it', async () => {
  const { desk } = records();
  const own = await desk();
  await saveRule(own, eight);
  await rememberOn(own, sylvie, eight);
  await own.settings.save({ captureRule: seven });
  expect(await turned(own)).toBeNull();
});

it('what one desk of the house saves stays when another, which was started before, saves something else', async () => {
  const { desk } = records();
  const [owner, beside] = [await desk(), await desk()];
  await owner.settings.save({ approvalRules: { ...standard.approvalRules, capture: { when: 'always', from: 0 } } });
  await saveRule(owner, eight);
  await beside.settings.save({ theme: 'dark' });
  const after = (await desk()).settings.now();
  expect(after).toMatchObject({ captureRule: eight, approvalRules: { capture: { when: 'always' } }, theme: 'dark' });
});

it('a rule is turned on as the records have it: a desk that was started before the owner saved another one is told so', async () => {
  const { desk } = records();
  const [owner, beside] = [await desk(), await desk()];
  await saveRule(owner, eight);
  await saveRule(owner, seven);
  await beside.settings.again();
  expect(beside.settings.now().captureRule).toEqual(seven);
});
