import { type CanonicalType, type CollectionDescription, formatCollection, formatType, policyItems } from '@lienthong/core';
import { stringify } from 'yaml';

/** A contract to start from: every column a property of the same name, everything to be decided marked by a comment. */
export function contractDraft(description: CollectionDescription): string {
  const { schema, name } = description.collection;
  const dataset = `${datasetPart(schema)}.${datasetPart(name)}`;
  const document = {
    apiVersion: 'v3.1.0',
    kind: 'DataContract',
    id: dataset,
    name: description.comment ?? name,
    version: '1.0.0',
    status: 'draft',
    schema: [
      {
        name,
        physicalName: formatCollection(description.collection),
        logicalType: 'object',
        properties: description.columns.flatMap(({ name: column, type, nullable, comment }) =>
          type === undefined
            ? []
            : [
                {
                  name: column,
                  ...(comment === undefined ? {} : { businessName: comment }),
                  ...logicalType(type.canonical),
                  ...(description.primaryKey.includes(column) ? { primaryKey: true } : {}),
                  ...(nullable ? {} : { required: true }),
                  classification: 'personal',
                },
              ],
        ),
      },
    ],
  };
  return `${advice}${stringify(document, { lineWidth: 0 })}`;
}

function declaration(): string {
  const items = Object.entries(policyItems).map(
    ([name, { example, vi, article }]) => `#   # ${vi} (${article})\n#   - { property: ${name}, value: ${example} }\n`,
  );
  return `# customProperties:\n${items.join('')}`;
}

const advice = `# A draft from the catalogue. Decide: which columns travel, under which names, what each value must satisfy
# (logicalTypeOptions), and how sensitive it is (classification: public, internal, personal, sensitive). All are taken for
# personal until you say otherwise. What is sensitive names its kind: customProperties: [{ property: personalDataKind, value: … }].
# Data marked Mật, Tối mật or Tuyệt mật does not travel on this channel: leave it out.
#
# While a property is personal or sensitive, this must be declared. The values are examples: write yours, and take the # away.
${declaration()}#
# Then: lienthong validate contract.yaml
`;

function datasetPart(name: string): string {
  const plain = name
    .normalize('NFD')
    .replace(/[\u0300-\u036f]/g, '')
    .replace(/[đĐ]/g, 'd')
    .toLowerCase();
  return plain.replace(/[^a-z0-9]+/g, '-').replace(/^-+|-+$/g, '') || 'dataset';
}

interface LogicalType {
  readonly logicalType: string;
  readonly items?: LogicalType;
  readonly customProperties?: readonly { readonly property: string; readonly value: string }[];
}

function logicalType(type: CanonicalType): LogicalType {
  const canonical = { customProperties: [{ property: 'canonicalType', value: formatType(type) }] };
  switch (type.kind) {
    case 'boolean':
    case 'integer':
    case 'string':
    case 'date':
    case 'number':
      return { logicalType: type.kind };
    case 'time':
      return { logicalType: 'time', ...canonical };
    case 'bigint':
      return { logicalType: 'integer', ...canonical };
    case 'decimal':
      return { logicalType: 'number', ...canonical };
    case 'timestamp':
    case 'timestamptz':
      return { logicalType: 'timestamp', ...canonical };
    case 'uuid':
    case 'bytes':
    case 'partial-date':
      return { logicalType: 'string', ...canonical };
    case 'geometry':
      return { logicalType: type.encoding === 'wkb' ? 'string' : 'object', ...canonical };
    case 'json':
      return { logicalType: 'object' };
    case 'array':
      return { logicalType: 'array', items: logicalType(type.items) };
  }
}
