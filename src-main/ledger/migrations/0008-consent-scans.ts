/**
 * Frozen. A signed paper beside its consent, in parts of base64 small enough that a look through the records reads many of them at once.
 * `parts`: how many there are; `name`, `kind` and `size` (bytes of the whole) stand on each.
 */
export const consentScans = {
  name: '0008-consent-scans',
  statements: [
    `CREATE TABLE consent_scan (
      id TEXT PRIMARY KEY,
      scan_id TEXT NOT NULL,
      part BIGINT NOT NULL,
      parts BIGINT NOT NULL,
      name TEXT NOT NULL,
      kind TEXT NOT NULL,
      size BIGINT NOT NULL,
      data TEXT NOT NULL,
      seal TEXT NOT NULL DEFAULT ''
    )`,
    `CREATE INDEX consent_scan_whole ON consent_scan (scan_id, part)`,
  ],
} as const;
