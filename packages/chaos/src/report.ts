import type { Footprint } from './checks/growth.ts';
import type { Incident } from './parts/connector-part.ts';
import { type Step, troubleName } from './plan/trouble.ts';
import type { PlayedRound, RunResult } from './run-rounds.ts';

/** One line for one round. */
export function roundLine(round: number, { steps, statements, seen, incidents, faults, drainMs, held }: PlayedRound): string {
  const told = incidents.length === 0 ? '' : ` · ${[...new Set(incidents.map(incidentName))].join(', ')}`;
  const verdict = faults.length === 0 ? 'equal' : `${faults.length} FAULTS`;
  return `round ${round}: ${troublesOf(steps)} · ${statements} statements, ${seen} seen, drained in ${(drainMs / 1000).toFixed(1)} s, ${size(held.connector)} + ${size(held.platform)} MB${told} · ${verdict}`;
}

function troublesOf(steps: readonly Step[]): string {
  return steps.map(({ trouble }) => troubleName(trouble)).join(' → ');
}

/** How a run ended, and how to repeat it up to its last round: `repeat` are its other flags. */
export function summaryLines(
  repeat: string,
  { product, played, statements, seen, logFiles, faults, footprints }: RunResult,
): readonly string[] {
  const held = (['connector', 'platform'] as const).map((name) => {
    const highest = (what: 'megabytes' | 'descriptors') => Math.round(Math.max(0, ...footprints[name].map((sample) => sample[what])));
    return `${name} at most ${highest('megabytes')} MB and ${highest('descriptors')} descriptors`;
  });
  const shown = faults.slice(0, 20).map((fault) => `  ${fault}`);
  if (faults.length > shown.length) shown.push(`  … and ${faults.length - shown.length} more`);
  return [
    `${played} rounds with ${product}, ${statements} statements, ${seen} states seen${logFiles === undefined ? '' : ` from ${logFiles} files of the log`}; ${held.join(', ')}`,
    ...shown,
    faults.length === 0 ? 'everything held' : `FAILED; the same again: npm run chaos -- ${repeat} --rounds ${played}`,
  ];
}

function size(footprint: Footprint | undefined): string {
  return footprint === undefined ? '?' : `${footprint.megabytes.toFixed(0)} (${footprint.live.toFixed(0)} in use)`;
}

function incidentName(incident: Incident): string {
  switch (incident.kind) {
    case 'failed':
      return incident.problem ?? incident.code;
    case 'epoch':
      return `new epoch (${incident.reason})`;
    case 'taken-up':
      return 'taken up from the platform';
    case 'rejected':
      return `rejected (${incident.code})`;
    case 'ended':
      return 'ended';
  }
}
