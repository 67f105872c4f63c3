import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isAppUrl, toApp, toBrowser } from '../../../tools/stand-in/origin.ts';
import { fromWire, toWire } from '../../../tools/stand-in/wire.ts';

const cross = (value: unknown): unknown => fromWire(toWire(value));

describe('what crosses between window and main in the stand-in', () => {
  it('is what structured clone makes of it, for any plain value', () => {
    const values = fc.anything({
      withDate: true,
      withMap: true,
      withSet: true,
      withBigInt: true,
      withNullPrototype: false,
    });
    fc.assert(
      fc.property(values, (value) => {
        expect(cross(value)).toStrictEqual(structuredClone(value));
      }),
      { numRuns: 1_000 },
    );
  });

  it('keeps what JSON would lose', () => {
    const lost = { gone: undefined, negativeZero: -0, none: NaN, big: 12n, when: new Date(5), far: Infinity };
    expect(cross(lost)).toStrictEqual(lost);
    expect(cross(new Uint8Array([1, 255]))).toStrictEqual(new Uint8Array([1, 255]));
    expect(cross(new RangeError('no line'))).toMatchObject({ name: 'RangeError', message: 'no line' });
  });

  it('drops the class of an object, as Electron does', () => {
    class Money {
      readonly amount = 5;
    }
    const crossed = cross(new Money());
    expect(crossed).toEqual({ amount: 5 });
    expect(Object.getPrototypeOf(crossed)).toBe(Object.prototype);
  });

  it.each([
    ['a function', { run: () => 1 }],
    ['a symbol', { mark: Symbol('x') }],
    ['a proxy', { row: new Proxy({}, {}) }],
  ])('refuses %s, as Electron does', (_name, value) => expect(() => toWire(value)).toThrow(/could not be cloned/));
});

describe('the made-up origin', () => {
  it.each(['app://desk/index.html', 'app://desk/a.js?v=1', 'app://desk/'])(
    '%s is the same address both ways',
    (url) => {
      expect(toApp(toBrowser(url))).toBe(url);
      expect(isAppUrl(toBrowser(url))).toBe(true);
    },
  );

  it.each(['https://example.com/', 'https://desk.comptoir.invalid.example.com/', 'http://desk.comptoir.invalid/'])(
    '%s is not the app',
    (url) => expect(isAppUrl(url)).toBe(false),
  );
});
