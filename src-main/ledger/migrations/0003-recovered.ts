/**
 * Frozen: a file that a house already has was made by exactly these statements. Where a record was damaged and written anew from what
 * its provider says, the damaged text is kept here, whole, for whoever wants to look at it. Nothing ever leaves this table.
 */
export const recovered = {
  name: '0003-recovered',
  statements: [
    `CREATE TABLE damaged_row (
      id TEXT PRIMARY KEY,
      table_name TEXT NOT NULL,
      row_id TEXT NOT NULL,
      row_text TEXT NOT NULL,
      found_at BIGINT NOT NULL,
      run_id TEXT NOT NULL,
      seal TEXT NOT NULL
    )`,
  ],
} as const;
