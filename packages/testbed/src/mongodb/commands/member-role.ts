import { fieldOf, textOf } from '../bson/value.ts';
import { ServerError } from '../errors.ts';
import type { ServerState } from '../server-state.ts';
import type { Connection } from '../wire/connection.ts';
import type { Command, Request } from './command.ts';

const modeField = Buffer.from('mode');

/** Writes go to the primary; reads to a secondary only when the client says that it may be one. */
export function refuseByRole(server: ServerState, connection: Connection, command: Command, request: Request): void {
  if (server.replicaSet.primary === connection.member) return;
  if (command.kind === 'write') throw new ServerError(10107, 'not primary');
  if (command.kind === 'read' && !allowsSecondary(request)) throw new ServerError(13435, 'not primary and secondaryOk=false');
}

function allowsSecondary(request: Request): boolean {
  const preference = request.fields.get('$readPreference');
  const mode = preference === undefined ? undefined : fieldOf(preference, modeField);
  return mode !== undefined && textOf(mode) !== 'primary';
}

/** Throws 11602 once the member has stepped down since this was made: what ran then is interrupted. */
export function interruption(server: ServerState, connection: Connection): () => void {
  const before = server.replicaSet.stepDowns(connection.member);
  return () => {
    if (server.replicaSet.stepDowns(connection.member) !== before) throw new ServerError(11602, 'operation was interrupted');
  };
}
