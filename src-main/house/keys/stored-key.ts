import * as v from 'valibot';
import { paysafeAccount, permissionState } from '../../contract/provider.ts';

/** A key with what is known of it, as the keychain keeps it. */
export const storedKey = v.object({
  key: v.optional(v.string()),
  username: v.optional(v.string()),
  password: v.optional(v.string()),
  accounts: v.array(paysafeAccount),
  kind: v.picklist(['restricted', 'secret', 'server']),
  lastFour: v.string(),
  business: v.nullable(v.string()),
  /** absent in what an earlier version stored */
  account: v.optional(v.nullable(v.string())),
  permissions: v.array(permissionState),
  checkedAt: v.number(),
  addedBy: v.string(),
  addedAt: v.number(),
});
export type StoredKey = v.InferOutput<typeof storedKey>;

/** Each time a key is put in it has another one, be it the same key. */
export const stampOf = ({ addedAt, lastFour }: StoredKey): string => `${addedAt} ${lastFour}`;
