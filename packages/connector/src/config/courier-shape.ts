import { national, onlinePlatform, signerShape } from './platform-shapes.ts';
import { number, type Shape, secretText, text } from './shape-kinds.ts';

/** The configuration file of a courier. */
export const courierShape: Shape = {
  kind: 'object',
  fields: {
    state: { shape: text, required: true },
    open: { shape: secretText, required: true },
    sign: { shape: signerShape, required: true },
    senders: {
      required: true,
      shape: {
        kind: 'list',
        item: {
          kind: 'object',
          fields: {
            agency: { shape: text, required: true },
            source: { shape: text, required: true },
            trusted: { shape: text, required: true },
          },
        },
      },
    },
    platform: { shape: onlinePlatform, required: true },
    datasets: {
      shape: {
        kind: 'list',
        item: {
          kind: 'object',
          fields: {
            agency: { shape: text, required: true },
            source: { shape: text, required: true },
            contract: { shape: text, required: true },
            national: { shape: national, required: true },
          },
        },
      },
    },
    timeoutMs: { shape: number },
  },
};
