/** A day that systems write where no day is known. */
export interface DatePlaceholder {
  readonly id: string;
  readonly day: string;
  readonly origin: string;
  /** From which share of the column on it is taken for a placeholder: some are days on which people were born. */
  readonly minimumShare: number;
}

export const datePlaceholders: readonly DatePlaceholder[] = [
  { id: 'sql-server-minimum', day: '1753-01-01', origin: 'the smallest datetime of SQL Server', minimumShare: 0 },
  { id: 'dotnet-minimum', day: '0001-01-01', origin: 'the smallest DateTime of .NET', minimumShare: 0 },
  { id: 'maximum', day: '9999-12-31', origin: 'the largest day of most databases', minimumShare: 0 },
  { id: 'ole-zero', day: '1899-12-30', origin: 'day zero of spreadsheets, Access, Delphi and COM', minimumShare: 0 },
  { id: 'excel-zero', day: '1899-12-31', origin: 'the day before the first of Excel', minimumShare: 0 },
  { id: 'sql-server-zero', day: '1900-01-01', origin: 'an empty text that SQL Server took for a day', minimumShare: 0.000_5 },
  { id: 'unix-zero', day: '1970-01-01', origin: 'second zero of Unix', minimumShare: 0.002 },
];
