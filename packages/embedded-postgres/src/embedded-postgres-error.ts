/** What can go wrong before a server answers. */
export type EmbeddedPostgresErrorCode =
  | 'BINARIES_MISSING'
  | 'BINARIES_UNUSABLE'
  | 'DIRECTORY_UNREACHABLE'
  | 'DIRECTORY_IN_USE'
  | 'DIRECTORY_OF_OTHER_VERSION'
  | 'INITDB_FAILED'
  | 'START_FAILED'
  | 'PORT_TAKEN';

/** Says why no server runs, and in `remedy` what to do about it. */
export class EmbeddedPostgresError extends Error {
  override readonly name = 'EmbeddedPostgresError';
  readonly code: EmbeddedPostgresErrorCode;
  readonly remedy: string;

  constructor(code: EmbeddedPostgresErrorCode, message: string, remedy: string, cause?: unknown) {
    super(`${message} ${remedy}`, cause === undefined ? undefined : { cause });
    this.code = code;
    this.remedy = remedy;
  }
}
