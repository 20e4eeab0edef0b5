import { bsonType } from '../bson/types.ts';
import { type Field, textOf, truthOf, type Value } from '../bson/value.ts';
import { type ClusterTime, clusterTimeOf } from '../bson/writer.ts';
import { ServerError } from '../errors.ts';
import { knownFields } from '../known-fields.ts';
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

const inAllVersions = ['resumeAfter', 'startAfter', 'startAtOperationTime', 'fullDocument', 'allChangesForCluster', 'allowToRunOnConfigDB'];

export function specificationOf(stage: Value, db: string, collection: string | undefined, version: string): StreamSpecification {
  if (stage.type !== bsonType.object) throw new ServerError(50808, '$changeStream stage expects a document as argument');
  const isModern = isAtLeast(version, '6.0');
  const known = isModern ? [...inAllVersions, 'fullDocumentBeforeChange', 'showExpandedEvents'] : inAllVersions;
  const fields = knownFields(stage, '$changeStream', known);
  const isCluster = isOn(fields.get('allChangesForCluster'));
  refuseNamespace(isCluster, db, collection);
  return {
    db: isCluster ? undefined : db,
    collection,
    fullDocument: choice(fields.get('fullDocument'), isModern ? images : ['default', 'updateLookup'], 'default'),
    fullDocumentBeforeChange: choice(fields.get('fullDocumentBeforeChange'), ['off', 'whenAvailable', 'required'], 'off'),
    showExpandedEvents: isOn(fields.get('showExpandedEvents')),
    withWallTime: isModern,
    ...startOf(fields),
  };
}

const images = ['default', 'updateLookup', 'whenAvailable', 'required'];

function isOn(field: Field | undefined): boolean {
  return field !== undefined && truthOf(field);
}

function refuseNamespace(isCluster: boolean, db: string, collection: string | undefined): void {
  if (isCluster && (db !== 'admin' || collection !== undefined)) {
    throw new ServerError(
      72,
      'A $changeStream with allChangesForCluster:true may only be opened on the admin database with no collection name',
    );
  }
  if (!isCluster && ['admin', 'local', 'config'].includes(db)) {
    throw new ServerError(73, `$changeStream may not be opened on the internal ${db} database`);
  }
}

function startOf(fields: ReadonlyMap<string, Field>): Pick<StreamSpecification, 'resumeAfter' | 'startAfter' | 'startAtOperationTime'> {
  const resumeAfter = pointOf('resumeAfter', fields.get('resumeAfter'));
  const startAfter = pointOf('startAfter', fields.get('startAfter'));
  const time = fields.get('startAtOperationTime');
  const startAtOperationTime = time === undefined ? undefined : timeOf(time);
  if ([resumeAfter, startAfter, startAtOperationTime].filter((start) => start !== undefined).length > 1) {
    throw new ServerError(50674, 'Only one type of resume option is allowed, but multiple were found');
  }
  if (resumeAfter?.fromInvalidate === true) {
    throw new ServerError(260, "Attempting to resume a change stream using 'resumeAfter' is not allowed from an invalidate notification", {
      labels: ['NonResumableChangeStreamError'],
    });
  }
  return { resumeAfter, startAfter, startAtOperationTime };
}

function pointOf(name: string, field: Field | undefined): ResumePoint | undefined {
  if (field === undefined) return undefined;
  if (field.type !== bsonType.object)
    throw new ServerError(14, `BSON field '$changeStream.${name}' is the wrong type, expected type 'object'`);
  return resumePointOf(field);
}

function timeOf(field: Field): ClusterTime {
  if (field.type !== bsonType.timestamp)
    throw new ServerError(14, "BSON field '$changeStream.startAtOperationTime' is the wrong type, expected type 'timestamp'");
  return clusterTimeOf(field);
}

function choice(field: Field | undefined, values: readonly string[], otherwise: string): string {
  if (field === undefined) return otherwise;
  const value = field.type === bsonType.string ? textOf(field) : '';
  if (!values.includes(value))
    throw new ServerError(2, `Enumeration value '${value}' for field '$changeStream.${field.name}' is not a valid value.`);
  return value;
}
