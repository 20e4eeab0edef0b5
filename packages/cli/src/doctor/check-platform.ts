import { createPublicKey } from 'node:crypto';
import { type ConnectorOptions, httpCarrier, httpTransport, type PlatformOptions } from '@lienthong/connector';
import { isLienThongError, keyIdOf, readPrivateKey, signatureAlgorithm } from '@lienthong/core';
import type { Words } from '../words/words.ts';
import type { Check, CheckGroup } from './check.ts';
import { failedCheck } from './check-source.ts';
import { contractOf } from './contract-of.ts';

/** How far clocks may be apart before signatures are near their limit of 300 seconds. */
const maxSkewSeconds = 60;
const timeoutMs = 10_000;

/** Keys, whether the platform answers and knows us, and whether the clocks agree. */
export async function checkPlatform(options: ConnectorOptions, words: Words, signal: AbortSignal): Promise<CheckGroup> {
  const { platform } = options;
  if (!('key' in platform)) return { id: 'platform', title: words.doctor.platform, checks: [] };
  const checks = [...keyChecks(platform, words)];
  const answer = await ask(platform, words, signal);
  checks.push(...answer.checks);
  // A wrong key or a dead platform would only fail once more for each dataset.
  if (answer.reached && checks.every(({ level }) => level !== 'bad'))
    checks.push(...(await streamChecks(options, platform, words, signal)));
  return { id: 'platform', title: `${words.doctor.platform}: ${platform.url}`, checks };
}

function keyChecks({ key, receiptKey }: PlatformOptions, words: Words): readonly Check[] {
  const checks: Check[] = [];
  try {
    const privateKey = readPrivateKey(key.privateKey);
    const computed = keyIdOf(createPublicKey(privateKey));
    checks.push({ level: 'good', id: 'key', message: words.doctor.keyRead(key.keyId, signatureAlgorithm(privateKey)) });
    // Another id is legal: the platform decides under which id it registered the key.
    if (computed !== key.keyId)
      checks.push({ level: 'warning', id: 'key-id-other', message: words.doctor.keyIdOther(key.keyId, computed) });
  } catch (error) {
    checks.push(failedCheck(error, 'key'));
  }
  try {
    checks.push({ level: 'good', id: 'receipt-key', message: words.doctor.receiptKeyRead(keyIdOf(receiptKey)) });
  } catch (error) {
    checks.push(failedCheck(error, 'receipt-key'));
  }
  return checks;
}

interface Answer {
  readonly reached: boolean;
  readonly checks: readonly Check[];
}

async function ask(platform: PlatformOptions, words: Words, signal: AbortSignal): Promise<Answer> {
  const { url } = platform;
  const carrier = httpCarrier({ ...platform, timeoutMs, connections: 1 });
  const begun = Date.now();
  try {
    const { status, headers } = await carrier.exchange({ method: 'GET', path: '/readyz', headers: {} }, signal);
    const ended = Date.now();
    const checks: Check[] = [{ level: 'good', id: 'platform-reachable', message: words.doctor.reachable(url, ended - begun) }];
    if (status >= 400) {
      checks.push({
        level: 'bad',
        id: 'platform-not-ready',
        message: words.doctor.notReadyPlatform(status),
        remedy: words.doctor.notReadyRemedy,
      });
    }
    const date = Date.parse(headers['date'] ?? '');
    if (!Number.isNaN(date)) checks.push(clockCheck(begun, ended, date, words));
    return { reached: true, checks };
  } catch (error) {
    if (!isLienThongError(error)) throw error;
    const { code } = error.details;
    const message = typeof code === 'string' ? `${words.doctor.unreachable(url)} (${code})` : words.doctor.unreachable(url);
    return { reached: false, checks: [{ level: 'bad', id: 'platform-unreachable', message, remedy: words.doctor.unreachableRemedy }] };
  } finally {
    await carrier.close();
  }
}

// The header has whole seconds, and the answer was on its way for a while: what can be explained by that is no skew.
function clockCheck(begun: number, ended: number, date: number, words: Words): Check {
  const early = begun - (date + 1000);
  const late = date - ended;
  const seconds = Math.max(0, early, late) / 1000;
  if (seconds < maxSkewSeconds)
    return { level: 'good', id: 'clock', message: words.doctor.clockFine(Math.max(1, Math.ceil(seconds)).toString()) };
  return { level: 'bad', id: 'clock-skew', message: words.doctor.clockOff(seconds.toFixed(0)), remedy: words.doctor.clockRemedy };
}

async function streamChecks(
  options: ConnectorOptions,
  platform: PlatformOptions,
  words: Words,
  signal: AbortSignal,
): Promise<readonly Check[]> {
  const transport = httpTransport({ ...platform, timeoutMs, inFlight: 1 });
  const checks: Check[] = [];
  try {
    for (const dataset of options.datasets) {
      const name = contractOf(dataset).dataset;
      try {
        const known = await transport.stream({ agency: options.agency, source: options.source.name, dataset: name }, signal);
        const message = known === undefined ? words.doctor.unknownStream(name) : words.doctor.known(name, known.epoch, known.contiguous);
        checks.push({ level: 'good', id: `stream-${name}`, message });
      } catch (error) {
        if (!isLienThongError(error)) throw error;
        checks.push(failedCheck(error, `stream-${name}`));
      }
    }
  } finally {
    await transport.close();
  }
  return checks;
}
