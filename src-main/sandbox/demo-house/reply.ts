/** A text in a JSON reply, by its path. @throws Error when there is none: the demo house is built on answers it knows. */
export function textIn(body: string, ...path: readonly (string | number)[]): string {
  let found: unknown = JSON.parse(body);
  for (const step of path) {
    found = typeof found === 'object' && found !== null ? Reflect.get(found, step) : undefined;
  }
  if (typeof found !== 'string') throw new Error(`No ${path.join('.')} in a reply to the demo house: ${body}`);
  return found;
}
