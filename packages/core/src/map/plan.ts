import type { CollectionDescription } from '../adapter/collection.ts';
import { formatCollection } from '../adapter/collection.ts';
import { Unfit } from '../adapter/row-block.ts';
import type { TypeMapping } from '../adapter/type-mapping.ts';
import { canonicalText } from '../canonical/encode.ts';
import { type Failure, failure, type Reading } from '../canonical/failure.ts';
import { formatType } from '../canonical/types.ts';
import { findZone, type Zone } from '../canonical/zone.ts';
import type { Contract, Property } from '../contract/contract.ts';
import type { Dictionary } from '../dictionary/dictionary.ts';
import type { Noted, Notes } from '../dictionary/noted.ts';
import { type Conversion, findConversion, findTextReader } from './conversion.ts';
import { datesStepOf } from './dates.ts';
import { type DirectValue, directText } from './direct.ts';
import { legacyReader, type TextReading } from './legacy-text.ts';
import type { ColumnMapping, ComputeMapping, ConcatMapping, ConstantMapping, Mapping, PropertyMapping, Steps } from './mapping.ts';
import { compilePlaceholders, exceptPlaceholders } from './placeholders.ts';
import { compileSteps, notes as mayNote, usesText } from './steps.ts';

/** How one property gets its canonical text. */
export interface PropertyPlan {
  readonly property: Property;
  readonly source: ColumnSource | RowSource | ConstantSource;
  /** Canonical text in place of NULL. */
  readonly fallback: string | undefined;
  /** Whether `read` may give more than a value. */
  readonly notes: boolean;
}

/** One column, read only when it is not NULL. */
export interface ColumnSource {
  readonly kind: 'column';
  readonly column: string;
  /** Gives null when a step says that the value is none. */
  readonly read: (raw: unknown) => Reading | Noted | null;
  /** Set when `read` does nothing but read this form as the property's type, after these steps. */
  readonly direct: DirectValue | undefined;
  /** Whether steps work on the value's text: then `read` is worth remembering. */
  readonly stepped: boolean;
}

/** Several columns; `read` gets their raw values in order. */
export interface RowSource {
  readonly kind: 'columns';
  readonly columns: readonly string[];
  readonly read: (raws: readonly unknown[]) => Reading | Noted | null;
}

export interface ConstantSource {
  readonly kind: 'constant';
  readonly text: string;
}

export interface PlanInput {
  readonly dictionary?: Dictionary | undefined;
  readonly contract: Contract;
  readonly mapping: Mapping;
  readonly collection: CollectionDescription;
}

interface Planning {
  readonly input: PlanInput;
  readonly property: Property;
  problem(message: string): undefined;
}

const defaultZone = 'Asia/Ho_Chi_Minh';
const failedTransform = failure('transform-failed', 'could not be computed');

/** One plan for each property that is mapped, in contract order; every problem of the mapping goes to `problems`. */
export function planMapping(input: PlanInput, problems: string[]): readonly PropertyPlan[] {
  const known = new Set(input.contract.properties.map((property) => property.name));
  for (const name of Object.keys(input.mapping.properties)) {
    if (!known.has(name)) problems.push(`${name}: the contract has no such property`);
  }
  return input.contract.properties.flatMap((property) => {
    const mapping = Object.hasOwn(input.mapping.properties, property.name) ? input.mapping.properties[property.name] : undefined;
    if (mapping === undefined) {
      if (property.required) problems.push(`${property.name}: the contract requires it and the mapping leaves it out`);
      return [];
    }
    const problem = (message: string) => {
      problems.push(`${property.name}: ${message}`);
      return undefined;
    };
    const plan = planProperty({ input, property, problem }, mapping);
    return plan === undefined ? [] : { ...plan, source: refusingUnfit(plan.source) };
  });
}

function planProperty(planning: Planning, mapping: PropertyMapping): PropertyPlan | undefined {
  if (typeof mapping === 'string') return planColumn(planning, { column: mapping });
  if ('constant' in mapping) return planConstant(planning, mapping);
  if ('compute' in mapping) return planCompute(planning, mapping);
  if ('concat' in mapping) return planConcat(planning, mapping);
  if ('column' in mapping) return planColumn(planning, mapping);
  return planning.problem('the mapping names neither column, constant, concat nor compute');
}

/** What no reading explains is refused before any is tried. */
function refusingUnfit(source: PropertyPlan['source']): PropertyPlan['source'] {
  switch (source.kind) {
    case 'constant':
      return source;
    case 'column': {
      const read: ColumnSource['read'] = (raw) => (raw instanceof Unfit ? unfitFailure(raw) : source.read(raw));
      return { ...source, read };
    }
    case 'columns': {
      const read: RowSource['read'] = (raws) => {
        const unfit = raws.find((raw) => raw instanceof Unfit);
        return unfit instanceof Unfit ? unfitFailure(unfit) : source.read(raws);
      };
      return { ...source, read };
    }
  }
}

function unfitFailure({ reason }: Unfit): Failure {
  return failure('type-mismatch', reason);
}

function planConstant({ property, problem }: Planning, { constant }: ConstantMapping): PropertyPlan | undefined {
  const text = canonicalText(property.type, constant);
  if (typeof text !== 'string') return problem(`the constant ${text.reason}; the contract says ${formatType(property.type)}`);
  return { property, source: { kind: 'constant', text }, fallback: undefined, notes: false };
}

function planColumn(planning: Planning, mapping: ColumnMapping): PropertyPlan | undefined {
  const { property, problem } = planning;
  const type = findColumn(planning, mapping.column);
  const zone = zoneOf(planning, mapping);
  if (type === undefined || zone === undefined) return undefined;
  const fallback = fallbackOf(planning, mapping);
  if (usesText(mapping)) {
    const own = textReading(planning, type, mapping);
    const steps = compileSteps(property, mapping, {
      zone,
      textual: isTextual(type, mapping),
      dictionary: planning.input.dictionary,
      problem,
    });
    if (own === undefined || steps === undefined) return undefined;
    const read = noting((raw, notes) => {
      const text = own(raw, notes);
      return typeof text === 'string' ? steps(text, notes) : text;
    });
    const direct = directText(property, type, mapping, planning.input.dictionary);
    return { property, source: { kind: 'column', column: mapping.column, read, direct, stepped: true }, fallback, notes: mayNote(mapping) };
  }
  const conversion = findConversion(type, property.type, zone);
  if (!isUsable(planning, conversion, type, mapping)) return undefined;
  const source: ColumnSource = {
    kind: 'column',
    column: mapping.column,
    read: conversion.read,
    direct:
      conversion.needsCast || isZoned(type, property)
        ? undefined
        : { raw: type.raw, trim: false, emptyAsNull: false, kept: [], repair: undefined },
    stepped: false,
  };
  const declared = datesStepOf(mapping)?.placeholders;
  if (declared === undefined) return { property, source, fallback, notes: false };
  const placeholders = compilePlaceholders(property, declared, problem);
  if (placeholders === undefined) return undefined;
  const read = noting(exceptPlaceholders(placeholders, findTextReader(type), conversion.read));
  const direct = source.direct && { ...source.direct, kept: [placeholders.excluded] };
  return { property, source: { ...source, read, direct }, fallback, notes: true };
}

/** Bytes with a legacy encoding become text by it. */
function isTextual(type: TypeMapping, steps: Steps): boolean {
  return type.canonical.kind === 'string' || steps.encoding !== undefined;
}

/** The column's own text; where an encoding is named, as it says. */
function textReading({ input, problem }: Planning, type: TypeMapping, steps: Steps): TextReading | undefined {
  if (steps.encoding !== undefined) return legacyReader(type, steps, input.dictionary, problem);
  if (steps.readAs !== undefined) return problem('readAs says how an encoding was misread: name the encoding too');
  return findTextReader(type);
}

/** Gives the value alone where there is nothing to tell. */
function noting<Raw>(read: (raw: Raw, notes: Notes) => Reading | null): (raw: Raw) => Reading | Noted | null {
  let notes: Notes = [];
  return (raw) => {
    const value = read(raw, notes);
    if (notes.length === 0) return value;
    const findings = notes;
    notes = [];
    return { value, findings };
  };
}

/** A time without zone that becomes an instant. */
function isZoned(type: TypeMapping, property: Property): boolean {
  return type.canonical.kind === 'timestamp' && property.type.kind === 'timestamptz';
}

function isUsable(
  planning: Planning,
  conversion: Conversion | undefined,
  type: TypeMapping,
  mapping: ColumnMapping,
): conversion is Conversion {
  const words = `column ${mapping.column} is ${type.native} (${formatType(type.canonical)}) and the contract says ${formatType(planning.property.type)}`;
  if (conversion === undefined) planning.problem(`${words}: there is no way from one to the other`);
  else if (conversion.needsCast && mapping.cast !== true) planning.problem(`${words}: add cast: true if that is meant`);
  else return true;
  return false;
}

function planConcat(planning: Planning, mapping: ConcatMapping): PropertyPlan | undefined {
  const { property, problem } = planning;
  const readers = mapping.concat.map((column) => {
    const type = findColumn(planning, column);
    return type === undefined ? undefined : textReading(planning, type, mapping);
  });
  const zone = zoneOf(planning, mapping);
  if (zone === undefined || !allDefined(readers)) return undefined;
  if (readers.length === 0) return problem('concat names no column');
  const steps = compileSteps(property, mapping, { zone, textual: true, dictionary: planning.input.dictionary, problem });
  if (steps === undefined) return undefined;
  const separator = mapping.separator ?? '';
  const read = noting((raws: readonly unknown[], notes) => {
    const parts: string[] = [];
    for (let index = 0; index < readers.length; index++) {
      const raw = raws[index];
      if (raw === null || raw === undefined) continue;
      const text = readers[index]?.(raw, notes) ?? '';
      if (typeof text !== 'string') return text;
      if (text !== '') parts.push(text);
    }
    return parts.length === 0 ? null : steps(parts.join(separator), notes);
  });
  return {
    property,
    source: { kind: 'columns', columns: mapping.concat, read },
    fallback: fallbackOf(planning, mapping),
    notes: mayNote(mapping),
  };
}

function planCompute(planning: Planning, mapping: ComputeMapping): PropertyPlan | undefined {
  const { property } = planning;
  const readers = mapping.columns.map((column) => {
    const type = findColumn(planning, column);
    return type === undefined ? undefined : findTextReader(type);
  });
  if (!allDefined(readers)) return undefined;
  const read = (raws: readonly unknown[]) => {
    const texts: (string | null)[] = [];
    for (let index = 0; index < readers.length; index++) {
      const raw = raws[index];
      const text = raw === null || raw === undefined ? null : (readers[index]?.(raw) ?? null);
      if (text !== null && typeof text !== 'string') return text;
      texts.push(text);
    }
    try {
      const value = mapping.compute(...texts);
      return value === null ? null : canonicalText(property.type, value);
    } catch {
      return failedTransform; // the error's message could hold values
    }
  };
  return { property, source: { kind: 'columns', columns: mapping.columns, read }, fallback: undefined, notes: false };
}

function findColumn({ input, problem }: Planning, name: string): TypeMapping | undefined {
  const column = input.collection.columns.find((candidate) => candidate.name === name);
  const collection = formatCollection(input.collection.collection);
  if (column === undefined) {
    const alike = input.collection.columns.find((candidate) => candidate.name.toLowerCase() === name.toLowerCase());
    return problem(`${collection} has no column ${name}${alike === undefined ? '' : `; it has ${alike.name}`}`);
  }
  if (column.type === undefined)
    return problem(`column ${name} of ${collection} has type ${column.nativeType}, which cannot be read exactly`);
  return column.type;
}

function zoneOf({ problem }: Planning, steps: Steps): Zone | undefined {
  const name = steps.zone ?? defaultZone;
  return findZone(name) ?? problem(`there is no time zone ${name}`);
}

function fallbackOf({ property, problem }: Planning, steps: Steps): string | undefined {
  if (steps.default === undefined) return undefined;
  const text = canonicalText(property.type, steps.default);
  if (typeof text === 'string') return text;
  return problem(`the default ${text.reason}; the contract says ${formatType(property.type)}`);
}

function allDefined<Reader>(readers: readonly (Reader | undefined)[]): readers is readonly Reader[] {
  return readers.every((reader) => reader !== undefined);
}
