import type { ProviderName } from '../../contract/provider.ts';
import type { DamagedOperation, NamedOrder, SoundOperation, Survey } from '../../ledger/survey.ts';
import type { NewOperation } from '../../payments/ports.ts';
import { isOwnKey, type NamedTake, type RecallQuestion, type Unrecalled } from '../../payments/recall.ts';

/** An order whose record is damaged or gone: what is known of it, and under which keys to ask. */
export interface Wanted {
  readonly id: string;
  /** present and damaged, or not there at all */
  readonly damaged: DamagedOperation | null;
  readonly named: NamedOrder | null;
  readonly keys: readonly string[];
}

/** The records of one provider as they stand while they are built anew: what is sound, what is wanted, what is explained. */
export interface Shelf {
  sound(key: string): SoundOperation | undefined;
  wantedBy(key: string): Wanted | undefined;
  /** still wanted; what gives back the rest of a hold after what captured it, so that it finds the step it follows */
  wanted(): readonly Wanted[];
  /** charges and holds among them, and what may be one, by their keys */
  takes(): NamedTake[];
  /** captures on this payment whose records are sound by now */
  capturesOn(paymentRef: string): readonly SoundOperation[];
  explained: RecallQuestion['explained'];
  /** A record was written, new or in the place of a damaged one. */
  written(operation: NewOperation): void;
  /** Does a record explain by now what a provider showed and could not name? */
  isExplained(one: Unrecalled): boolean;
}

export function makeShelf(survey: Survey, provider: ProviderName, aside: readonly DamagedOperation[]): Shelf {
  const byKey = new Map<string, SoundOperation>();
  const sums = new Map<string, number>();
  const wanted = new Map<string, Wanted>();
  const wantedKeys = new Map<string, Wanted>();
  const captures = new Map<string, SoundOperation[]>();
  const place = (kind: string, ref: string): string => `${kind} ${ref}`;
  const explained: Shelf['explained'] = (kind, ref) => sums.get(place(kind, ref)) ?? 0;

  function know(operation: SoundOperation): void {
    byKey.set(operation.key, operation);
    const { kind, paymentRef, state } = operation;
    if (kind === 'capture' && paymentRef !== null)
      captures.set(paymentRef, [...(captures.get(paymentRef) ?? []), operation]);
    const counts = state.name === 'done' || state.name === 'pending';
    if (!counts || paymentRef === null || (kind !== 'capture' && kind !== 'release' && kind !== 'refund')) return;
    const at = place(kind, paymentRef);
    sums.set(at, (sums.get(at) ?? 0) + (operation.amount ?? 0));
  }
  function want(one: Wanted): void {
    wanted.set(one.id, one);
    for (const key of one.keys) wantedKeys.set(key, one);
  }

  for (const operation of survey.sound) if (operation.provider === provider) know(operation);
  for (const damaged of survey.damaged) {
    const named = survey.named.get(damaged.id) ?? null;
    if ((named?.provider ?? damaged.provider ?? provider) !== provider) continue;
    // The history is sealed line by line: where it names the key, that one counts, and not what stands in a damaged row.
    want({ id: damaged.id, damaged, named, keys: named?.key ? [named.key] : damaged.keys.filter(isOwnKey) });
  }
  for (const named of survey.lost) {
    if (named.provider === provider) want({ id: named.id, damaged: null, named, keys: named.key ? [named.key] : [] });
  }
  const there = new Set([...survey.sound, ...survey.damaged].map(({ id }) => id));
  for (const hints of aside) {
    if (there.has(hints.id) || wanted.has(hints.id) || (hints.provider ?? provider) !== provider) continue;
    const [key] = hints.keys.filter(isOwnKey);
    if (key !== undefined && byKey.has(key)) continue;
    want({ id: hints.id, damaged: hints, named: null, keys: hints.keys.filter(isOwnKey) });
  }

  return {
    sound: (key) => byKey.get(key),
    wantedBy: (key) => wantedKeys.get(key),
    wanted: () => [...wanted.values()].toSorted((a, b) => Number(isRelease(a)) - Number(isRelease(b))),
    takes: () =>
      [...wanted.values()].flatMap((one) => {
        const kind = one.named?.kind ?? one.damaged?.plan?.kind ?? null;
        if (kind !== null && kind !== 'charge' && kind !== 'hold') return [];
        return one.keys.map((key) => ({ key, kind }));
      }),
    capturesOn: (ref) => captures.get(ref) ?? [],
    explained,
    written(operation) {
      for (const key of wanted.get(operation.id)?.keys ?? []) wantedKeys.delete(key);
      wanted.delete(operation.id);
      const { id, group, kind, plan, state } = operation;
      know({
        id,
        group,
        provider,
        key: plan.key,
        kind,
        state,
        paymentRef: 'paymentRef' in plan ? plan.paymentRef : null,
        amount: operation.amount?.amount ?? null,
      });
    },
    isExplained(one) {
      if (one.kind !== 'capture' && one.kind !== 'release' && one.kind !== 'refund') return false;
      return explained(one.kind, one.paymentRef) >= (one.amount?.amount ?? 1);
    },
  };
}

function isRelease({ named, damaged }: Wanted): boolean {
  return (named?.kind ?? damaged?.plan?.kind) === 'release';
}
