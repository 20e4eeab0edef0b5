import { testAdapter } from '@lienthong/conformance';
import { everywhere } from './server.ts';
import { oracleSubject } from './subject.ts';

for (const target of everywhere) for (const toldBy of ['logminer', 'flashback'] as const) testAdapter(oracleSubject(target, toldBy));
