import type { QualityReport, ReportedFinding, RuleScore } from '../quality/report.ts';

export interface CsvOptions {
  /** A byte order mark in front: some spreadsheets take UTF-8 for another encoding without it. */
  readonly bom?: boolean;
}

const head = [
  ...['dataset', 'contract', 'at', 'side', 'property', 'rule', 'criterion', 'weight'],
  ...['evaluated', 'passing', 'doubtful', 'score', 'colour', 'findings'],
];

/** A line for each rule, of properties and of the dataset (RFC 4180). Nothing in it can be a formula to a spreadsheet. */
export function qualityCsv(report: QualityReport, { bom = false }: CsvOptions = {}): string {
  const ofFields = report.fields.flatMap(({ property, rules }) => rules.map((rule) => line(report, property, rule)));
  const ofWhole = report.rules.map((rule) => line(report, undefined, rule));
  return `${bom ? '\ufeff' : ''}${[head.join(','), ...ofFields, ...ofWhole].join('\r\n')}\r\n`;
}

function line(report: QualityReport, property: string | undefined, rule: RuleScore): string {
  const found = report.findings.filter((one) => one.property === property && one.rule === rule.rule);
  const cells = [
    ...[report.dataset, report.version, report.at, report.side, property ?? '', rule.rule, rule.criterion].map(textCell),
    ...[rule.weight, rule.evaluated, rule.passing, rule.doubtful, rule.score].map((number) => (number === undefined ? '' : String(number))),
    ...[rule.colour, found.map(counted).join('; ')].map(textCell),
  ];
  return cells.join(',');
}

function counted({ code, count, severity }: ReportedFinding): string {
  return `${code} ${count} ${severity}`;
}

/** An apostrophe makes a spreadsheet take as text what it would take as a formula. */
function textCell(text: string): string {
  const defused = /^[=+\-@\t\r\n]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(defused) ? `"${defused.replaceAll('"', '""')}"` : defused;
}
