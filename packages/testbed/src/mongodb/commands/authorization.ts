import { ServerError } from '../errors.ts';
import type { Account, ServerState } from '../server-state.ts';
import type { Connection } from '../wire/connection.ts';
import type { CommandContext, Request } from './command.ts';

/** What every account may do once it is logged in. */
const ofEverybody: ReadonlySet<string> = new Set([
  'ping',
  'buildInfo',
  'buildinfo',
  'connectionStatus',
  'endSessions',
  'getMore',
  'killCursors',
  'logout',
]);

/** Refuses a command in MongoDB's words: before a login, or beyond the rights of the account. */
export function authorize(server: ServerState, connection: Connection, request: Request): void {
  if (server.accounts.size === 0) return;
  if (connection.user === undefined) throw new ServerError(13, `Command ${request.name} requires authentication`);
  if (!ofEverybody.has(request.name) && !may(server.accounts.get(connection.user.name), request.name)) {
    throw new ServerError(13, `not authorized on ${request.db} to execute command { ${request.name}: … }`);
  }
}

/** Refuses what needs an action of its own besides the command. */
export function requireAction({ connection, request, server }: CommandContext, action: string): void {
  if (server.accounts.size === 0 || connection.user === undefined) return;
  if (may(server.accounts.get(connection.user.name), action)) return;
  throw new ServerError(13, `not authorized on ${request.db} to execute command { ${request.name}: … }`);
}

function may(account: Account | undefined, name: string): boolean {
  const commands = account?.commands ?? 'all';
  return account !== undefined && (commands === 'all' || commands.has(name));
}
