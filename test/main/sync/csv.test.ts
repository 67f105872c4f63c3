import { describe, expect, it } from 'vitest';
import { readProfileCsv } from '../../../src-main/sync/csv.ts';

const values = (text: string) => readProfileCsv(text).values.map(({ value }) => value);

describe('a file of profiles as people export it', () => {
  it.each([
    ['comma', 'profile id,name\nabc,Roy\n'],
    ['semicolon', 'Nom;Profile ID\nRoy;abc\n'],
    ['tab', 'name\tprofileId\nRoy\tabc'],
    ['old Macintosh line ends', 'profile_id\rabc\r'],
    ['quotes with separators inside', '"name, first","id"\n"Roy, Inès","abc"'],
    ['byte-order mark', '\uFEFFid\nabc'],
    ['blanks', ' Profile Id , name \n  abc  , Roy '],
  ])('%s', (_, text) => {
    expect(readProfileCsv(text)).toMatchObject({ by: 'profileId', values: [{ value: 'abc' }] });
  });

  it('without a header the first column counts, from the first line on', () => {
    expect(readProfileCsv('abc;x\ndef;y')).toEqual({
      by: null,
      values: [
        { line: 1, value: 'abc' },
        { line: 2, value: 'def' },
      ],
    });
  });

  it('a line break inside quotes does not shift the line numbers', () => {
    expect(readProfileCsv('id,name\na,"Roy\nInès"\nb,x').values).toEqual([
      { line: 2, value: 'a' },
      { line: 4, value: 'b' },
    ]);
  });

  it('a quote that is never closed loses no line before it', () => {
    expect(values('id\na\n"b\nc')).toHaveLength(2);
  });

  it('a missing cell is an empty value, to be refused with its line', () => {
    expect(readProfileCsv('name;id\nRoy\nX;b').values).toEqual([
      { line: 2, value: '' },
      { line: 3, value: 'b' },
    ]);
  });

  it('merchant customer ids are named by their header', () => {
    expect(readProfileCsv('Merchant Customer ID\nA-1').by).toBe('merchantCustomerId');
  });
});
