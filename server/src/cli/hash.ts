import type { Command } from 'commander';
import { formatHash, hashInput, toeplitzHash } from '../rss/toeplitz.js';
import { type CliContext, command, type Format } from './context.js';
import { Exit, usageError } from './exit.js';
import { parseAddressOption, parsePort } from './flowArguments.js';
import { parseKey } from './keyArgument.js';

interface HashOptions {
	readonly format: Format;
	readonly key: string;
	readonly src: Uint8Array;
	readonly dst: Uint8Array;
	readonly sport?: number;
	readonly dport?: number;
}

/** `rssv2 hash --key HEX --src A --dst B [--sport P --dport P]` */
export function hashCommand(context: CliContext): Command {
	return command<HashOptions>(
		context,
		{
			name: 'hash',
			description: 'Print the Toeplitz hash of a flow: of its addresses, or of its addresses and ports.',
			configure: (self) =>
				self
					.requiredOption('--key <hex>', 'secret key, 40 bytes or more (colons optional)')
					.requiredOption('--src <address>', 'source IPv4 or IPv6 address', parseAddressOption)
					.requiredOption('--dst <address>', 'destination address of the same family', parseAddressOption)
					.option('--sport <port>', 'source port', parsePort)
					.option('--dport <port>', 'destination port', parsePort),
		},
		async (_, { format, key, src, dst, sport, dport }) => {
			if (src.length !== dst.length)
				throw usageError('--src and --dst must be addresses of one family: both IPv4 or both IPv6.');
			if ((sport === undefined) !== (dport === undefined))
				throw usageError('--sport and --dport go together: give both or none.');
			const ports = sport !== undefined &&
				dport !== undefined && { sourcePort: sport, destinationPort: dport };
			const hash = toeplitzHash(
				parseKey(key, '--key'),
				hashInput({ source: src, destination: dst, ...ports }),
			);
			if (format === 'json') context.terminal.printJson({ hash: formatHash(hash), value: hash });
			else context.terminal.print(formatHash(hash));
			return Exit.clean;
		},
	);
}
