import { OracleError, type OracleType } from '../../engine.ts';
import { type Bound, bound } from '../binding/bound.ts';
import type { Context } from '../binding/context.ts';
import { quote } from '../quote.ts';
import { kindOf, varchar2 } from '../values/types.ts';

const settingOf: Readonly<Record<string, string>> = {
  date: 'NLS_DATE_FORMAT',
  timestamp: 'NLS_TIMESTAMP_FORMAT',
  'timestamp with local time zone': 'NLS_TIMESTAMP_FORMAT',
  'timestamp with time zone': 'NLS_TIMESTAMP_TZ_FORMAT',
};

/** The session's format for a type, as a literal. */
export function dateFormat({ facts }: Context, { name }: OracleType): string {
  return quote(facts.settings.get(settingOf[name] ?? '') ?? 'DD-MON-RR');
}

const element =
  /^(?:"([^"]*)"|(SYYYY|YYYY|RRRR|YYY|YY|RR|Y|MONTH|MON|MM|MI|DDD|DD|DAY|DY|D|HH24|HH12|HH|SSSSS|SS|FF[1-9]?|AM|PM|A\.M\.|P\.M\.|TZH|TZM|TZR|TZD|X|Q|WW|IW|IYYY|J|W)|([-/,.;: ]))/i;

/** Elements whose names and texts are the same in PostgreSQL. */
const same = new Set('YYYY YYY YY Y MONTH MON MM MI DDD DD DAY DY D HH24 HH12 HH SSSSS SS AM PM A.M. P.M. Q WW IW IYYY J W'.split(' '));

/** Each value's clock written by a format; formats are constants of the statement. */
export function momentToText(context: Context, value: Bound, format: string): Bound {
  const text = constantOf(format);
  const isFilled = !/^fm/i.test(text);
  const clock = clockOf(context, value);
  const parts: string[] = [];
  let pattern = '';
  const flush = (): void => {
    if (pattern !== '') parts.push(`to_char(ora.ts(${clock.sql}), ${quote(`${isFilled ? '' : 'FM'}${pattern}`)})`);
    pattern = '';
  };
  for (let rest = text.replaceAll(/fm/gi, ''); rest !== ''; ) {
    const [whole, literal, name, mark] = element.exec(rest) ?? [];
    if (whole === undefined) throw new OracleError(1821, 'date format not recognized');
    rest = rest.slice(whole.length);
    const upper = name?.toUpperCase() ?? '';
    if (mark !== undefined) pattern += `"${mark}"`;
    else if (literal !== undefined) pattern += literal === '' ? '' : `"${literal}"`;
    else if (same.has(upper)) pattern += name;
    else if (upper === 'RR' || upper === 'RRRR') pattern += upper.replaceAll('R', 'Y');
    else if (upper === 'X') pattern += '"."';
    else {
      flush();
      parts.push(special(upper, value, clock, isFilled));
    }
  }
  flush();
  return { sql: parts.length === 0 ? 'null::text' : `(${parts.join(' || ')})`, type: varchar2(75), nullable: value.nullable };
}

function special(name: string, { type }: Bound, clock: Clock, isFilled: boolean): string {
  if (name === 'SYYYY')
    return `(case when ${clock.sql} < -62135596800 then '-' else '${isFilled ? ' ' : ''}' end || to_char(ora.ts(${clock.sql}), 'YYYY'))`;
  if (name.startsWith('FF')) {
    if (type.name === 'date') throw new OracleError(1821, 'date format not recognized');
    const digits = name === 'FF' ? ('scale' in type ? type.scale : 9) : Number(name.slice(2));
    return `left(lpad(trunc((${clock.sql} - floor(${clock.sql})) * 1e9)::text, 9, '0'), ${digits})`;
  }
  if (clock.zone === undefined) throw new OracleError(1821, 'date format not recognized');
  if (name === 'TZR') return clock.zone;
  if (name === 'TZH')
    return `(case when ${clock.offset} < 0 then '-' else '+' end || lpad(trunc(abs(${clock.offset}) / 3600)::text, 2, '0'))`;
  if (name === 'TZM') return `lpad(trunc(mod(abs(${clock.offset}), 3600) / 60)::text, 2, '0')`;
  return `''`;
}

interface Clock {
  readonly sql: string;
  readonly zone?: string;
  readonly offset?: string;
}

function clockOf({ facts }: Context, { sql, type }: Bound): Clock {
  switch (kindOf(type)) {
    case 'moment':
      return { sql };
    case 'zoned':
      return { sql: `ora.clock(${sql})`, zone: `(${sql}).zone`, offset: `ora.zone_offset((${sql}).zone, (${sql}).at)` };
    case 'local': {
      const zone = quote(facts.settings.get('TIME_ZONE') ?? '+00:00');
      return { sql: `(${sql} + ora.zone_offset(${zone}, ${sql}))`, zone, offset: `ora.zone_offset(${zone}, ${sql})` };
    }
    default:
      throw new OracleError(1481, 'invalid number format model');
  }
}

function constantOf(format: string): string {
  const found = /^\s*E?'((?:[^']|'')*)'(?:::text)?$/.exec(format)?.[1];
  if (found === undefined) throw new OracleError(3001, 'unimplemented feature: a date format that is not a literal of the statement');
  return found.replaceAll("''", "'");
}

/** By TO_DATE, TO_TIMESTAMP, TO_TIMESTAMP_TZ, or without being asked. */
export function textToMoment({ facts }: Context, value: Bound, format: Bound, to: OracleType): Bound {
  const parsed = `ora.parse_moment(${value.sql}, ${format.sql})`;
  const zone = quote(facts.settings.get('TIME_ZONE') ?? '+00:00');
  const sql =
    kindOf(to) === 'zoned'
      ? `(select ora.zoned_of(p.clock, coalesce(p.zone, ${zone})) from ${parsed} p)`
      : kindOf(to) === 'local'
        ? `(select (ora.zoned_of(p.clock, coalesce(p.zone, ${zone}))).at from ${parsed} p)`
        : `(${parsed}).clock`;
  return bound(sql, to, value.nullable);
}
