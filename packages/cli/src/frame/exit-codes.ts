import type { ErrorCode } from '@lienthong/core';

/** What the shell gets: one table for all commands, printed by `--help`. */
export const exitCodes = {
  ok: 0,
  failed: 1,
  usage: 2,
  unreachable: 3,
  rejections: 4,
  incomplete: 5,
  interrupted: 130,
  terminated: 143,
} as const;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

// Every code that is not listed is a failure at run time.
const byError: Partial<Record<ErrorCode, ExitCode>> = {
  OPTIONS_INVALID: exitCodes.usage,
  CONFIG_INVALID: exitCodes.usage,
  CONTRACT_INVALID: exitCodes.usage,
  CONTRACT_INCOMPATIBLE: exitCodes.usage,
  MAPPING_INVALID: exitCodes.usage,
  PERSONAL_DATA_UNDECLARED: exitCodes.usage,
  KEY_INVALID: exitCodes.usage,
  SOURCE_UNREACHABLE: exitCodes.unreachable,
  SOURCE_AUTH_FAILED: exitCodes.unreachable,
  SOURCE_TLS_FAILED: exitCodes.unreachable,
  SOURCE_BUSY: exitCodes.unreachable,
  PLATFORM_UNREACHABLE: exitCodes.unreachable,
  PLATFORM_TLS_FAILED: exitCodes.unreachable,
  PLATFORM_BUSY: exitCodes.unreachable,
};

/** The exit code of an error that ended a command. */
export function exitCodeOf(code: ErrorCode): ExitCode {
  return byError[code] ?? exitCodes.failed;
}
