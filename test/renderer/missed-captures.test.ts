import { mount } from '@vue/test-utils';
import { describe, expect, it } from 'vitest';
import type { MissedCaptureView } from '../../src-main/contract/hold-rule.ts';
import MissedCaptures from '../../src-renderer/parts/MissedCaptures.vue';
import { wordsOf } from '../../src-renderer/wording/languages.ts';

const missed = (customerName: string, more: Partial<MissedCaptureView> = {}): MissedCaptureView => ({
  ...{ holdId: customerName, dueAt: Date.UTC(2026, 10, 21, 1), customerName, provider: 'stripe' },
  ...{ amount: { amount: 8000, currency: 'CAD' }, lapsed: false, failure: null },
  ...more,
});
const context = { language: 'en', timeZone: 'America/Toronto', now: Date.UTC(2026, 10, 21, 15) } as const;
const shown = (all: readonly MissedCaptureView[]) => {
  const made = mount(MissedCaptures, { props: { missed: all, context } });
  return made.findAll('li').map((line) => line.findAll('span').map((part) => part.text()));
};

describe('captures that the house’s rule missed', () => {
  const { notRunning, stillHeld } = wordsOf('en').captureRule;

  it('say each hold, and a reason that several share once, below the last of them', () => {
    const lines = shown([missed('Gaëlle'), missed('Luc'), missed('Zoë', { lapsed: true })]);
    expect(lines.map(([title]) => title?.split(',')[0])).toEqual(['Gaëlle', 'Luc', 'Zoë']);
    expect(lines.map(([, text]) => text)).toEqual([
      undefined,
      `${notRunning} ${stillHeld}`,
      `${notRunning} ${wordsOf('en').holds.lapsed}`,
    ]);
  });

  it('say the reason of the only one', () => {
    expect(shown([missed('Gaëlle')])[0]?.[1]).toBe(`${notRunning} ${stillHeld}`);
  });
});
