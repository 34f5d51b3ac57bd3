import { Command } from 'commander';
import type { CliContext } from './context.js';
import { trafficSendCommand } from './trafficSend.js';

/** `rssv2 traffic send` */
export function trafficCommand(context: CliContext): Command {
	const self = new Command('traffic').description('Let an emulator receive packets.');
	self.addCommand(trafficSendCommand(context));
	return self;
}
