import { Command } from 'commander';
import type { CliContext } from './context.js';
import { oidDecodeCommand } from './oidDecode.js';
import { oidEncodeCommand } from './oidEncode.js';
import { oidExportCommand } from './oidExport.js';

/** `rssv2 oid decode|encode|export` */
export function oidCommand(context: CliContext): Command {
	const self = new Command('oid').description('Take OID request buffers apart, and put them together.');
	for (const create of [oidDecodeCommand, oidEncodeCommand, oidExportCommand])
		self.addCommand(create(context));
	return self;
}
