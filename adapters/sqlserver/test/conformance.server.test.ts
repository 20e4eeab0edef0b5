import { testAdapter } from '@lienthong/conformance';
import { everywhere } from './server.ts';
import { sqlserverSubject } from './subject.ts';

for (const target of everywhere) testAdapter(sqlserverSubject(target));
