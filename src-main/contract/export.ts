import * as v from 'valibot';
import { houseDay } from './bill.ts';
import { command, event } from './channel.ts';
import { nothing } from './input.ts';

/** How an export ended. `saved` false: nobody chose a place, or it was cancelled; nothing is left of it then. */
export const exportEnd = v.object({
  saved: v.boolean(),
  name: v.string(),
  lines: v.number(),
  /** records that cannot be read, and are not in it: it says so itself, too */
  damaged: v.number(),
  cancelled: v.boolean(),
});
export type ExportEnd = v.InferOutput<typeof exportEnd>;

/** Every order of some days, both inclusive, as a CSV file that somebody chooses a place for. */
export const exportCalls = {
  export: command(
    'export',
    v.strictObject({ from: houseDay, to: houseDay, language: v.picklist(['en', 'fr']) }),
    exportEnd,
  ),
  cancelExport: command('export', nothing, v.object({ cancelled: v.boolean() })),
  exporting: event(v.object({ done: v.number(), of: v.number() })),
} as const;
