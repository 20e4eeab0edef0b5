import type { CommandLine } from '../frame/command-context.ts';
import type { GlobalFlags } from '../routes.ts';
export interface DeadLettersRetryFlags extends GlobalFlags { readonly config: string; readonly dataset?: string; readonly code?: string; readonly limit: number; readonly values: boolean }
export async function deadLettersRetryCommand(this: CommandLine): Promise<void> {}
