import type { OracleType } from '../../../engine.ts';
import { type Bound, bound } from '../../binding/bound.ts';
import type { Context } from '../../binding/context.ts';
import { quote } from '../../quote.ts';
import { date, kindOf, number, timestamp, varchar2 } from '../../values/types.ts';
import { convert, toNumber, toText } from '../convert.ts';
import { dateFormat, momentToText, textToMoment } from '../formats.ts';
import { at, type SqlFunction } from './function.ts';

const zoned: OracleType = { name: 'timestamp with time zone', scale: 9 };

/** Microseconds, as servers on Linux tell them. */
const now = 'round(extract(epoch from clock_timestamp())::numeric, 6)';

function clockNow(facts: Context['facts'], offset: number, isDate: boolean): string {
  return isDate ? `(floor(${now}) + ${offset})` : `(${now} + ${offset})`;
}

function zoneName(seconds: number): string {
  const minutes = Math.abs(seconds) / 60;
  return `${seconds < 0 ? '-' : '+'}${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
}

function parsing(to: OracleType): SqlFunction {
  return {
    arguments: [1, 3],
    translate: (values, context) => {
      const of = at(values, 0);
      if (kindOf(of.type) !== 'text' && values.length === 1) return convert(context, of, to);
      const text = toText(context, of);
      return textToMoment(context, text, values[1] ?? bound(dateFormat(context, to), varchar2(60)), to);
    },
  };
}

function moment(context: Context, value: Bound): Bound {
  return kindOf(value.type) === 'moment' ? value : convert(context, value, date);
}

export const dateFunctions: Readonly<Record<string, SqlFunction>> = {
  SYSDATE: { arguments: [0, 0], translate: (_, { facts }) => bound(clockNow(facts, facts.serverOffset, true), date, false) },
  CURRENT_DATE: { arguments: [0, 0], translate: (_, { facts }) => bound(clockNow(facts, facts.sessionOffset, true), date, false) },
  LOCALTIMESTAMP: {
    arguments: [0, 1],
    translate: (_, { facts }) => bound(clockNow(facts, facts.sessionOffset, false), { name: 'timestamp', scale: 6 }, false),
  },
  SYSTIMESTAMP: {
    arguments: [0, 1],
    translate: (_, { facts }) =>
      bound(`row(${now}, '${zoneName(facts.serverOffset)}')::ora.zoned`, { ...zoned, scale: 6 } as OracleType, false),
  },
  CURRENT_TIMESTAMP: {
    arguments: [0, 1],
    translate: (_, { facts }) =>
      bound(`row(${now}, ${quote(facts.settings.get('TIME_ZONE') ?? '+00:00')})::ora.zoned`, { ...zoned, scale: 6 } as OracleType, false),
  },
  SESSIONTIMEZONE: {
    arguments: [0, 0],
    translate: (_, { facts }) => bound(`${quote(facts.settings.get('TIME_ZONE') ?? '+00:00')}::text`, varchar2(75), false),
  },
  DBTIMEZONE: { arguments: [0, 0], translate: () => bound("'+00:00'::text", varchar2(6), false) },
  SYS_EXTRACT_UTC: {
    arguments: [1, 1],
    translate: (values, context) => bound(`(${convert(context, at(values, 0), zoned).sql}).at`, timestamp),
  },
  TO_DATE: parsing(date),
  TO_TIMESTAMP: parsing(timestamp),
  TO_TIMESTAMP_TZ: parsing(zoned),
  TO_CHAR: {
    arguments: [1, 3],
    translate: (values, context) => {
      const of = at(values, 0);
      const format = values[1];
      if (format === undefined || format.isNull === true) return toText(context, of);
      const isNumber = ['number', 'float', 'text'].includes(kindOf(of.type));
      return isNumber
        ? bound(`ora.number_format(${toNumber(of).sql}, ${format.sql})`, varchar2(64))
        : momentToText(context, of, format.sql);
    },
  },
  FROM_TZ: {
    arguments: [2, 2],
    translate: (values, context) => bound(`ora.zoned_of(${at(values, 0).sql}, ${toText(context, at(values, 1)).sql})`, zoned),
  },
  NUMTODSINTERVAL: {
    arguments: [2, 2],
    translate: (values) => {
      const unit = `(case upper(${at(values, 1).sql}) when 'DAY' then 86400 when 'HOUR' then 3600 when 'MINUTE' then 60 when 'SECOND' then 1 else case when ora.fail(1760, 'illegal argument for function') then 0 end end)`;
      return bound(`round(${toNumber(at(values, 0)).sql} * ${unit}, 9)`, { name: 'interval day to second', precision: 9, scale: 9 });
    },
  },
  NUMTOYMINTERVAL: {
    arguments: [2, 2],
    translate: (values) =>
      bound(`trunc(${toNumber(at(values, 0)).sql} * case upper(${at(values, 1).sql}) when 'YEAR' then 12 else 1 end)`, {
        name: 'interval year to month',
        precision: 9,
      }),
  },
  TO_DSINTERVAL: interval({ name: 'interval day to second', precision: 9, scale: 9 }),
  TO_YMINTERVAL: interval({ name: 'interval year to month', precision: 9 }),
  ADD_MONTHS: {
    arguments: [2, 2],
    translate: (values, context) =>
      bound(`ora.add_months(${convert(context, at(values, 0), date).sql}, ${toNumber(at(values, 1)).sql})`, date),
  },
  MONTHS_BETWEEN: {
    arguments: [2, 2],
    translate: (values, context) =>
      bound(`ora.months_between(${moment(context, at(values, 0)).sql}, ${moment(context, at(values, 1)).sql})`, number),
  },
  LAST_DAY: {
    arguments: [1, 1],
    translate: (values, context) => {
      const of = convert(context, at(values, 0), date).sql;
      return bound(
        `(${of} + ora.seconds(date_trunc('month', ora.ts(${of})) + interval '1 month - 1 day') - ora.seconds(date_trunc('day', ora.ts(${of}))))`,
        date,
      );
    },
  },
};

function interval(to: OracleType): SqlFunction {
  return {
    arguments: [1, 1],
    translate: (values, context) => {
      const text = toText(context, at(values, 0)).sql;
      if (to.name === 'interval year to month')
        return bound(
          `(case when ${text} like '-%' then -1 else 1 end * (split_part(ltrim(${text}, '+-'), '-', 1)::numeric * 12 + split_part(ltrim(${text}, '+-'), '-', 2)::numeric))`,
          to,
        );
      const clock = `split_part(ltrim(${text}, '+-'), ' ', 2)`;
      return bound(
        `(case when ${text} like '-%' then -1 else 1 end * (split_part(ltrim(${text}, '+-'), ' ', 1)::numeric * 86400 + split_part(${clock}, ':', 1)::numeric * 3600 + split_part(${clock}, ':', 2)::numeric * 60 + split_part(${clock}, ':', 3)::numeric))`,
        to,
      );
    },
  };
}
