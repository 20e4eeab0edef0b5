import type { Shape } from './shape.ts';

/** The logical types of ODCS v3.1. */
export const logicalTypes = ['string', 'date', 'timestamp', 'time', 'number', 'integer', 'object', 'array', 'boolean'] as const;

export type LogicalType = (typeof logicalTypes)[number];

// The keys and value kinds that ODCS v3.1 defines, as facts; what Liên Thông asks beyond is checked by the other rooms.

const tags: Shape = { list: 'text' };
const customProperties: Shape = {
  list: { keys: { id: 'text', property: 'text', value: 'any', description: 'text' }, required: ['property', 'value'] },
};
const authoritativeDefinitions: Shape = {
  list: { keys: { id: 'text', url: 'text', type: 'text', description: 'text' }, required: ['url', 'type'] },
};
const role: Shape = {
  keys: {
    id: 'text',
    role: 'text',
    description: 'text',
    access: 'text',
    firstLevelApprovers: 'text',
    secondLevelApprovers: 'text',
    customProperties,
  },
  required: ['role'],
};
const teamMember: Shape = {
  keys: {
    id: 'text',
    username: 'text',
    name: 'text',
    description: 'text',
    role: 'text',
    dateIn: 'text',
    dateOut: 'text',
    replacedByUsername: 'text',
    tags,
    customProperties,
    authoritativeDefinitions,
  },
  required: ['username'],
};
const team: Shape = {
  ifList: { list: teamMember },
  ifMap: {
    keys: {
      id: 'text',
      name: 'text',
      description: 'text',
      members: { list: teamMember },
      tags,
      customProperties,
      authoritativeDefinitions,
    },
  },
};
const support: Shape = {
  list: {
    keys: {
      id: 'text',
      channel: 'text',
      url: 'text',
      description: 'text',
      tool: 'text',
      scope: 'text',
      invitationUrl: 'text',
      customProperties,
    },
    required: ['channel'],
  },
};
// Which further keys a server has depends on its type; none of them concerns a record.
const servers: Shape = { list: { keys: { server: 'text', type: 'text' }, required: ['server', 'type'], open: true } };
const slaProperties: Shape = {
  list: {
    keys: {
      id: 'text',
      property: 'text',
      value: 'scalar',
      valueExt: 'scalar',
      unit: 'text',
      element: 'text',
      driver: 'text',
      description: 'text',
      scheduler: 'text',
      schedule: 'text',
    },
    required: ['property', 'value'],
  },
};
const quality: Shape = { list: { keys: {}, open: true } };
const relationships: Shape = { list: { keys: { type: 'text', from: 'any', to: 'any', customProperties } } };

const element = {
  id: 'text',
  name: 'text',
  physicalType: 'text',
  description: 'text',
  businessName: 'text',
  authoritativeDefinitions,
  tags,
  customProperties,
} as const satisfies Record<string, Shape>;

const propertyKeys: Readonly<Record<string, Shape>> = {
  ...element,
  primaryKey: 'boolean',
  primaryKeyPosition: 'integer',
  logicalType: 'text',
  logicalTypeOptions: { keys: {}, open: true },
  physicalName: 'text',
  required: 'boolean',
  unique: 'boolean',
  partitioned: 'boolean',
  partitionKeyPosition: 'integer',
  classification: 'text',
  encryptedName: 'text',
  transformSourceObjects: { list: 'text' },
  transformLogic: 'text',
  transformDescription: 'text',
  examples: { list: 'any' },
  criticalDataElement: 'boolean',
  relationships,
  quality,
  items: () => ({ keys: propertyKeys }),
  properties: () => ({ list: property }),
};
const property: Shape = { keys: propertyKeys, required: ['name'] };

const schemaObject: Shape = {
  keys: {
    ...element,
    logicalType: { choice: ['object'] },
    physicalName: 'text',
    dataGranularityDescription: 'text',
    properties: { list: property },
    relationships,
    quality,
  },
  required: ['name', 'properties'],
};

/** The whole document. */
export const odcsShape: Shape = {
  keys: {
    version: 'text',
    kind: { choice: ['DataContract'] },
    apiVersion: 'text',
    id: 'text',
    name: 'text',
    tenant: 'text',
    tags,
    status: { choice: ['proposed', 'draft', 'active', 'deprecated', 'retired'] },
    servers,
    dataProduct: 'text',
    description: { keys: { usage: 'text', purpose: 'text', limitations: 'text', authoritativeDefinitions, customProperties } },
    domain: 'text',
    schema: { list: schemaObject },
    support,
    price: { keys: { id: 'text', priceAmount: 'number', priceCurrency: 'text', priceUnit: 'text' } },
    team,
    roles: { list: role },
    slaDefaultElement: 'text',
    slaProperties,
    authoritativeDefinitions,
    customProperties,
    contractCreatedTs: 'text',
  },
  required: ['kind', 'apiVersion', 'id', 'version', 'status', 'schema'],
};

/** The options of each logical type, and which of them Liên Thông checks on every record. */
export const logicalTypeOptions: Readonly<Record<LogicalType, Readonly<Record<string, 'checked' | 'described' | 'ignored'>>>> = (() => {
  const bounds = { minimum: 'checked', maximum: 'checked', exclusiveMinimum: 'checked', exclusiveMaximum: 'checked' } as const;
  const dated = { ...bounds, format: 'described' } as const;
  const zoned = { ...dated, timezone: 'checked', defaultTimezone: 'described' } as const;
  const numeric = { ...bounds, format: 'checked', multipleOf: 'ignored' } as const;
  return {
    string: { minLength: 'checked', maxLength: 'checked', pattern: 'checked', format: 'checked' },
    date: dated,
    time: zoned,
    timestamp: zoned,
    integer: numeric,
    number: numeric,
    boolean: {},
    object: { minProperties: 'ignored', maxProperties: 'ignored', required: 'ignored' },
    array: { minItems: 'checked', maxItems: 'checked', uniqueItems: 'ignored' },
  };
})();
