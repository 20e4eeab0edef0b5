import { bound, nullBound } from '../../binding/bound.ts';
import { kindOf, postgresType } from '../../types/kinds.ts';
import { convert } from '../convert.ts';
import type { Functions } from './function.ts';

function same(sql: (value: string) => string): Functions[string] {
  return {
    arguments: [1, 1],
    translate: ([value = nullBound()]) => {
      const number = kindOf(value.type) === 'text' ? convert(value, { name: 'float' }) : value;
      return { ...number, sql: `(${sql(number.sql)})::${postgresType(number.type)}` };
    },
  };
}

export const numberFunctions: Functions = {
  abs: same((value) => `abs(${value})`),
  floor: same((value) => `floor(${value})`),
  ceiling: same((value) => `ceil(${value})`),
  sign: same((value) => `sign(${value})`),
  round: {
    arguments: [2, 3],
    translate: ([value = nullBound(), digits, cut]) => {
      const sql =
        cut === undefined
          ? `round((${value.sql})::numeric, ${digits?.sql})`
          : `case when ${cut.sql} = 0 then round((${value.sql})::numeric, ${digits?.sql}) else trunc((${value.sql})::numeric, ${digits?.sql}) end`;
      return { ...value, sql: `(${sql})::${postgresType(value.type)}` };
    },
  },
  power: {
    arguments: [2, 2],
    translate: ([value = nullBound(), exponent]) => ({
      ...value,
      sql: `power(${value.sql}, ${exponent?.sql})::${postgresType(value.type)}`,
    }),
  },
  sqrt: { arguments: [1, 1], translate: ([value = nullBound()]) => bound(`sqrt((${value.sql})::float8)`, { name: 'float' }) },
  pi: { arguments: [0, 0], translate: () => bound('pi()', { name: 'float' }, { nullable: false }) },
  rand: { arguments: [0, 1], translate: () => bound('random()', { name: 'float' }, { nullable: false }) },
};
