import { mount } from '@vue/test-utils';
import { afterEach, describe, expect, it } from 'vitest';
import DeskButton from '../../src-renderer/parts/DeskButton.vue';
import HoldDeadline from '../../src-renderer/parts/HoldDeadline.vue';
import MoneyInput from '../../src-renderer/parts/MoneyInput.vue';
import { language } from '../../src-renderer/wording/language.ts';

afterEach(() => {
  language.value = 'en';
});

describe('a button that moves money', () => {
  it('is not pressed by Enter, not even focused; a click does', async () => {
    const button = mount(DeskButton, { props: { money: true }, slots: { default: 'Charge $10.00' } });
    const enter = new KeyboardEvent('keydown', { key: 'Enter', cancelable: true, bubbles: true });
    button.element.dispatchEvent(enter);
    expect(enter.defaultPrevented).toBe(true);
    await button.trigger('click');
    expect(button.emitted('press')).toHaveLength(1);
  });

  it('shut, it stays visible with its reason and does nothing; busy, it does nothing either', async () => {
    const shut = mount(DeskButton, { props: { shut: 'Your role may not capture. Ask a manager.' } });
    await shut.trigger('click');
    expect(shut.emitted('press')).toBeUndefined();
    expect(shut.attributes()).toMatchObject({
      'aria-disabled': 'true',
      'aria-description': 'Your role may not capture. Ask a manager.',
    });
    const busy = mount(DeskButton, { props: { busy: true } });
    await busy.trigger('click');
    expect(busy.emitted('press')).toBeUndefined();
  });

  it('without money, Enter is left alone', () => {
    const button = mount(DeskButton);
    const enter = new KeyboardEvent('keydown', { key: 'Enter', cancelable: true });
    button.element.dispatchEvent(enter);
    expect(enter.defaultPrevented).toBe(false);
  });
});

describe('an amount field', () => {
  function field(modelValue: number | null = null) {
    const made = mount(MoneyInput, {
      props: {
        modelValue,
        currency: 'CAD',
        label: 'Amount',
        'onUpdate:modelValue': (amount: number | null) => void made.setProps({ modelValue: amount }),
      },
    });
    return made;
  }

  it('takes French decimals and rewrites itself in the language of the desk on leaving', async () => {
    const made = field();
    const input = made.get('input');
    await input.setValue('1 234,5');
    expect(made.emitted('update:modelValue')?.at(-1)).toEqual([123_450]);
    await input.trigger('blur');
    expect(input.element.value).toBe('1,234.50');
  });

  it('while it cannot be read it is no amount, says why, and keeps what was typed', async () => {
    const made = field(5000);
    const input = made.get('input');
    await input.setValue('1.234');
    expect(made.emitted('update:modelValue')?.at(-1)).toEqual([null]);
    await input.trigger('blur');
    expect(input.element.value).toBe('1.234');
    expect(made.get('[role=alert]').text()).toContain('Is 1.234 a thousand or a fraction?');
    language.value = 'fr';
    await made.vm.$nextTick();
    expect(made.get('[role=alert]').text()).toContain('mille ou décimales');
    expect(input.element.value).toBe('1.234');
  });
});

describe('when a hold lapses', () => {
  const now = Date.UTC(2026, 10, 20, 16, 42);
  const hour = 3_600_000;
  const shown = (at: number, estimated = false, state: 'open' | 'lapsed' = 'open') =>
    mount(HoldDeadline, {
      props: {
        now,
        timeZone: 'America/Toronto',
        hold: {
          id: 'stripe:h',
          provider: 'stripe',
          customerId: null,
          customerName: '',
          customerPhone: null,
          card: null,
          authorized: { amount: 1, currency: 'CAD' },
          capturable: { amount: 1, currency: 'CAD' },
          placedAt: 0,
          deadline: estimated ? { at, estimated, days: 5, of: null } : { at, estimated },
          state,
          purpose: null,
          placedBy: null,
          busy: null,
        },
      },
    });

  it('today is red, within two days amber, later plain; both the hour and how long', () => {
    expect(shown(now + 4 * hour).html()).toContain('tone-decl');
    expect(shown(now + 4 * hour).text()).toMatch(/Today, 3:42.p\.m\.in 4.h 0.min/);
    expect(shown(now + 30 * hour).html()).toContain('tone-warn');
    expect(shown(now + 80 * hour).html()).not.toMatch(/tone-(warn|decl)/);
  });

  it('an estimate names no hour and is never red', () => {
    const made = shown(now + 2 * hour, true);
    expect(made.text()).toMatch(/About Fri, Nov.20estimate/);
    expect(made.html()).not.toContain('tone-decl');
  });

  it('lapsed says that nothing was taken', () => {
    expect(shown(now - hour, false, 'lapsed').text()).toBe('LapsedNothing was taken');
  });
});
