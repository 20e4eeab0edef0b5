import { describe, expect, test } from 'vitest';
import { parseContract } from './parse.ts';
import { stateSecretLevel, stateSecretLevels } from './state-secret.ts';

describe('a mark of state secrets', () => {
  test.each(Object.entries(stateSecretLevels).flatMap(([level, { mark, spellings }]) => [mark, ...spellings].map((text) => [text, level])))(
    '%s is the level %s, in any case and form',
    (text, level) => {
      for (const written of [text, text.toUpperCase(), ` ${text.normalize('NFD')} `, text.replaceAll(' ', '  ')])
        expect(stateSecretLevel(written)).toBe(level);
    },
  );

  test.each(['mặt', 'mất', 'bảo mật', 'mật ong', '', 'công khai', 'confidential'])('`%s` is none', (text) => {
    expect(stateSecretLevel(text)).toBeUndefined();
  });

  test('is not met by another problem, and its value is told once', () => {
    const yaml = `apiVersion: v3.1.0
kind: DataContract
id: mau
version: 1.0.0
status: active
schema:
  - name: bang
    properties:
      - { name: ma, logicalType: string, required: true, primaryKey: true, classification: Tối mật }
`;
    const { contract, problems } = parseContract(yaml);
    expect(contract).toBeUndefined();
    expect(problems.map(({ code, line, column }) => ({ code, line, column }))).toEqual([{ code: 'state-secret', line: 9, column: 92 }]);
  });
});
