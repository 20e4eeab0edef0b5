export { EmbeddedPostgresError, type EmbeddedPostgresErrorCode } from './embedded-postgres-error.ts';
export { listPostgresInstallations, type PostgresInstallation } from './installations.ts';
export { type EmbeddedPostgres, type EmbeddedPostgresOptions, type StopMode, startPostgres } from './start.ts';
