/** What `lienthong national` says; English is the reference. */
export const nationalWords = {
  contracts: 'Contract files; without any, the datasets of the configuration',
  property: 'property',
  field: 'field of the message',
  reason: 'because',
  others: 'others for such values',
  stays: 'does not travel',
  reasons: { options: 'the configuration says so', regulation: 'the regulation names it', own: 'its own name' },
  error: 'error',
  warning: 'warning',
  summary: (fields: number, errors: number, warnings: number) =>
    `${fields} properties, ${errors} errors, ${warnings} warnings; change a field with national.fields of the dataset`,
} as const;
