import { testAdapter } from '@lienthong/conformance';
import { testTwins } from '@lienthong/conformance/twins';
import { everywhere, targets } from './server.ts';
import { postgresSubject } from './subject.ts';

for (const target of everywhere) testAdapter(postgresSubject(target));
for (const target of targets.slice(-1)) testTwins(postgresSubject(target));
