import type { OpenContext } from '@lienthong/core';

/**
 * `reader` may not write, `owner` may create slot and publication and wait for it, `walsender` follows the log,
 * `natural` sets nothing of how values print: it asks what the database would do without us.
 */
export type SessionRole = 'reader' | 'owner' | 'walsender' | 'natural';

/**
 * How the server prints values: the same for reads and for the log, whatever server, database or role have set.
 * Settings of the startup packet outrank all of those.
 */
const printing = {
  client_encoding: 'UTF8',
  DateStyle: 'ISO, YMD',
  IntervalStyle: 'iso_8601',
  TimeZone: 'UTC',
  // The shortest text that reads back as the same double (PostgreSQL 12 and later).
  extra_float_digits: '1',
  bytea_output: 'hex',
  xmloption: 'content',
  lc_monetary: 'C',
  standard_conforming_strings: 'on',
  // Names of types print with their schema, and nobody's public.= is called in place of the real one.
  search_path: 'pg_catalog',
} as const;

/** The `options` of the startup packet. */
export function startupSettings(role: SessionRole, context: OpenContext): string {
  const timeout = role === 'reader' ? context.statementTimeoutMs : 0;
  const settings = {
    ...(role === 'natural' ? {} : printing),
    // A policy must never leave rows out silently: the statement fails instead.
    row_security: 'off',
    default_transaction_read_only: role === 'owner' ? 'off' : 'on',
    statement_timeout: String(timeout),
    idle_in_transaction_session_timeout: '60000',
    jit: 'off',
  };
  return Object.entries(settings)
    .map(([name, value]) => `-c ${name}=${value.replaceAll('\\', '\\\\').replaceAll(' ', '\\ ')}`)
    .join(' ');
}

/**
 * Run once connected: whoever reads in this encoding gets what is stored, whatever the encoding of the database. It cannot stand in
 * the startup packet, where the driver names UTF-8 itself.
 */
export const unconvertedText = "set client_encoding = 'SQL_ASCII'";

/** Sessions that carry values of rows; the others ask for names, which are text to us. */
export function carriesRows(role: SessionRole): boolean {
  return role === 'reader' || role === 'walsender';
}
