import { type Finding, noFindings } from '../../finding.ts';
import { detectEncoding } from '../../text/detection/detect.ts';
import type { Detection } from '../../text/detection/detection.ts';
import { textOtherEncoding } from '../../text/findings.ts';
import { repairText } from '../../text/repair/repair.ts';
import { isPlain } from '../../text/words.ts';
import type { Conclusion, Inspector, Kind } from './kind.ts';

/** Any text; how it is encoded is told from samples, and then every value is held against that. */
export const textKind: Kind = {
  fit: () => 'fits',
  start({ samples }): Inspector {
    const detection = detect(samples);
    const seen = startInspection(detection, samples.some((sample) => typeof sample !== 'string') && isLegacy(detection));
    return { ...seen, conclude: () => conclusionOf(detection) };
  },
};

const encoder = new TextEncoder();

/** What is no UTF-8 comes as bytes, and what is by chance as text: both are bytes of one column. */
function detect(samples: readonly (string | Uint8Array)[]): Detection {
  const texts = samples.filter((sample) => typeof sample === 'string');
  if (texts.length === samples.length) return detectEncoding(texts);
  return detectEncoding(samples.map((sample) => (typeof sample === 'string' ? encoder.encode(sample) : sample)));
}

function startInspection(detection: Detection, bytes: boolean): Pick<Inspector, 'inspect' | 'inspectBytes'> {
  const ofColumn = isLegacy(detection) ? [legacyText(detection)] : detection.encoding === 'decomposed' ? [decomposed] : noFindings;
  const look = (value: string | Uint8Array): readonly Finding[] => {
    const { text, findings } = repairText(value, detection);
    const unlike = findings.some(({ code }) => code === 'text-other-encoding' || code === 'text-unexplained');
    const column = unlike || text === value ? noFindings : ofColumn;
    return findings.length === 0 ? column : [...column, ...findings.map((finding) => asItStands(finding, detection))];
  };
  return {
    inspect(text) {
      // No question mark, which may stand for a lost letter, and nothing that is not ASCII: most values of most columns.
      if (isPlain(text) && !text.includes('?')) return noFindings;
      return look(bytes && !isPlain(text) ? encoder.encode(text) : text);
    },
    inspectBytes: look,
  };
}

function isLegacy({ encoding, readAs }: Detection): boolean {
  return !['ascii', 'mixed', 'unknown', 'decomposed'].includes(encoding) && !(encoding === 'utf-8' && readAs === undefined);
}

/** What repair only warns of, since it left the value alone, nobody can read as it stands: of a source it is an error. */
function asItStands(finding: Finding, detection: Detection): Finding {
  if (finding.code !== 'text-other-encoding') return finding;
  // Of a column that is Unicode, the other encoding can be UTF-8 only by having been read as something else.
  return !isLegacy(detection) && finding.message === textOtherEncoding('utf-8').message ? mojibake : { ...finding, severity: 'error' };
}

const mojibake: Finding = {
  code: 'text-mojibake',
  severity: 'error',
  message: 'UTF-8 that was read as something else on its way: nobody can read it as it stands. Convert such rows by themselves.',
};

const decomposed: Finding = {
  code: 'text-decomposed',
  severity: 'warning',
  message: 'Marks stand apart from their letters: the text looks right, and is not found by whoever searches for it. Compose it (NFC).',
};

function legacyText({ encoding, readAs }: Detection): Finding {
  const message = `Written in ${labelOf(encoding, readAs)}: nobody can read it as it stands. Decode the column; what else it has is found behind that.`;
  return { code: 'text-legacy', severity: 'error', message };
}

function conclusionOf(detection: Detection): Conclusion {
  const { encoding, runnersUp, seen } = detection;
  if (encoding !== 'mixed' && encoding !== 'unknown') return { findings: [], forms: [labelOf(encoding, detection.readAs)], readings: [] };
  const readings = runnersUp
    .map((rival) => ({ reading: labelOf(rival.encoding, rival.readAs), fits: Math.round(rival.explains * seen), of: seen }))
    .filter(({ fits }) => fits > 0);
  return { findings: mixedFinding(encoding, seen), forms: [encoding], readings: readings.slice(0, mostRivals) };
}

const mostRivals = 3;

function labelOf(encoding: string, readAs: string | undefined): string {
  return readAs === undefined ? encoding : `${encoding} read as ${readAs}`;
}

function mixedFinding(encoding: Detection['encoding'], seen: number): Conclusion['findings'] {
  if (encoding !== 'mixed' && encoding !== 'unknown') return [];
  const message =
    encoding === 'mixed'
      ? 'Rows of several encodings: tell them apart by another column, such as the program or the year that wrote them.'
      : 'No encoding explains the column well enough: find out which program wrote it, and state its encoding.';
  return [{ code: `text-${encoding}`, severity: 'warning', message, count: seen }];
}
