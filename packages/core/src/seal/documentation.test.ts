import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import batchVectors from '../../vectors/batch.json' with { type: 'json' };
import receiptVectors from '../../vectors/receipt.json' with { type: 'json' };
import signatureVectors from '../../vectors/signature.json' with { type: 'json' };

const page = (name: string) => readFileSync(new URL(`../../../../docs/standard/${name}.md`, import.meta.url), 'utf8');

describe('the examples of the standard', () => {
  it('show the first batch of the vectors', () => {
    const [vector] = batchVectors.batches;
    expect(page('batch')).toContain(Buffer.from(vector?.batch.bodyBase64 ?? '', 'base64').toString());
    for (const [name, value] of Object.entries(vector?.headers ?? {})) expect(page('batch')).toContain(`\n${name}: ${value}\n`);
  });

  it('show the first signature of the vectors', () => {
    const [vector] = signatureVectors.signed;
    expect(page('signature')).toContain(`\n${vector?.base}\n`);
    expect(page('signature')).toContain(`\nsignature-input: ${vector?.signatureInput}\nsignature: ${vector?.signature}\n`);
  });

  it('show the first receipt of the vectors', () => {
    const [vector] = receiptVectors.receipts;
    expect(page('receipt')).toContain(`\n${vector?.jws}\n${vector?.hash}\n`);
    expect(page('receipt')).toContain(`\n${Buffer.from(vector?.jws.split('.')[1] ?? '', 'base64url').toString()}\n`);
  });
});
