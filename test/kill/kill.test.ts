import { describe, expect, it } from 'vitest';
import { makeDeck, type RoundPlan } from './deck.ts';
import { killRounds, lineOf, storyOf } from './kill.ts';
import { completionSteps, nextSteps, orderSteps } from './steps.ts';

describe('a desk whose power goes off at any step', () => {
  it(
    '218 times, at each numbered step, over pages for clients and over approved lists of holds: nothing moves twice, nothing stays open, nothing shown is lost, nothing is called what it is not',
    { timeout: 900_000 },
    async () => {
      const found = await killRounds({ rounds: 182, seed: 1, pages: true, lists: true });
      expect(found.red).toEqual([]);
      expect(lineOf(found)).toMatch(/^rounds=218 killed=\d+ duplicates=0 open=0 lost=0 false_failed=0$/);
      expect(found.killed).toBeGreaterThanOrEqual(218);
    },
  );
});

describe('the deck of rounds', () => {
  const openings = [40, 20];
  const plans = (seed: number, rounds: number): RoundPlan[] => {
    const deck = makeDeck(seed, openings);
    return Array.from({ length: rounds }, (_, round) => deck(round));
  };

  it('meets every step within the rounds of npm test, the opening of the records sentence by sentence included', () => {
    const met = new Set(plans(1, 182).map(({ first, second }) => (second ?? first).step.name));
    const steps = [...orderSteps, ...nextSteps, ...Object.values(completionSteps).flat()];
    expect(steps.filter(({ name }) => !met.has(name))).toEqual([]);
    const opened = plans(1, 400).filter(({ first }) => first.step.during === 'opening');
    expect(new Set(opened.map(({ first }) => first.step.name)).size).toBe(60);
  });

  it('meets every order at both providers, alone and beside another desk', () => {
    const told = new Set(
      plans(1, 1000).map(({ case: { provider, name }, pair }) => `${pair ? 'two desks' : ''}${provider} ${name}`),
    );
    expect([...told].filter((name) => !name.startsWith('two desks'))).toHaveLength(32);
    expect([...told].filter((name) => name.startsWith('two desks'))).toHaveLength(21);
  });

  it('deals the same round for the same seed and number, however many were dealt before', () => {
    expect(makeDeck(7, openings)(333)).toEqual(plans(7, 334).at(-1));
    expect(plans(8, 50).map(storyOf)).not.toEqual(plans(7, 50).map(storyOf));
  });
});
