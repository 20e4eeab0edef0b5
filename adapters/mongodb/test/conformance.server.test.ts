import { testAdapter } from '@lienthong/conformance';
import { everywhere, router } from './server.ts';
import { mongodbSubject } from './subject.ts';

for (const target of everywhere) {
  testAdapter(mongodbSubject(target, false));
  // They exist from MongoDB 6 on.
  if (!target.version.startsWith('4.')) testAdapter(mongodbSubject(target, true));
}
testAdapter(mongodbSubject(router, false));
