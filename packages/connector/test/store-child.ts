import { contentDigest } from '@lienthong/core';
import { openStore } from '../src/state/store.ts';

// Appends batches for ever and tells of each that is durable: to be killed in the middle.
const { directory } = JSON.parse(process.argv[2] ?? '') as { readonly directory: string }; // the test wrote it
const store = openStore(directory);
if (store.stream('thu.nghiem') === undefined) store.beginEpoch(new Map([['thu.nghiem', 1]]), []);
for (let number = (store.position('changes')?.position['number'] as number | undefined) ?? 0; ; ) {
  const bodies = await Promise.all(
    [1, 2, 3].map(async (part) => {
      const body = Buffer.alloc(20_000 + part, `batch ${number} part ${part} `);
      return {
        file: await store.files.write(body),
        digest: contentDigest(body),
        bytes: body.byteLength,
        encoding: 'identity' as const,
        count: 1,
        contractVersion: '1.0.0',
        low: undefined,
        high: undefined,
        traceparent: `00-${'1'.repeat(32)}-${'2'.repeat(16)}-01`,
        last: false,
      };
    }),
  );
  number += 1;
  const entries = store.append({
    streams: [
      { dataset: 'thu.nghiem', epoch: 1, bodies, deadLetters: [], superseded: [], range: undefined, finished: false, resolved: [] },
    ],
    positions: [{ name: 'changes', position: { kind: 'test/number', format: 1, number }, at: undefined }],
  });
  process.send?.({ number, sequences: entries.map((entry) => entry.sequence) });
}
