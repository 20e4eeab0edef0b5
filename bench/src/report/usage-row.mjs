import { cpuGroups } from '../usage.mjs';
import { formatValue } from './format.mjs';

const groupTitles = {
  connector: 'connector',
  platform: 'platform',
  source: 'source',
  platformServer: "platform's server",
  tools: 'tools',
  all: 'all',
};

export const usageHead = ['CPU-s per million', ...cpuGroups.map((group) => groupTitles[group]), 'MB, connector', 'MB, platform'];

export function usageRow({ title, cpu, peak }) {
  const memory = [peak.connector, peak.platform].map((value) => formatValue(value, 'MB'));
  return [title, ...cpuGroups.map((group) => formatValue(cpu[group], 'CPU-s per million')), ...memory];
}
