import { certainties, encodings, readings, sexSchemes } from '@lienthong/dictionary';

/** What a place of the configuration file may hold. */
export type Shape =
  /** As written, also what YAML would take for a number: a code such as 01 stays what it is. `null` only where it says so. */
  | { readonly kind: 'text'; readonly secret?: boolean; readonly choices?: readonly string[]; readonly nullable?: boolean }
  | { readonly kind: 'number'; readonly bytes?: boolean; readonly choices?: readonly number[] }
  | { readonly kind: 'boolean' }
  /** Text, number or boolean, as written. */
  | { readonly kind: 'scalar' }
  | { readonly kind: 'list'; readonly item: Shape }
  | { readonly kind: 'object'; readonly fields: Readonly<Record<string, Field>> }
  /** Any keys. */
  | { readonly kind: 'map'; readonly value: Shape }
  /** One shape for a map, another for a scalar or a list. */
  | { readonly kind: 'either'; readonly short: Shape; readonly map: Shape }
  /** One of several objects, told apart by the text in a field, `kind` unless it is named; `otherwise` where it is not there. */
  | {
      readonly kind: 'variant';
      readonly by?: string;
      readonly variants: Readonly<Record<string, Readonly<Record<string, Field>>>>;
      readonly otherwise?: Readonly<Record<string, Field>>;
    }
  /** Whatever an adapter takes: its own check comes later. Texts in fields with telling names become secrets. */
  | { readonly kind: 'any' };

export interface Field {
  readonly shape: Shape;
  readonly required?: boolean;
}

const sexSchemeIds = Object.values(sexSchemes).map(({ id }) => id);
const text: Shape = { kind: 'text' };
const number: Shape = { kind: 'number' };
const bytes: Shape = { kind: 'number', bytes: true };
const texts: Shape = { kind: 'list', item: text };

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

const national: Shape = {
  kind: 'object',
  fields: {
    dataType: { shape: text, required: true },
    origin: { shape: { kind: 'object', fields: { id: { shape: text }, name: { shape: text } } } },
    fields: { shape: { kind: 'map', value: { kind: 'scalar' } } },
    dataId: { shape: text },
    updatedAt: { shape: text },
    effectiveDate: { shape: text },
    attachments: { shape: text },
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

const secretText: Shape = { kind: 'text', secret: true };

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

const tls: Readonly<Record<string, Field>> = {
  certificateAuthority: { shape: text },
  clientCertificate: {
    shape: { kind: 'object', fields: { certificate: { shape: text, required: true }, privateKey: { shape: secretText, required: true } } },
  },
};

const platform: Readonly<Record<string, Field>> = {
  url: { shape: text, required: true },
  key: {
    required: true,
    shape: { kind: 'object', fields: { keyId: { shape: text, required: true }, privateKey: { shape: secretText, required: true } } },
  },
  receiptKey: { shape: text, required: true },
  ...tls,
};

const nationalPlatform: Readonly<Record<string, Field>> = {
  url: { shape: text, required: true },
  path: { shape: text },
  form: { shape: { kind: 'text', choices: ['json', 'xml'] } },
  recordsPerRequest: { shape: number },
  oauth: {
    shape: {
      kind: 'object',
      fields: {
        tokenUrl: { shape: text, required: true },
        clientId: { shape: text, required: true },
        clientSecret: { shape: secretText, required: true },
        scope: { shape: text },
      },
    },
  },
  xRoad: {
    shape: {
      kind: 'object',
      fields: {
        client: { shape: text, required: true },
        service: { shape: text, required: true },
        facade: {
          shape: { kind: 'object', fields: { path: { shape: text, required: true }, providerUrl: { shape: text, required: true } } },
        },
      },
    },
  },
  ...tls,
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
    platform: {
      required: true,
      shape: { kind: 'variant', by: 'profile', variants: { 'qcvn-09-2025-bca': nationalPlatform }, otherwise: platform },
    },
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
