import type { CanonicalType } from '../canonical/types.ts';
import type { JsonObject, JsonValue } from '../json.ts';
import type { NationalMessage } from './message.ts';
import type { NationalPlan, PlannedField } from './plan.ts';
import type { NationalForm } from './read-messages.ts';

/**
 * The record of the published contract that a message bears, as far as its plan has its fields: what the receiving side checks
 * against the contract like any other. Fields that the plan does not know come as `unknown`, by their names.
 */
export function nationalRecord(
  { fields, attachments }: NationalMessage,
  plan: NationalPlan,
  form: NationalForm,
): { readonly record: JsonObject; readonly unknown: readonly string[] } {
  const left = new Map([...fields].map(([name, value]) => [name.toLowerCase(), { name, value }]));
  const take = (name: string): JsonValue | undefined => {
    const found = left.get(name.toLowerCase());
    left.delete(name.toLowerCase());
    return found?.value;
  };
  const record = Object.fromEntries(
    inOrder(plan).flatMap((field) => {
      const value = valueOf(field, take);
      return value === undefined ? [] : [[field.property, form === 'json' ? value : typed(field.type, value)] as const];
    }),
  );
  // Members that have no value are not there, as in the canonical form.
  const files = attachments.map((file) => JSON.parse(JSON.stringify(file)) as JsonObject); // what JSON.parse gives of an object
  const whole = plan.attachments === undefined || files.length === 0 ? record : { ...record, [plan.attachments]: files };
  return { record: whole, unknown: [...left.values()].map(({ name }) => name) };
}

const ordered = new WeakMap<NationalPlan, readonly PlannedField[]>();

/** By the names of the properties, as canonical JSON has them: what is canonical is read several times as fast. */
export function inOrder(plan: NationalPlan): readonly PlannedField[] {
  const known = ordered.get(plan);
  if (known !== undefined) return known;
  const sorted = [...plan.fields].sort((left, right) => (left.property < right.property ? -1 : 1));
  ordered.set(plan, sorted);
  return sorted;
}

function valueOf({ target }: PlannedField, take: (name: string) => JsonValue | undefined): JsonValue | undefined {
  if (typeof target === 'string') return take(target);
  // All three are taken, so that none is unknown; the most precise counts.
  const [day, month, year] = [take(target.day.name), take(target.month.name), take(target.year.name)];
  return day ?? month ?? year;
}

/** XML has texts alone. What is no value of the type stays a text, which the contract then refuses. */
function typed(type: CanonicalType, value: JsonValue): JsonValue {
  if (typeof value !== 'string') return value;
  switch (type.kind) {
    case 'boolean':
      return value === 'true' || value === 'false' ? value === 'true' : value;
    case 'integer':
    case 'number':
      return /^-?\d/.test(value) && Number.isFinite(Number(value)) ? Number(value) : value;
    case 'json':
    case 'array':
      return parsed(value);
    case 'geometry':
      return type.encoding === 'geojson' ? parsed(value) : value;
    default:
      return value;
  }
}

function parsed(text: string): JsonValue {
  try {
    return isDeep(text) ? text : (JSON.parse(text) as JsonValue); // JSON.parse gives nothing else
  } catch {
    return text; // which is no value of the type
  }
}

/** Millions of open brackets would keep the parser busy for seconds; no value of a contract has so many levels. */
function isDeep(text: string): boolean {
  let levels = 0;
  for (let at = 0; at < text.length && levels <= mostLevels; at++) {
    const character = text[at];
    if (character === '[' || character === '{') levels++;
    else if (character === ']' || character === '}') levels--;
  }
  return levels > mostLevels;
}

const mostLevels = 100;
