/** A decoded form: text at the leaves, brackets become branches. Maps, so that no key can reach a prototype. */
export type FormNode = string | FormBranch;
export type FormBranch = ReadonlyMap<string, FormNode>;

/**
 * Reads `a=1&b[c]=2&d[0]=x&d[]=y`, as Stripe's clients write it, for bodies and query strings.
 *
 * @throws URIError on a broken percent escape.
 */
export function readForm(text: string): FormBranch {
  const root = new Map<string, FormNode>();
  for (const pair of text.split('&')) {
    if (pair === '') continue;
    const equals = pair.indexOf('=');
    const name = decode(equals === -1 ? pair : pair.slice(0, equals));
    place(root, pathOf(name), equals === -1 ? '' : decode(pair.slice(equals + 1)));
  }
  return root;
}

/** The same parameters give the same text, in whatever order they were sent. */
export function canonicalForm(branch: FormBranch): string {
  const parts: string[] = [];
  for (const [key, node] of branch) {
    const value = typeof node === 'string' ? JSON.stringify(node) : `{${canonicalForm(node)}}`;
    parts.push(`${JSON.stringify(key)}:${value}`);
  }
  return parts.sort().join(',');
}

function decode(text: string): string {
  return decodeURIComponent(text.replaceAll('+', ' '));
}

/** `a[b][]` → `a`, `b`, ``. A name with unbalanced brackets stays whole and is refused later as unknown. */
function pathOf(name: string): readonly string[] {
  const match = /^([^[\]]+)((?:\[[^[\]]*\])*)$/.exec(name);
  if (match?.[1] === undefined) return [name];
  const inner = match[2] ?? '';
  return [match[1], ...(inner === '' ? [] : inner.slice(1, -1).split(']['))];
}

function place(root: Map<string, FormNode>, path: readonly string[], value: string): void {
  let branch = root;
  for (const [depth, part] of path.entries()) {
    const key = part === '' ? String(branch.size) : part;
    if (depth === path.length - 1) {
      branch.set(key, value);
      return;
    }
    const next = branch.get(key);
    if (next instanceof Map) {
      branch = next as Map<string, FormNode>;
    } else {
      const made = new Map<string, FormNode>();
      branch.set(key, made);
      branch = made;
    }
  }
}
