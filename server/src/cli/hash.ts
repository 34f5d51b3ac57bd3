import { type Command, InvalidArgumentError } from 'commander';
import { count } from '../plan/words.js';
import { parseAddress } from '../rss/address.js';
import { formatHash, hashInput, RSS_KEY_BYTES, toeplitzHash } from '../rss/toeplitz.js';
import { type CliContext, command, type Format } from './context.js';
import { Exit, usageError } from './exit.js';

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
			const hash = toeplitzHash(parseKey(key), hashInput({ source: src, destination: dst, ...ports }));
			if (format === 'json') context.terminal.printJson({ hash: formatHash(hash), value: hash });
			else context.terminal.print(formatHash(hash));
			return Exit.clean;
		},
	);
}

/** The key's bytes. The option itself is not parsed by commander, whose complaint would repeat it: a key is a secret. */
function parseKey(text: string): Uint8Array {
	const digits = text.replace(/^0x/i, '').replace(/[:\s-]/g, '');
	const wrong = /[^0-9a-f]/iu.exec(digits);
	if (wrong) throw usageError(`--key is hexadecimal: "${wrong[0]}" is no hexadecimal digit.`);
	if (digits.length % 2 !== 0) {
		throw usageError(`--key has two hexadecimal digits a byte: ${digits.length} is an odd number of digits.`);
	}
	const bytes = digits.length / 2;
	if (bytes < RSS_KEY_BYTES) {
		throw usageError(
			`--key has ${count(bytes, 'byte')}: an RSS key has ${RSS_KEY_BYTES} (that of some adapters 48 or 52).`,
		);
	}
	return Uint8Array.from(digits.match(/../g) ?? [], (byte) => Number.parseInt(byte, 16));
}

function parseAddressOption(text: string): Uint8Array {
	const address = parseAddress(text);
	if (!address) throw new InvalidArgumentError('It is neither an IPv4 nor an IPv6 address.');
	return address;
}

function parsePort(text: string): number {
	if (!/^\d{1,5}$/.test(text) || Number(text) > 0xffff)
		throw new InvalidArgumentError('A port is a number from 0 to 65535.');
	return Number(text);
}
