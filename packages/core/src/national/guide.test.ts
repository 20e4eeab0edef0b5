import { readFileSync, writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { Certainty, ProfileItem } from './profile.ts';
import { qcvn09 } from './qcvn-09-2025-bca.ts';

const file = new URL('../../../../docs/guides/national-message.md', import.meta.url);
const frame = /(?<=<!-- fields: [^\n]*-->\n\n)[\s\S]*?(?=\n\n<!-- end of fields -->)/;

const words: Readonly<Record<Certainty, string>> = {
  act: 'the act',
  summary: 'an official summary',
  implementations: 'several implementations',
  implementation: 'one implementation',
  ours: 'our choice',
};

test('the guide tells every detail of the profile, how well it is known, and what to ask', () => {
  const { groups, origin, state, data, attachment, events, xml, zone, versionOrigin, fields, partialDates } = qcvn09;
  const parts: readonly (readonly [string, readonly (ProfileItem | undefined)[]])[] = [
    ['groups', Object.values(groups)],
    [groups.source.name, Object.values(origin)],
    [groups.state.name, Object.values(state)],
    [state.event.name, Object.values(events)],
    [groups.data.name, Object.values(data)],
    [data.attachments.name, Object.values(attachment)],
    ['business fields', [...fields, ...partialDates.flatMap(({ day, month, year }) => [day, month, year])]],
    ['XML', Object.values(xml)],
    ['times', [zone, versionOrigin]],
  ];
  const rows = parts.flatMap(([part, items]) =>
    items
      .filter((item) => item !== undefined)
      .map(({ name, meaning, maxLength, certainty, ask }) => {
        const limit = maxLength === undefined ? '' : ` At most ${maxLength} characters.`;
        return `| ${part} | \`${name}\` | ${meaning}${limit} | ${words[certainty]} | ${ask ?? ''} |`;
      }),
  );
  const table = ['| part | name | | known from | to ask before going live |', '| --- | --- | --- | --- | --- |', ...rows].join('\n');
  const guide = readFileSync(file, 'utf8');
  if (process.env['LIENTHONG_WRITE'] !== undefined) writeFileSync(file, guide.replace(frame, table));
  expect(readFileSync(file, 'utf8').match(frame)?.[0]).toBe(table);
});
