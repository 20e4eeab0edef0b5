import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { batchId, type LaterAnswers, LienThongError, type Transport, verifyReceipt } from '@lienthong/core';
import { answerError } from '../deliver/http-answer.ts';
import type { PackagePlatformOptions } from '../options.ts';
import { openAnswerFiles } from './answer-files.ts';
import { openContractFiles } from './contract-files.ts';
import type { Answer } from './manifest.ts';
import { outboxFolder, readTold } from './outbox.ts';

/** How often a running connector looks whether somebody has imported receipts. */
const lookMs = 1_000;

/**
 * The other end, as a connector sees it that has no network: batches stay in the spool until `package import` has brought what the
 * platform said of them. From there on an answer counts as if it had come over HTTP.
 */
export function packageTransport(state: string, platform: PackagePlatformOptions): Transport {
  const contracts = openContractFiles(state);
  const answers = incoming(state);
  return {
    later: answers.later,
    async send(batch) {
      const id = batchId(batch.header);
      const found = answers.of(id, batch.digest);
      if (found === undefined)
        throw new LienThongError('PLATFORM_UNREACHABLE', { message: `no receipts were imported for the batch ${id} yet` });
      const { answer, receiptKey } = found;
      if (!('receipt' in answer)) throw refusal(answer);
      return { receipt: await verifyReceipt(answer.receipt, platform.receiptKey ?? receiptKey), jws: answer.receipt };
    },
    stream({ dataset }) {
      const told = readTold(state)?.streams[dataset];
      // Without a position: what lay behind it may never have arrived.
      return Promise.resolve(told === undefined ? undefined : { ...told, missing: [], high: undefined });
    },
    resume: () =>
      Promise.reject(new LienThongError('CAPABILITY_MISSING', { message: 'a stream that travels on media begins a new epoch instead' })),
    register: async (dataset, version, yaml) => contracts.keep(dataset, version, yaml),
    async close() {
      answers.close();
    },
  };
}

/** The error that the same answer is over HTTP. */
function refusal({ problem, rejections }: Extract<Answer, { readonly problem: string }>): LienThongError {
  const text = JSON.stringify({ type: `urn:lienthong:problem:${problem}`, rejections });
  return answerError({ status: 422, type: 'application/problem+json', text, retryAfter: undefined }, 'a batch');
}

interface KeyedAnswer {
  readonly answer: Answer;
  readonly receiptKey: string;
}

interface Incoming {
  readonly later: LaterAnswers;
  of(id: string, digest: string): KeyedAnswer | undefined;
  close(): void;
}

function incoming(state: string): Incoming {
  const folder = outboxFolder(state);
  const files = openAnswerFiles(folder);
  const known = new Map<string, KeyedAnswer>();
  const listeners = new Set<() => void>();
  let seen = '';
  const load = (): boolean => {
    // A file is there whole or not at all, and its name never comes twice with other answers.
    const names = readdirSync(join(folder, 'answers')).sort().join();
    if (names === seen) return false;
    seen = names;
    for (const name of files.names()) {
      const { answers, receiptKey } = files.read(name);
      for (const answer of answers) known.set(`${answer.batch} ${answer.digest}`, { answer, receiptKey });
    }
    return true;
  };
  load();
  const timer = setInterval(() => {
    try {
      if (load()) for (const listener of listeners) listener();
    } catch {
      // A disk that fails is told by what writes to it; the answers are still there the next time.
      seen = '';
    }
  }, lookMs);
  return {
    later: {
      isAnswered: (id, digest) => known.has(`${id} ${digest}`),
      onAnswer(listener) {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
    },
    of: (id, digest) => known.get(`${id} ${digest}`),
    close: () => clearInterval(timer),
  };
}
