import { ObjectId } from 'bson';
import type { Content } from '../bson/writer.ts';
import { notBuilt, ServerError } from '../errors.ts';
import { numbers } from '../version.ts';
import type { Command, CommandContext } from './command.ts';

export const ping: Command = { names: ['ping'], kind: 'anyone', fields: [], run: () => ({}) };

export const endSessions: Command = { names: ['endSessions'], kind: 'anyone', fields: [], run: () => ({}) };

export const buildInfo: Command = {
  names: ['buildInfo', 'buildinfo'],
  kind: 'anyone',
  fields: [],
  run: ({ server }) => ({
    version: server.version,
    versionArray: [...numbers(server.version), 0],
    modules: [],
    maxBsonObjectSize: 16 * 1024 * 1024,
  }),
};

export const connectionStatus: Command = {
  names: ['connectionStatus'],
  kind: 'anyone',
  fields: ['showPrivileges'],
  run: ({ connection }) => {
    const { user } = connection;
    const authenticatedUsers: readonly Content[] = user === undefined ? [] : [{ user: user.name, db: user.db }];
    return { authInfo: { authenticatedUsers, authenticatedUserRoles: [] } };
  },
};

export const getParameter: Command = {
  names: ['getParameter'],
  kind: 'member',
  fields: ['featureCompatibilityVersion'],
  run: ({ request, server }) => {
    if (!request.fields.has('featureCompatibilityVersion')) throw notBuilt('getParameter of anything but featureCompatibilityVersion');
    return { featureCompatibilityVersion: { version: numbers(server.version).slice(0, 2).join('.') } };
  },
};

export const replSetGetConfig: Command = {
  names: ['replSetGetConfig'],
  kind: 'member',
  fields: [],
  run: (context) => {
    const { store, replicaSet } = context.server;
    const name = setName(context);
    return {
      config: {
        _id: name,
        version: 1,
        term: replicaSet.term,
        members: replicaSet.hosts.map((host, index) => ({ _id: index, host, priority: 1, votes: 1 })),
        settings: { replicaSetId: new ObjectId(store.replicaSetId) },
      },
    };
  },
};

export const replSetGetStatus: Command = {
  names: ['replSetGetStatus'],
  kind: 'member',
  fields: [],
  run: (context) => {
    const { store, replicaSet } = context.server;
    const set = setName(context);
    const member = context.connection.member;
    const optime = { ts: store.oplog.lastTime, t: BigInt(replicaSet.term) };
    return {
      set,
      date: new Date(),
      myState: replicaSet.primary === member ? 1 : 2,
      term: BigInt(replicaSet.term),
      members: replicaSet.hosts.map((name, index) => ({
        _id: index,
        name,
        health: 1,
        state: replicaSet.primary === index ? 1 : 2,
        stateStr: replicaSet.primary === index ? 'PRIMARY' : 'SECONDARY',
        optime,
        self: index === member ? true : undefined,
      })),
    };
  },
};

function setName({ request, server }: CommandContext): string {
  if (server.isRouter) throw new ServerError(59, `${request.name} is not supported through mongos`);
  if (server.replicaSet.name === undefined) throw new ServerError(76, 'not running with --replSet');
  return server.replicaSet.name;
}
