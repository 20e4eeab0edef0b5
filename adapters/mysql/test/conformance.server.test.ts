import { testAdapter } from '@lienthong/conformance';
import { everywhere } from './server.ts';
import { mysqlSubject } from './subject.ts';

for (const target of everywhere) testAdapter(mysqlSubject(target));
