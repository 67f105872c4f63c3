/**
 * Text form of structured-clone values, so that main receives what a real Electron would hand it: dates stay dates,
 * `undefined` stays `undefined`, a class instance arrives as a plain object, a function is refused.
 * Both functions are self-contained: their source is also injected into the preload's world.
 */

/** @throws DataCloneError for what structured clone refuses (functions, DOM nodes, reactive proxies). */
export function toWire(value: unknown): string {
  const tag = (kind: string, data: unknown): unknown => ({ $: kind, data });
  const encode = (item: unknown): unknown => {
    switch (typeof item) {
      case 'undefined':
        return tag('undefined', 0);
      case 'bigint':
        return tag('bigint', item.toString());
      case 'number':
        return Number.isFinite(item) && !Object.is(item, -0)
          ? item
          : tag('number', Object.is(item, -0) ? '-0' : String(item));
      case 'object': {
        if (item === null) return null;
        if (Array.isArray(item)) return item.map(encode);
        if (item instanceof Date) return tag('date', encode(item.getTime()));
        if (item instanceof Map)
          return tag(
            'map',
            [...item].map(([key, entry]) => [encode(key), encode(entry)]),
          );
        if (item instanceof Set) return tag('set', [...item].map(encode));
        if (item instanceof Error) return tag('error', { name: item.name, message: item.message });
        if (item instanceof ArrayBuffer) return tag('bytes', [...new Uint8Array(item)]);
        if (ArrayBuffer.isView(item))
          return tag('bytes', [...new Uint8Array(item.buffer, item.byteOffset, item.byteLength)]);
        return tag(
          'object',
          Object.entries(item).map(([key, entry]) => [key, encode(entry)]),
        );
      }
      default:
        return item;
    }
  };
  return JSON.stringify(encode(structuredClone(value)));
}

/** Reads what `toWire` wrote; bytes always come back as `Uint8Array`. */
export function fromWire(text: string): unknown {
  const decode = (item: unknown): unknown => {
    if (typeof item !== 'object' || item === null) return item;
    if (Array.isArray(item)) return item.map(decode);
    const { $: kind, data } = item as { readonly $: string; readonly data: unknown };
    const pairs = (): [unknown, unknown][] =>
      (data as [unknown, unknown][]).map(([key, entry]) => [decode(key), decode(entry)]);
    switch (kind) {
      case 'undefined':
        return undefined;
      case 'bigint':
        return BigInt(data as string);
      case 'number':
        return data === '-0' ? -0 : Number(data);
      case 'date':
        return new Date(decode(data) as number);
      case 'map':
        return new Map(pairs());
      case 'set':
        return new Set((data as unknown[]).map(decode));
      case 'error': {
        const { name, message } = data as { readonly name: string; readonly message: string };
        return Object.assign(new Error(message), { name });
      }
      case 'bytes':
        return Uint8Array.from(data as number[]);
      case 'object':
        return Object.fromEntries(pairs() as [string, unknown][]);
      default:
        throw new Error(`Unknown kind on the wire: ${kind}`);
    }
  };
  return decode(JSON.parse(text));
}
