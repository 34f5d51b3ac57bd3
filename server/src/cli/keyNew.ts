import { randomBytes } from 'node:crypto';
import { type Command, InvalidArgumentError } from 'commander';
import type { HashTypeName } from '../emulator/description.js';
import { keyText } from '../import/configurationBody.js';
import { count } from '../plan/words.js';
import { freeBitsOf, newKey } from '../rss/keyConstruction.js';
import { keyBytesFor, layoutsOf } from '../rss/keyLayout.js';
import { RSS_KEY_BYTES } from '../rss/toeplitz.js';
import { type CliContext, command, type Format } from './context.js';
import { Exit, usageError } from './exit.js';
import { typesOption } from './keyArgument.js';

interface KeyNewOptions {
	readonly format: Format;
	readonly symmetric?: true;
	readonly types: readonly HashTypeName[];
	readonly bytes: number;
}

/** Longest key of any adapter known, and some room. */
const MAX_KEY_BYTES = 64;
/** Fewer free bits than these can be tried out by whoever watches where packets go. */
const GUESSABLE_BITS = 64;

/** `rssv2 key new [--symmetric]` */
export function keyNewCommand(context: CliContext): Command {
	return command<KeyNewOptions>(
		context,
		{
			name: 'new',
			description:
				'Draw a key from the random numbers of the system, one that reaches every entry of any table.',
			configure: (self) =>
				self
					.option('--symmetric', 'both directions of a flow get one hash')
					.addOption(typesOption())
					.option('--bytes <n>', 'length: 40, for some adapters 52', parseBytes, RSS_KEY_BYTES),
		},
		async (_, { format, symmetric = false, types, bytes }) => {
			const layouts = layoutsOf(types);
			const long = layouts.find((layout) => keyBytesFor(layout) > bytes);
			if (long) throw usageError(`--bytes: ${long.name} need ${keyBytesFor(long)} bytes of key.`);
			const key = newKey(bytes, layouts, symmetric, (n) => randomBytes(n));
			const freeBits = symmetric ? freeBitsOf(bytes, layouts) : bytes * 8;
			if (format === 'json') context.terminal.printJson({ key: keyText(key), symmetric, freeBits });
			else context.terminal.print(keyText(key));
			if (format === 'text' && freeBits < GUESSABLE_BITS) {
				context.terminal.complain(
					`Symmetry leaves ${count(freeBits, 'bit')} of this key free: it can be guessed. Name fewer types (--types tcpIpv6 leaves ${freeBitsOf(bytes, layoutsOf(['tcpIpv6']))}) where that matters.`,
				);
			}
			return Exit.clean;
		},
	);
}

function parseBytes(text: string): number {
	const value = Number(text);
	if (!/^\d{1,3}$/.test(text) || value < RSS_KEY_BYTES || value > MAX_KEY_BYTES) {
		throw new InvalidArgumentError(`It must be a whole number from ${RSS_KEY_BYTES} to ${MAX_KEY_BYTES}.`);
	}
	return value;
}
