import type { Field } from '../bson/value.ts';
import { truthOf } from '../bson/value.ts';
import { writeDocument } from '../bson/writer.ts';
import { ServerError } from '../errors.ts';
import { knownFields } from '../known-fields.ts';
import { requireAction } from './authorization.ts';
import { type CommandContext } from './command.ts';

/** Connections, and open transactions of idle sessions, as `$currentOp` lists them. */
export function currentOperations(context: CommandContext, stage: Field): readonly Buffer[] {
  const { request, server } = context;
  if (request.db !== 'admin') throw new ServerError(73, "$currentOp must be run against the 'admin' database with {aggregate: 1}");
  const fields = knownFields(stage, '$currentOp', [
    'allUsers',
    'idleConnections',
    'idleSessions',
    'idleCursors',
    'localOps',
    'backtrace',
    'truncateOps',
  ]);
  const isOn = (name: string): boolean => {
    const field = fields.get(name);
    return field !== undefined && truthOf(field);
  };
  if (isOn('allUsers')) requireAction(context, 'inprog');
  const host = server.replicaSet.hosts[context.connection.member];
  const own = (user: string | undefined): boolean => isOn('allUsers') || user === context.connection.user?.name;
  const connections = [...server.connections]
    .filter((connection) => own(connection.user?.name) && (isOn('idleConnections') || connection.command !== undefined))
    .map((connection) =>
      writeDocument({
        type: 'op',
        host,
        desc: `conn${connection.id}`,
        connectionId: connection.id,
        client: `${connection.socket.remoteAddress}:${connection.socket.remotePort}`,
        appName: connection.application === '' ? undefined : connection.application,
        active: connection.command !== undefined,
        op: connection.command === undefined ? 'none' : 'command',
        // The name alone: what a command asks for may be people's data.
        command: connection.command === undefined ? {} : { [connection.command]: 1 },
        currentOpTime: new Date().toISOString(),
      }),
    );
  if (fields.has('idleSessions') && !isOn('idleSessions')) return connections;
  return [...connections, ...server.transactions.open.map((transaction) => sessionDocument(transaction, host))];
}

function sessionDocument(transaction: CommandContext['server']['transactions']['open'][number], host: string | undefined): Buffer {
  const openMs = Date.now() - transaction.startedAt.getTime();
  return writeDocument({
    type: 'idleSession',
    host,
    desc: 'inactive transaction',
    appName: transaction.application,
    lsid: transaction.lsid,
    active: false,
    op: 'none',
    transaction: {
      parameters: { txnNumber: transaction.number, autocommit: false, readConcern: { level: 'snapshot' } },
      startWallClockTime: transaction.startedAt.toISOString(),
      timeOpenMicros: BigInt(openMs) * 1000n,
    },
  });
}
