import { Option } from 'commander';
import type { HashTypeName } from '../emulator/description.js';
import { hashTypesOf } from '../ndis/hash.js';
import { count } from '../plan/words.js';
import { RSS_KEY_BYTES } from '../rss/toeplitz.js';
import { usageError } from './exit.js';

/**
 * The bytes of a key in hexadecimal. Not a parser of commander, whose complaint would repeat the text: a key is a secret.
 * @param what names the argument in messages: `--key`
 * @throws CliError (usage) when it is no key of 40 bytes or more
 */
export function parseKey(text: string, what: string): Uint8Array {
	const digits = text
		.trim()
		.replace(/^0x/i, '')
		.replace(/[:\s-]/g, '');
	const wrong = /[^0-9a-f]/iu.exec(digits);
	if (wrong) throw usageError(`${what} is hexadecimal: "${wrong[0]}" is no hexadecimal digit.`);
	if (digits.length % 2 !== 0) {
		throw usageError(
			`${what} has two hexadecimal digits a byte: ${digits.length} is an odd number of digits.`,
		);
	}
	const bytes = digits.length / 2;
	if (bytes < RSS_KEY_BYTES) {
		throw usageError(
			`${what} has ${count(bytes, 'byte')}: an RSS key has ${RSS_KEY_BYTES} (that of some adapters 48 or 52).`,
		);
	}
	return Uint8Array.from(digits.match(/../g) ?? [], (byte) => Number.parseInt(byte, 16));
}

/** `--types ipv4,tcpIpv4`: the hash types that a key is for; all of them when not given. */
export function typesOption(): Option {
	const every = 0xffff_ffff;
	const known: readonly string[] = hashTypesOf(every);
	return new Option('--types <list>', 'hash types that the key is for, separated by commas')
		.default(hashTypesOf(every), 'all')
		.argParser((text): HashTypeName[] => {
			const types = text.split(',').map((type) => type.trim());
			const wrong = types.find((type) => !known.includes(type));
			if (wrong !== undefined) throw usageError(`--types: "${wrong}" is none of ${known.join(', ')}.`);
			return types as HashTypeName[];
		});
}
