import { testAdapter } from '@lienthong/conformance';
import { targets } from './server.ts';
import { mysqlSubject } from './subject.ts';

for (const target of targets) testAdapter(mysqlSubject(target));
