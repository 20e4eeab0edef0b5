import { expect, it } from 'vitest';
import { parseServerVersion } from './session-settings.ts';

it.each([
  ['9.7.4', { product: 'MySQL', text: '9.7.4', number: 90_704 }],
  ['8.0.42-0ubuntu0.22.04.1', { product: 'MySQL', text: '8.0.42', number: 80_042 }],
  ['5.7.44-log', { product: 'MySQL', text: '5.7.44', number: 50_744 }],
  ['5.5.5-10.11.18-MariaDB-0+deb12u1', { product: 'MariaDB', text: '10.11.18', number: 101_118 }],
  ['11.8.2-MariaDB-log', { product: 'MariaDB', text: '11.8.2', number: 110_802 }],
])('reads the version of %s', (greeting, version) => {
  expect(parseServerVersion(greeting)).toEqual(version);
});
