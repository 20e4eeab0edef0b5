import { bsonType } from '../bson/types.ts';
import { documentValue, type Field, fieldsOf, numberOf, textOf, type Value } from '../bson/value.ts';
import { writeDocument } from '../bson/writer.ts';
import { notBuilt, ServerError } from '../errors.ts';
import { group } from './group.ts';
import { matcherOf } from './match.ts';
import { projectionOf, withoutFields } from './projection.ts';
import { sorted, sortOf } from './sort.ts';

/** Hands out documents one by one; undefined at the end, and from then on. */
export type Pull = () => Buffer | undefined;

/** One stage, put behind what comes before it. */
export type Stage = (source: Pull) => Pull;

export function stagesOf(pipeline: readonly Value[]): readonly Stage[] {
  return pipeline.map((stage) => stageOf(soleField(stage)));
}

/** The one field of a stage. */
export function soleField(stage: Value): Field {
  const [field, second] = stage.type === bsonType.object ? fieldsOf(stage) : [];
  if (field === undefined || second !== undefined) {
    throw new ServerError(40323, 'A pipeline stage specification object must contain exactly one field.');
  }
  return field;
}

/** Stages that see one document at a time: those that may follow `$changeStream`. */
export function eventTransformer(pipeline: readonly Value[]): (event: Buffer) => Buffer | undefined {
  for (const stage of pipeline) {
    const { name } = soleField(stage);
    if (!['$match', '$project', '$unset'].includes(name)) {
      stageOf(soleField(stage));
      throw new ServerError(20, `${name} is not permitted in a $changeStream pipeline`);
    }
  }
  const stages = stagesOf(pipeline);
  let given: Buffer | undefined;
  const source: Pull = () => {
    const event = given;
    given = undefined;
    return event;
  };
  const pull = stages.reduce((before, stage) => stage(before), source);
  return (event) => {
    given = event;
    return pull();
  };
}

function stageOf(field: Field): Stage {
  switch (field.name) {
    case '$match':
      return matching(field);
    case '$project':
      return projecting(field);
    case '$unset':
      return mapping(withoutFields(namesOf(field)));
    case '$sort':
      return sorting(field);
    case '$limit':
      return limiting(count(field));
    case '$skip':
      return skipping(count(field));
    case '$sample':
      return sampling(field);
    case '$count':
      return counting(textOf(field));
    case '$group':
      return group(field);
    default:
      throw unknownStage(field.name);
  }
}

const stagesOfServers = new Set(
  '$addFields $set $bucket $bucketAuto $facet $geoNear $graphLookup $indexStats $lookup $merge $out $redact $replaceRoot $replaceWith $setWindowFields $sortByCount $unionWith $unwind $densify $fill $documents'.split(
    ' ',
  ),
);

function unknownStage(name: string): ServerError {
  if (stagesOfServers.has(name)) return notBuilt(`the stage ${name}`);
  if (['$changeStream', '$collStats', '$currentOp'].includes(name))
    return new ServerError(40602, `${name} is only valid as the first stage in a pipeline.`);
  return new ServerError(40324, `Unrecognized pipeline stage name: '${name}'`);
}

function matching(field: Field): Stage {
  if (field.type !== bsonType.object) throw new ServerError(15959, 'the match filter must be an expression in an object');
  const matches = matcherOf(field);
  return (source) => () => {
    for (let document = source(); document !== undefined; document = source()) if (matches(documentValue(document))) return document;
    return undefined;
  };
}

function projecting(field: Field): Stage {
  const project = field.type === bsonType.object ? projectionOf(field) : undefined;
  if (project === undefined) throw new ServerError(51272, '$project specification must have at least one field');
  return mapping(project);
}

function mapping(change: (document: Buffer) => Buffer): Stage {
  return (source) => () => {
    const document = source();
    return document === undefined ? undefined : change(document);
  };
}

function namesOf(field: Field): readonly string[] {
  const names = field.type === bsonType.array ? fieldsOf(field) : [field];
  if (names.length === 0 || names.some((name) => name.type !== bsonType.string))
    throw new ServerError(31002, '$unset specification must be a string or an array of strings');
  return names.map((name) => textOf(name));
}

function sorting(field: Field): Stage {
  const sort = sortOf(field);
  if (sort.length === 0) throw new ServerError(15976, '$sort stage must have at least one sort key');
  return gathering((documents) => sorted(documents, sort));
}

/** A stage that needs all documents before it hands out the first. */
export function gathering(change: (documents: Buffer[]) => readonly Buffer[]): Stage {
  return (source) => {
    let results: readonly Buffer[] | undefined;
    let at = 0;
    return () => {
      results ??= change(drain(source));
      return results[at++];
    };
  };
}

function drain(source: Pull): Buffer[] {
  const documents: Buffer[] = [];
  for (let document = source(); document !== undefined; document = source()) documents.push(document);
  return documents;
}

function count(field: Field): number {
  const value = numberOf(field, field.name);
  if (!Number.isInteger(value) || value < (field.name === '$limit' ? 1 : 0))
    throw new ServerError(15958, `the ${field.name.slice(1)} must be positive`);
  return value;
}

export function limiting(limit: number): Stage {
  return (source) => {
    let left = limit;
    return () => (left-- > 0 ? source() : undefined);
  };
}

export function skipping(skip: number): Stage {
  return (source) => {
    let left = skip;
    return () => {
      while (left > 0 && source() !== undefined) left--;
      left = 0;
      return source();
    };
  };
}

/** Draws without repeating, all documents equally likely, in no order. */
function sampling(field: Field): Stage {
  const [size, other] = field.type === bsonType.object ? fieldsOf(field) : [];
  if (size?.name !== 'size' || other !== undefined) throw new ServerError(28748, '$sample stage must specify a size');
  const wanted = numberOf(size, '$sample.size');
  if (wanted < 1) throw new ServerError(28747, 'size argument to $sample must be a positive integer');
  return gathering((documents) => {
    const drawn = Math.min(wanted, documents.length);
    for (let index = 0; index < drawn; index++) {
      const other = index + Math.floor(Math.random() * (documents.length - index));
      const [a, b] = [documents[index], documents[other]];
      if (a !== undefined && b !== undefined) [documents[index], documents[other]] = [b, a];
    }
    return documents.slice(0, drawn);
  });
}

function counting(name: string): Stage {
  return gathering((documents) => (documents.length === 0 ? [] : [writeDocument({ [name]: documents.length })]));
}
