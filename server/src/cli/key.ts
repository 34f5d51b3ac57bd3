import { Command } from 'commander';
import type { CliContext } from './context.js';
import { keyCheckCommand } from './keyCheck.js';
import { keyNewCommand } from './keyNew.js';

/** `rssv2 key new|check` */
export function keyCommand(context: CliContext): Command {
	const self = new Command('key').description('Draw a secret key for the hash, or judge one.');
	for (const create of [keyNewCommand, keyCheckCommand]) self.addCommand(create(context));
	return self;
}
