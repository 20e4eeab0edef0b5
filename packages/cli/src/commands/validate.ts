import type { CommandLine } from '../frame/command-context.ts';
import type { GlobalFlags } from '../routes.ts';
export interface ConfigFlags extends GlobalFlags { readonly config: string; readonly dataset?: string; readonly code?: string; readonly limit: number; readonly values: boolean }
export async function validateCommand(this: CommandLine): Promise<void> {}
