import electronLog from 'electron-log/node';
import { redactError, redactFields, redactText, type LogFields } from './redact.ts';

/** What happened inside the desk, for whoever mends it. Never whom it was about. */
export interface Log {
  info(what: string, fields?: LogFields): void;
  warn(what: string, fields?: LogFields): void;
  /** `error` may be anything that was thrown */
  error(what: string, error: unknown, fields?: LogFields): void;
}

export interface LogPlace {
  readonly file: string;
  /** bytes; then the file becomes `….old` and another begins */
  readonly most?: number;
}

/**
 * A log of one JSON line each, readable by this user alone. electron-log's part for plain Node does the writing in the app too: it
 * needs nothing of Electron, so that the app and the headless desk write the same file the same way. A log that cannot be written
 * never stops the desk: electron-log says so on the console.
 */
export function openLog({ file, most = 2 * 1024 * 1024 }: LogPlace): Log {
  const writer = electronLog.create({ logId: file });
  const transport = writer.transports.file;
  for (const other of Object.values(writer.transports)) if (other && other !== transport) other.level = false;
  transport.resolvePathFn = () => file;
  transport.maxSize = most;
  transport.writeOptions = { flag: 'a', mode: 0o600, encoding: 'utf8' };
  // One object comes in, one line goes out: nothing else is read from it or added to it.
  transport.transforms = [
    ({ data, message }) => JSON.stringify({ at: message.date.toISOString(), level: message.level, ...data[0] }),
  ];

  const line = (what: string, fields: Record<string, unknown>) => ({ what: redactText(what), ...fields });

  return {
    info: (what, fields = {}) => writer.info(line(what, redactFields(fields))),
    warn: (what, fields = {}) => writer.warn(line(what, redactFields(fields))),
    error: (what, error, fields = {}) =>
      writer.error(line(what, { ...redactFields(fields), error: redactError(error) })),
  };
}
