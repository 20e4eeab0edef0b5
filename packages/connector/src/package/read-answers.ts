import type { JsonObject, JsonValue } from '@lienthong/core';
import { type Answer, packageInvalid } from './manifest.ts';

/** Answers of about so many bytes go into one part. */
const answerPartBytes = 1024 * 1024;

/** One answer a line, in parts of about a mebibyte. */
export function writeAnswers(answers: readonly Answer[]): readonly Buffer[] {
  const parts: Buffer[] = [];
  let lines: string[] = [];
  let bytes = 0;
  const close = (): void => {
    if (lines.length > 0) parts.push(Buffer.from(lines.join('')));
    lines = [];
    bytes = 0;
  };
  for (const answer of answers) {
    const line = `${JSON.stringify(answer)}\n`;
    lines.push(line);
    bytes += line.length;
    if (bytes >= answerPartBytes) close();
  }
  close();
  return parts;
}

/** What `writeAnswers` wrote; `where` is the name of the file. */
export function readAnswers(content: Uint8Array, where: string): readonly Answer[] {
  const lines = Buffer.from(content).toString('utf8').split('\n');
  return lines.filter((line) => line !== '').map((line) => readAnswer(line, where));
}

function readAnswer(line: string, where: string): Answer {
  try {
    const value = JSON.parse(line) as JsonValue; // JSON.parse gives nothing else
    if (isObject(value) && isAnswer(value)) return value as unknown as Answer; // each member was looked at
  } catch {
    throw packageInvalid(where, 'holds an answer that is no JSON');
  }
  throw packageInvalid(where, 'holds an answer that is none');
}

function isAnswer({ batch, digest, receipt, problem, rejections }: JsonObject): boolean {
  if (typeof batch !== 'string' || typeof digest !== 'string') return false;
  if (receipt !== undefined) return typeof receipt === 'string' && problem === undefined;
  return typeof problem === 'string' && Array.isArray(rejections);
}

function isObject(value: JsonValue): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
