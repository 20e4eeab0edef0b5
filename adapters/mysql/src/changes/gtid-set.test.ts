import { expect, it } from 'vitest';
import {
  addGtid,
  containsGtids,
  encodeGtidSet,
  formatGtidSet,
  hasGtid,
  parseGtidPlaces,
  parseGtidSet,
  reachesPlaces,
  samePlaces,
  shareGtids,
} from './gtid-set.ts';

const a = '3e11fa47-71ca-11e1-9e33-c80aa9429562';
const b = '4e11fa47-71ca-11e1-9e33-c80aa9429562';

it('reads and writes sets as MySQL does, with tags', () => {
  const text = `${a}:1-5:7,${a}:sao:1-3,${b}:9`;
  expect(formatGtidSet(parseGtidSet(text))).toBe(text);
  expect(formatGtidSet(parseGtidSet(`${a}:1-5:sao:1-3`))).toBe(`${a}:1-5,${a}:sao:1-3`);
  expect(parseGtidSet('').size).toBe(0);
  expect(() => parseGtidSet(`${a}:1-5;drop`)).toThrow(/not written as MySQL writes it/);
});

it('joins what is next to one another, in whatever order it comes', () => {
  const set = parseGtidSet(`${a}:1-5:9`);
  for (const number of [10n, 7n, 6n, 8n]) addGtid(set, a, number);
  expect(formatGtidSet(set)).toBe(`${a}:1-10`);
  expect([hasGtid(set, a, 10n), hasGtid(set, a, 11n), hasGtid(set, b, 1n)]).toEqual([true, false, false]);
});

it('knows what contains what', () => {
  const outer = parseGtidSet(`${a}:1-5:8-9,${b}:1`);
  expect(containsGtids(outer, parseGtidSet(`${a}:2-3:9`))).toBe(true);
  expect(containsGtids(outer, parseGtidSet(`${a}:4-8`))).toBe(false);
  expect(shareGtids(outer, parseGtidSet(`${a}:6-7`))).toBe(false);
  expect(shareGtids(outer, parseGtidSet(`${a}:5-7`))).toBe(true);
});

it('encodes a set as a dump wants it: ends are open', () => {
  expect(encodeGtidSet(parseGtidSet(`${a}:1-5`)).toString('hex')).toBe(
    `0100000000000000${a.replaceAll('-', '')}010000000000000001000000000000000600000000000000`,
  );
});

it("compares places in MariaDB's log by domain", () => {
  const here = parseGtidPlaces('0-1-100,1-2-5');
  expect(reachesPlaces(here, parseGtidPlaces('0-3-99'))).toBe(true);
  expect(reachesPlaces(here, parseGtidPlaces('0-1-101'))).toBe(false);
  expect(reachesPlaces(here, parseGtidPlaces('7-1-1'))).toBe(false);
  expect(samePlaces(here, parseGtidPlaces('1-2-5,0-1-100'))).toBe(true);
  expect(samePlaces(here, parseGtidPlaces('0-1-100'))).toBe(false);
});
