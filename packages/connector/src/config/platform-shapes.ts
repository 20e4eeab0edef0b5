import { type Field, number, type Shape, secretText, text } from './shape-kinds.ts';

/** How records of a dataset become national messages. */
export const national: Shape = {
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

const oauth: Shape = {
  kind: 'object',
  fields: {
    tokenUrl: { shape: text, required: true },
    clientId: { shape: text, required: true },
    clientSecret: { shape: secretText, required: true },
    scope: { shape: text },
  },
};

/** Where the key is that signs. */
export const signerShape: Shape = {
  kind: 'object',
  fields: {
    key: { shape: { kind: 'object', fields: { file: { shape: text, required: true }, keyId: { shape: text } } } },
    token: {
      shape: {
        kind: 'object',
        fields: {
          module: { shape: text, required: true },
          label: { shape: text, required: true },
          id: { shape: text, required: true },
          pin: { shape: secretText, required: true },
          publicKey: { shape: text, required: true },
          keyId: { shape: text },
          program: { shape: text },
          timeoutMs: { shape: number },
        },
      },
    },
    service: {
      shape: {
        kind: 'object',
        fields: {
          url: { shape: text, required: true },
          publicKey: { shape: text, required: true },
          keyId: { shape: text },
          oauth: { shape: oauth },
          timeoutMs: { shape: number },
          ...tls,
        },
      },
    },
  },
};

const nationalPlatform: Readonly<Record<string, Field>> = {
  url: { shape: text, required: true },
  path: { shape: text },
  form: { shape: { kind: 'text', choices: ['json', 'xml'] } },
  recordsPerRequest: { shape: number },
  oauth: { shape: oauth },
  signature: {
    shape: { kind: 'object', fields: { header: { shape: text, required: true }, sign: { shape: signerShape, required: true } } },
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

const packagePlatform: Readonly<Record<string, Field>> = {
  courier: {
    required: true,
    shape: { kind: 'object', fields: { publicKey: { shape: text, required: true }, trusted: { shape: text, required: true } } },
  },
  sign: { shape: signerShape, required: true },
  open: { shape: secretText, required: true },
  receiptKey: { shape: text },
};

/** Where batches go: straight to a platform, or to a receiver of the national message. */
export const onlinePlatform: Shape = {
  kind: 'variant',
  by: 'profile',
  variants: { 'qcvn-09-2025-bca': nationalPlatform },
  otherwise: platform,
};

/** The same, or to a platform that no network reaches. */
export const anyPlatform: Shape = {
  kind: 'variant',
  by: 'profile',
  variants: { 'qcvn-09-2025-bca': nationalPlatform, package: packagePlatform },
  otherwise: platform,
};
