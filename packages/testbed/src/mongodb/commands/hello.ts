import { ObjectId } from 'bson';
import { fieldOf, textOf } from '../bson/value.ts';
import type { Content } from '../bson/writer.ts';
import { maxUserBytes } from '../change-streams/split.ts';
import { maxWireVersion } from '../version.ts';
import type { Command, CommandContext, Reply } from './command.ts';
import { speculativeStart } from './login.ts';

/** Drivers ask this first, and again every few seconds; without `topologyVersion` in the answer they poll instead of waiting for changes. */
export const hello: Command = {
  names: ['hello', 'isMaster', 'ismaster'],
  kind: 'anyone',
  fields: [
    'helloOk',
    'client',
    'compression',
    'speculativeAuthenticate',
    'saslSupportedMechs',
    'loadBalanced',
    'topologyVersion',
    'maxAwaitTimeMS',
    'hostInfo',
    'backpressure',
  ],
  run: (context) => {
    rememberClient(context);
    const speculative = speculativeStart(context);
    return {
      helloOk: true,
      ...roleOf(context),
      maxBsonObjectSize: maxUserBytes,
      maxMessageSizeBytes: 48_000_000,
      maxWriteBatchSize: 100_000,
      localTime: new Date(),
      logicalSessionTimeoutMinutes: 30,
      connectionId: context.connection.id,
      minWireVersion: 0,
      maxWireVersion: maxWireVersion(context.server.version),
      readOnly: false,
      saslSupportedMechs: context.request.fields.has('saslSupportedMechs') ? ['SCRAM-SHA-256'] : undefined,
      speculativeAuthenticate: speculative,
    };
  },
};

const applicationField = Buffer.from('application');
const nameField = Buffer.from('name');

function rememberClient({ connection, request }: CommandContext): void {
  const client = request.fields.get('client');
  const application = client === undefined ? undefined : fieldOf(client, applicationField);
  const name = application === undefined ? undefined : fieldOf(application, nameField);
  if (name !== undefined) connection.application = textOf(name);
}

function roleOf({ connection, request, server }: CommandContext): Reply {
  const { replicaSet, store } = server;
  const isPrimary = replicaSet.primary === connection.member;
  const primaryName = request.name === 'hello' ? 'isWritablePrimary' : 'ismaster';
  if (server.isRouter) return { [primaryName]: true, msg: 'isdbgrid' };
  if (replicaSet.name === undefined) return { [primaryName]: true };
  const electionId = new ObjectId(`7fffffff${replicaSet.term.toString(16).padStart(16, '0')}`);
  const leader: Record<string, Content> = isPrimary ? { electionId } : {};
  return {
    [primaryName]: isPrimary,
    secondary: !isPrimary,
    setName: replicaSet.name,
    setVersion: 1,
    hosts: replicaSet.hosts,
    primary: replicaSet.primary === undefined ? undefined : replicaSet.hosts[replicaSet.primary],
    me: replicaSet.hosts[connection.member],
    ...leader,
    lastWrite: {
      opTime: { ts: store.oplog.lastTime, t: BigInt(replicaSet.term) },
      lastWriteDate: new Date(store.oplog.lastTime.seconds * 1000),
      majorityOpTime: { ts: store.oplog.committedTime, t: BigInt(replicaSet.term) },
      majorityWriteDate: new Date(store.oplog.committedTime.seconds * 1000),
    },
  };
}
