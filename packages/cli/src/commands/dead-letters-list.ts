import type { CommandLine } from '../frame/command-context.ts';
import type { GlobalFlags } from '../routes.ts';
export interface DeadLettersListFlags extends GlobalFlags { readonly config: string; readonly dataset?: string; readonly code?: string; readonly limit: number; readonly values: boolean }
export async function deadLettersListCommand(this: CommandLine): Promise<void> {}
