import { certainties, encodings, readings, sexSchemes } from '@lienthong/dictionary';
import { anyPlatform, national } from './platform-shapes.ts';
import { bytes, type Field, number, type Shape, secretText, text, texts } from './shape-kinds.ts';

const sexSchemeIds = Object.values(sexSchemes).map(({ id }) => id);
const steps: Readonly<Record<string, Field>> = {
  encoding: { shape: { kind: 'text', choices: ['auto', ...encodings] } },
  readAs: { shape: { kind: 'text', choices: readings } },
  trim: { shape: { kind: 'boolean' } },
  emptyAsNull: { shape: { kind: 'boolean' } },
  lookup: { shape: { kind: 'map', value: { kind: 'scalar' } } },
  otherwise: { shape: { kind: 'scalar' } },
  codes: {
    shape: {
      kind: 'either',
      short: { kind: 'boolean' },
      map: { kind: 'object', fields: { scheme: { shape: { kind: 'text', choices: sexSchemeIds }, required: true } } },
    },
  },
  dates: {
    shape: {
      kind: 'either',
      short: texts,
      map: {
        kind: 'object',
        fields: {
          patterns: { shape: texts },
          pivot: { shape: number },
          serials: { shape: { kind: 'number', choices: [1900, 1904] } },
          zeroParts: { shape: { kind: 'text', choices: ['unknown'] } },
          placeholders: { shape: texts },
        },
      },
    },
  },
  identifier: { shape: { kind: 'text', choices: ['normalise', 'repair'] } },
  zone: { shape: text },
  cast: { shape: { kind: 'boolean' } },
  default: { shape: { kind: 'scalar' } },
};

const propertyMapping: Shape = {
  kind: 'either',
  short: text,
  map: {
    kind: 'object',
    fields: {
      column: { shape: text },
      constant: { shape: { kind: 'scalar' } },
      concat: { shape: texts },
      separator: { shape: text },
      ...steps,
    },
  },
};

const dataset: Shape = {
  kind: 'object',
  fields: {
    contract: { shape: text, required: true },
    from: { shape: text, required: true },
    mapping: { shape: { kind: 'map', value: propertyMapping } },
    national: { shape: national },
    stateSecret: {
      shape: {
        kind: 'object',
        fields: {
          column: { shape: text, required: true },
          open: { shape: { kind: 'list', item: { kind: 'text', nullable: true } }, required: true },
        },
      },
    },
    read: {
      shape: {
        kind: 'variant',
        variants: {
          changes: {},
          incremental: { watermark: { shape: text, required: true }, settleSeconds: { shape: number }, everySeconds: { shape: number } },
          snapshot: { everySeconds: { shape: number } },
        },
      },
    },
  },
};

const tokenKey: Shape = {
  kind: 'object',
  fields: { active: { shape: number, required: true }, keys: { shape: { kind: 'map', value: secretText }, required: true } },
};

const recipient: Shape = { kind: 'object', fields: { publicKey: { shape: text, required: true }, keyId: { shape: text } } };

const protection: Shape = {
  kind: 'object',
  fields: { tokenKeys: { shape: { kind: 'map', value: tokenKey } }, recipients: { shape: { kind: 'map', value: recipient } } },
};

/** A file in YAML, which says itself what it is; or one in CSV with what it does not say. */
const codeListFile: Shape = {
  kind: 'either',
  short: text,
  map: {
    kind: 'object',
    fields: {
      csv: { shape: text, required: true },
      list: { shape: text, required: true },
      version: { shape: text, required: true },
      from: { shape: text, required: true },
      to: { shape: text },
      source: { shape: text, required: true },
      certainty: { shape: { kind: 'text', choices: certainties }, required: true },
    },
  },
};

/** The configuration file of a connector. */
export const configShape: Shape = {
  kind: 'object',
  fields: {
    agency: { shape: text, required: true },
    source: {
      required: true,
      shape: {
        kind: 'object',
        fields: {
          name: { shape: text, required: true },
          adapter: { shape: text, required: true },
          options: { shape: { kind: 'any' }, required: true },
          limits: {
            shape: {
              kind: 'object',
              fields: {
                rowsPerSecond: { shape: number },
                maxConnections: { shape: number },
                statementTimeoutMs: { shape: number },
                allowedHours: { shape: texts },
                rowsPerRange: { shape: number },
                batchRows: { shape: number },
                heartbeatMs: { shape: number },
                maxTransactionChanges: { shape: number },
              },
            },
          },
        },
      },
    },
    platform: { shape: anyPlatform, required: true },
    state: { shape: text, required: true },
    datasets: { shape: { kind: 'list', item: dataset }, required: true },
    protection: { shape: protection },
    dictionary: {
      shape: {
        kind: 'object',
        fields: {
          at: { shape: text },
          codeLists: { shape: { kind: 'list', item: codeListFile } },
          unitLists: { shape: texts },
        },
      },
    },
    batch: { shape: { kind: 'object', fields: { bytes: { shape: bytes }, maxDelayMs: { shape: number } } } },
    spool: { shape: { kind: 'object', fields: { maxBytes: { shape: bytes } } } },
    delivery: {
      shape: {
        kind: 'object',
        fields: {
          inFlight: { shape: number },
          timeoutMs: { shape: number },
          backoff: { shape: { kind: 'object', fields: { initialMs: { shape: number }, maxMs: { shape: number } } } },
        },
      },
    },
    onHistoryLost: { shape: { kind: 'text', choices: ['stop', 'new-epoch'] } },
    graceMs: { shape: number },
    deadLetters: { shape: { kind: 'object', fields: { maxWaiting: { shape: number } } } },
    observe: { shape: { kind: 'object', fields: { host: { shape: text }, port: { shape: number } } } },
  },
};
