import { bsonType } from '../bson/types.ts';
import { type Field, fieldsOf, textOf, truthOf, type Value } from '../bson/value.ts';
import { type ClusterTime, clusterTimeOf } from '../bson/writer.ts';
import { ServerError } from '../errors.ts';
import { isAtLeast } from '../version.ts';
import { type ResumePoint, resumePointOf } from './token.ts';

/** What a `$changeStream` stage asks for. */
export interface StreamSpecification {
  /** undefined for the whole cluster. */
  readonly db: string | undefined;
  /** undefined for the whole database. */
  readonly collection: string | undefined;
  readonly fullDocument: string;
  readonly fullDocumentBeforeChange: string;
  readonly showExpandedEvents: boolean;
  readonly withWallTime: boolean;
  readonly resumeAfter: ResumePoint | undefined;
  readonly startAfter: ResumePoint | undefined;
  readonly startAtOperationTime: ClusterTime | undefined;
}

export function specificationOf(stage: Value, db: string, collection: string | undefined, version: string): StreamSpecification {
  if (stage.type !== bsonType.object) throw new ServerError(50808, '$changeStream stage expects a document as argument');
  const fields = new Map(fieldsOf(stage).map((field) => [field.name, field]));
  const isModern = isAtLeast(version, '6.0');
  const known = ['resumeAfter', 'startAfter', 'startAtOperationTime', 'fullDocument', 'allChangesForCluster', 'allowToRunOnConfigDB'];
  if (isModern) known.push('fullDocumentBeforeChange', 'showExpandedEvents');
  for (const name of fields.keys()) if (!known.includes(name)) throw new ServerError(40415, `BSON field '$changeStream.${name}' is an unknown field.`);
  const cluster = fields.get('allChangesForCluster');
  if (cluster !== undefined && truthOf(cluster) && (db !== 'admin' || collection !== undefined)) {
    throw new ServerError(72, 'A $changeStream with allChangesForCluster:true may only be opened on the admin database with no collection name');
  }
  if (db === 'admin' && cluster === undefined) throw new ServerError(73, '$changeStream may not be opened on the internal admin database');
  const token = (name: string): ResumePoint | undefined => pointOf(name, fields.get(name));
  const time = fields.get('startAtOperationTime');
  if (['resumeAfter', 'startAfter', 'startAtOperationTime'].filter((name) => fields.has(name)).length > 1) {
    throw new ServerError(50674, 'Only one type of resume option is allowed, but multiple were found');
  }
  const resumeAfter = token('resumeAfter');
  if (resumeAfter?.fromInvalidate === true) {
    throw new ServerError(260, "Attempting to resume a change stream using 'resumeAfter' is not allowed from an invalidate notification", {
      labels: ['NonResumableChangeStreamError'],
    });
  }
  const expanded = fields.get('showExpandedEvents');
  return {
    db: cluster === undefined ? db : undefined,
    collection,
    fullDocument: choice(fields.get('fullDocument'), ['default', 'updateLookup', ...(isModern ? ['whenAvailable', 'required'] : [])], 'default'),
    fullDocumentBeforeChange: choice(fields.get('fullDocumentBeforeChange'), ['off', 'whenAvailable', 'required'], 'off'),
    showExpandedEvents: expanded !== undefined && truthOf(expanded),
    withWallTime: isModern,
    resumeAfter,
    startAfter: token('startAfter'),
    startAtOperationTime: time === undefined ? undefined : timeOf(time),
  };
}

function pointOf(name: string, field: Field | undefined): ResumePoint | undefined {
  if (field === undefined) return undefined;
  if (field.type !== bsonType.object) throw new ServerError(14, `BSON field '$changeStream.${name}' is the wrong type, expected type 'object'`);
  return resumePointOf(field);
}

function timeOf(field: Field): ClusterTime {
  if (field.type !== bsonType.timestamp) throw new ServerError(14, "BSON field '$changeStream.startAtOperationTime' is the wrong type, expected type 'timestamp'");
  return clusterTimeOf(field);
}

function choice(field: Field | undefined, values: readonly string[], otherwise: string): string {
  if (field === undefined) return otherwise;
  const value = field.type === bsonType.string ? textOf(field) : '';
  if (!values.includes(value)) throw new ServerError(2, `Enumeration value '${value}' for field '$changeStream.${field.name}' is not a valid value.`);
  return value;
}
