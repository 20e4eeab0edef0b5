export * from './error-rules.ts';
export * from './followed.ts';
export * from './history.ts';
export { type Login, type LoginInput, type LoginKind, loginOptions, readLogin, type TlsInput, textOption } from './login.ts';
export * from './options.ts';
export * from './positions.ts';
export * from './ranges.ts';
export * from './session-pool.ts';
export * from './watermark.ts';
