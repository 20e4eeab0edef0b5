import { OracleError } from '../../engine.ts';
import { offsetOf } from '../values/moments.ts';

export const defaultSettings: readonly (readonly [name: string, value: string])[] = [
  ['NLS_LANGUAGE', 'AMERICAN'],
  ['NLS_TERRITORY', 'AMERICA'],
  ['NLS_CURRENCY', '$'],
  ['NLS_ISO_CURRENCY', 'AMERICA'],
  ['NLS_NUMERIC_CHARACTERS', '.,'],
  ['NLS_CALENDAR', 'GREGORIAN'],
  ['NLS_DATE_FORMAT', 'DD-MON-RR'],
  ['NLS_DATE_LANGUAGE', 'AMERICAN'],
  ['NLS_SORT', 'BINARY'],
  ['NLS_TIME_FORMAT', 'HH.MI.SSXFF AM'],
  ['NLS_TIMESTAMP_FORMAT', 'DD-MON-RR HH.MI.SSXFF AM'],
  ['NLS_TIME_TZ_FORMAT', 'HH.MI.SSXFF AM TZR'],
  ['NLS_TIMESTAMP_TZ_FORMAT', 'DD-MON-RR HH.MI.SSXFF AM TZR'],
  ['NLS_DUAL_CURRENCY', '$'],
  ['NLS_COMP', 'BINARY'],
  ['NLS_LENGTH_SEMANTICS', 'BYTE'],
  ['NLS_NCHAR_CONV_EXCP', 'FALSE'],
];

/** What has no effect here, and is no mistake. */
const harmless = new Set([
  'DDL_LOCK_TIMEOUT',
  'STATISTICS_LEVEL',
  'EVENTS',
  'OPTIMIZER_MODE',
  'CURSOR_SHARING',
  'RECYCLEBIN',
  'SQL_TRACE',
  'TRACEFILE_IDENTIFIER',
]);

/** `alter session set …`, but for the schema and the container. */
export function changeSetting(settings: Map<string, string>, name: string, value: string): void {
  if (name === 'TIME_ZONE') {
    // Drivers send minutes of one digit: `+07:0`.
    const zone = value.replace(
      /^([+-])(\d{1,2}):(\d{1,2})$/,
      (_, sign: string, hours: string, minutes: string) => `${sign}${hours.padStart(2, '0')}:${minutes.padStart(2, '0')}`,
    );
    const isRegion = /^[A-Za-z_]+(\/[A-Za-z_]+)*$/.test(zone);
    if (offsetOf(zone) === undefined && !isRegion) throw new OracleError(1882, 'timezone region not found');
    settings.set(name, zone);
    return;
  }
  if (settings.has(name)) {
    if (name === 'NLS_SORT' && value.toUpperCase() !== 'BINARY') throw new OracleError(3001, `unimplemented feature: NLS_SORT = ${value}`);
    if (name === 'NLS_NUMERIC_CHARACTERS' && value !== '.,')
      throw new OracleError(3001, 'unimplemented feature: other numeric characters than .,');
    settings.set(name, value);
    return;
  }
  if (!harmless.has(name)) throw new OracleError(2248, 'invalid option for ALTER SESSION');
}
