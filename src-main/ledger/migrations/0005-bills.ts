/**
 * Frozen. Bills with what was paid otherwise, consents with their texts, and what each charge was for. Amounts minor
 * units, times unix ms UTC, days YYYY-MM-DD in the house's time zone, JSON is text.
 */
export const bills = {
  name: '0005-bills',
  statements: [
    `CREATE TABLE bill (
      id TEXT PRIMARY KEY,
      code TEXT NOT NULL,
      customer_id TEXT,
      customer_name TEXT NOT NULL,
      day TEXT NOT NULL,
      time TEXT,
      service TEXT NOT NULL,
      with_whom TEXT,
      lines TEXT NOT NULL,
      total BIGINT NOT NULL,
      tax BIGINT,
      currency TEXT NOT NULL,
      source TEXT NOT NULL,
      source_ref TEXT,
      note TEXT,
      cancelled TEXT,
      created_at BIGINT NOT NULL,
      created_by TEXT NOT NULL,
      version BIGINT NOT NULL,
      seal TEXT NOT NULL
    )`,
    `CREATE UNIQUE INDEX bill_code ON bill (code)`,
    `CREATE UNIQUE INDEX bill_source ON bill (source, source_ref) WHERE source_ref IS NOT NULL`,
    `CREATE INDEX bill_day ON bill (day, time)`,
    `CREATE INDEX bill_customer ON bill (customer_id, day) WHERE customer_id IS NOT NULL`,

    `CREATE TABLE bill_credit (
      id TEXT PRIMARY KEY,
      bill_id TEXT NOT NULL,
      kind TEXT NOT NULL,
      amount BIGINT NOT NULL,
      payment_id TEXT,
      note TEXT,
      credited_by TEXT NOT NULL,
      at BIGINT NOT NULL,
      seal TEXT NOT NULL
    )`,
    `CREATE INDEX bill_credit_bill ON bill_credit (bill_id)`,
    `CREATE UNIQUE INDEX bill_credit_payment ON bill_credit (payment_id) WHERE payment_id IS NOT NULL`,

    `CREATE TABLE operation_cause (
      operation_id TEXT PRIMARY KEY,
      purpose TEXT NOT NULL,
      bill_id TEXT,
      consent_id TEXT,
      seal TEXT NOT NULL
    )`,
    `CREATE INDEX operation_cause_bill ON operation_cause (bill_id) WHERE bill_id IS NOT NULL`,
    `CREATE INDEX operation_cause_consent ON operation_cause (consent_id) WHERE consent_id IS NOT NULL`,
    `CREATE INDEX operation_target ON operation (target_id) WHERE target_id IS NOT NULL`,

    `CREATE TABLE consent_text (
      id TEXT NOT NULL,
      version BIGINT NOT NULL,
      language TEXT NOT NULL,
      title TEXT NOT NULL,
      body TEXT NOT NULL,
      written_by TEXT NOT NULL,
      at BIGINT NOT NULL,
      seal TEXT NOT NULL,
      PRIMARY KEY (id, version, language)
    )`,
    `CREATE TABLE consent (
      id TEXT PRIMARY KEY,
      card_id TEXT NOT NULL,
      customer_id TEXT NOT NULL,
      purposes TEXT NOT NULL,
      text_id TEXT NOT NULL,
      text_version BIGINT NOT NULL,
      language TEXT NOT NULL,
      shown TEXT NOT NULL,
      cap_each BIGINT,
      cap_total BIGINT,
      currency TEXT NOT NULL,
      ends_at BIGINT,
      channel TEXT NOT NULL,
      witness TEXT,
      scan_id TEXT,
      at BIGINT NOT NULL,
      staff_id TEXT NOT NULL,
      staff_name TEXT NOT NULL,
      desk TEXT NOT NULL,
      withdrawn TEXT,
      version BIGINT NOT NULL,
      seal TEXT NOT NULL
    )`,
    `CREATE INDEX consent_card ON consent (card_id)`,
    `CREATE INDEX consent_customer ON consent (customer_id)`,
  ],
} as const;
