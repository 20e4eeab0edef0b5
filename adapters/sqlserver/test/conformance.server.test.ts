import { testAdapter } from '@lienthong/conformance';
import { everywhere } from './server.ts';
import { sqlserverSubject } from './subject.ts';

for (const target of everywhere) for (const keptBy of ['change-tracking', 'cdc'] as const) testAdapter(sqlserverSubject(target, keptBy));
