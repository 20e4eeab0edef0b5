import { Binary } from 'bson';
import { bsonType } from '../bson/types.ts';
import { type Field, fieldsOf, textOf, type Value } from '../bson/value.ts';
import type { Content } from '../bson/writer.ts';
import { ServerError } from '../errors.ts';
import { authenticationFailed } from '../wire/scram.ts';
import { type Command, type CommandContext, fieldText, type Reply } from './command.ts';

export const saslStart: Command = {
  names: ['saslStart'],
  kind: 'anyone',
  fields: ['mechanism', 'payload', 'autoAuthorize', 'options', 'db'],
  run: (context) => {
    requireMechanism(fieldText(context.request, 'mechanism'));
    return start(context, context.request.fields.get('payload'));
  },
};

export const saslContinue: Command = {
  names: ['saslContinue'],
  kind: 'anyone',
  fields: ['conversationId', 'payload'],
  run: ({ connection, request }) => {
    const { scram } = connection;
    if (scram === undefined) throw new ServerError(17, 'No SASL session state found', { codeName: 'ProtocolError' });
    connection.scram = undefined;
    const final = scram.finish(payloadText(request.fields.get('payload')));
    connection.user = { name: scram.user, db: request.db };
    return { conversationId: 1, done: true, payload: payloadOf(final) };
  },
};

/** The login that a driver begins within hello; undefined when it did not, or with a mechanism that is not spoken here. */
export function speculativeStart(context: CommandContext): Content {
  const attempt = context.request.fields.get('speculativeAuthenticate');
  if (attempt === undefined) return undefined;
  const fields = new Map(fieldsOf(attempt).map((field) => [field.name, field]));
  const mechanism = fields.get('mechanism');
  if (mechanism === undefined || textOf(mechanism) !== 'SCRAM-SHA-256') return undefined;
  return start(context, fields.get('payload'));
}

function start({ connection, server }: CommandContext, payload: Field | undefined): Reply {
  const conversation = server.scram.start(payloadText(payload));
  connection.scram = conversation;
  return { conversationId: 1, done: false, payload: payloadOf(conversation.challenge) };
}

function requireMechanism(mechanism: string | undefined): void {
  if (mechanism !== 'SCRAM-SHA-256')
    throw new ServerError(334, `Unsupported mechanism '${mechanism}' on authentication`, { codeName: 'MechanismUnavailable' });
}

function payloadOf(text: string): Binary {
  return new Binary(Buffer.from(text));
}

function payloadText(payload: Value | undefined): string {
  if (payload === undefined || payload.type !== bsonType.binData) throw authenticationFailed();
  return payload.bytes.toString('utf8', payload.start + 5, payload.end);
}
