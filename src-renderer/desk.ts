import { contract, type DeskCalls } from '../src-main/contract/contract.ts';
import { refused, type Reply } from '../src-main/contract/failure.ts';

/** What the preload exposes: plain functions by name, and a way to listen. */
export interface Bridge {
  readonly calls: Readonly<Record<string, (input: unknown) => Promise<Reply<unknown>>>>;
  on(name: string, listener: (payload: unknown) => void): () => void;
}

declare global {
  interface Window {
    readonly desk?: Bridge;
  }
}

function treeOf(bridge: Bridge): DeskCalls {
  const tree: Record<string, Record<string, unknown>> = {};
  for (const [group, calls] of Object.entries(contract)) {
    const own: Record<string, unknown> = {};
    for (const [name, leaf] of Object.entries(calls)) {
      const full = `${group}.${name}`;
      own[name] =
        leaf.kind === 'event'
          ? (listener: (payload: unknown) => void) => bridge.on(full, listener)
          : async (input: unknown) => {
              const call = bridge.calls[full];
              if (!call) return refused('unknown_call');
              // Vue's proxies cannot be cloned on their way to main: plain data only.
              try {
                return await call(JSON.parse(JSON.stringify(input ?? {})));
              } catch {
                // Main could not answer at all. Staff are told; an order pressed again carries its ticket, so it stays one order.
                return refused('internal', { reference: full });
              }
            };
    }
    tree[group] = own;
  }
  return tree as unknown as DeskCalls;
}

let current: DeskCalls | null = null;

/** The desk that main serves; the only place that touches `window.desk`. */
export function useDesk(): DeskCalls {
  if (current) return current;
  const bridge = window.desk;
  if (!bridge) throw new Error('This page only works inside Comptoir.');
  current = treeOf(bridge);
  return current;
}

/** For tests and development: another desk in place of main's. */
export function setDesk(bridge: Bridge | null): void {
  current = bridge ? treeOf(bridge) : null;
}
